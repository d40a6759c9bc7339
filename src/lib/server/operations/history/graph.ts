import { z } from 'zod';
import { graphOf, type GraphRow } from '#lib/domain/commit-graph.ts';
import { DashboardId } from '#lib/domain/ids.ts';
import { readCommits } from '../../git/objects.ts';
import { openDashboard } from '../dashboard/repository.ts';
import { refsOf } from '../dashboard/stops.ts';
import { defineOperation } from '../operation.ts';
import { historyFrom } from './history-from.ts';

/** How branches and merges are drawn beside the entries that `history.list` gives without a search. */
export const showHistoryGraph = defineOperation({
	name: 'history.graph',
	permission: 'dashboard:read',
	input: z.object({
		dashboardId: DashboardId,
		/** As for `history.list`; default: all branches and tags. */
		from: z.string().min(1).max(244).default('*'),
		skip: z.coerce.number().int().nonnegative().max(10_000_000).default(0),
		limit: z.coerce.number().int().positive().max(200).default(50)
	}),

	/** `width`: lanes that the widest of these rows takes. */
	async run({ app }, { dashboardId, from, skip, limit }): Promise<{ rows: GraphRow[]; width: number; more: boolean }> {
		const dashboard = await openDashboard(app, dashboardId);
		const history = await historyFrom(dashboard, await refsOf(dashboard), from);
		// What stands above a page decides which lanes are taken where it begins.
		const commits = await readCommits(dashboard.repo, history.slice(0, skip + limit));
		const rows = graphOf(commits).slice(skip);
		return { rows, width: Math.max(0, ...rows.map(({ width }) => width)), more: history.length > skip + limit };
	}
});
