import { historyQueryOf, isFiltered } from '#lib/features/history/history-query.ts';
import { showHistoryGraph } from '#lib/server/operations/history/graph.ts';
import { listHistory } from '#lib/server/operations/history/list.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { contextOf } from '#lib/server/web/context.ts';
import { raise } from '#lib/server/web/errors.ts';
import type { PageServerLoad } from './$types';

const PAGE = 50;

/** What is looked at is all in the address. The graph joins commits that follow one another, so filters leave it out. */
export const load: PageServerLoad = async (event) => {
	const query = historyQueryOf(event.url.searchParams);
	const context = contextOf(event);
	const what = {
		dashboardId: event.params.dashboard,
		from: query.from || event.url.searchParams.get('branch') || undefined,
		...{ skip: query.skip, limit: PAGE }
	};
	const [found, graph] = await Promise.all([
		execute(listHistory, context, {
			...{ ...what, search: query.q, author: query.author, asset: query.asset, tag: query.tag, facets: true },
			...{ since: query.since || undefined, until: query.until || undefined }
		}),
		isFiltered(query) ? null : execute(showHistoryGraph, context, what)
	]).catch(raise);
	return { ...found, graph, query, size: PAGE };
};
