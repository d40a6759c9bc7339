import { showLayout } from '#lib/server/operations/dashboard/layout.ts';
import { blameAsset } from '#lib/server/operations/history/blame.ts';
import { whoChanged } from '#lib/server/operations/history/who.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { contextOf } from '#lib/server/web/context.ts';
import { raise } from '#lib/server/web/errors.ts';
import { laterOutcomeOf } from '#lib/server/web/outcome.ts';
import type { PageServerLoad } from './$types';

const MOST_TABS = 20;

/**
 * `?at`: a tag or commit instead of the branch; `?asset` or `?element`: what is looked at in it, else the dashboard itself;
 * `?tab`: tabs that are open. Who changed what is inside comes after the page, since it reads older files.
 */
export const load: PageServerLoad = async (event) => {
	const query = (name: string) => event.url.searchParams.get(name) || undefined;
	const context = contextOf(event);
	const dashboardId = event.params.dashboard;
	const at = query('at');
	const from = at ?? query('branch');
	const tabs = event.url.searchParams.getAll('tab').slice(0, MOST_TABS);
	const [{ commit, layout, assets }, who] = await Promise.all([
		execute(showLayout, context, { dashboardId, from, open: tabs }),
		execute(whoChanged, context, { dashboardId, from })
	]).catch(raise);
	const board = assets.find(({ kind }) => kind === 'dashboard');
	const asset = assets.find(({ uuid }) => uuid === query('asset'));
	const box = asset ? undefined : layout.boxes.find(({ node }) => node !== '' && node === query('element'));
	const of = asset ?? board;
	return {
		...{ commit, layout, assets, tabs, at: at ?? null, who: who.assets, indexing: who.indexing },
		...{ asset: asset ?? null, board: board ?? null, box: box ?? null },
		blame:
			of &&
			laterOutcomeOf(
				event,
				execute(blameAsset, context, {
					...{ dashboardId, from: commit, asset: of.uuid },
					part: box && { kind: 'node', id: box.node }
				})
			)
	};
};
