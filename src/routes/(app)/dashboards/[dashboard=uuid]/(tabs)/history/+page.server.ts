import { listHistory } from '#lib/server/operations/history/list.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { contextOf } from '#lib/server/web/context.ts';
import { raise } from '#lib/server/web/errors.ts';
import type { PageServerLoad } from './$types';

const PAGE = 50;

/** `?skip`: how many newer commits are passed over. `?q`: words of message, author, assets and changed lines, or the start of an id. */
export const load: PageServerLoad = async (event) => {
	const query = (name: string) => event.url.searchParams.get(name) ?? '';
	const skip = Math.max(0, Math.trunc(Number(query('skip'))) || 0);
	const search = query('q').slice(0, 200);
	const input = {
		dashboardId: event.params.dashboard,
		from: query('branch') || undefined,
		skip,
		limit: PAGE,
		search: search || undefined
	};
	return { ...(await execute(listHistory, contextOf(event), input).catch(raise)), skip, search, size: PAGE };
};
