import { z } from 'zod';
import { termsOf } from '#lib/domain/commit-search.ts';
import type { FoundEntry, HistoryFacets, IndexProgress } from '#lib/domain/history.ts';
import { DashboardId } from '#lib/domain/ids.ts';
import { openDashboard } from '../dashboard/repository.ts';
import { refsOf } from '../dashboard/stops.ts';
import { defineOperation } from '../operation.ts';
import { entriesOf } from './entries.ts';
import { facetsOf } from './facets.ts';
import { indexOf, tipsOf } from './fill.ts';
import { findCommits, isEverything } from './find.ts';
import { historyFrom } from './history-from.ts';
import { firstMomentOf, lastMomentOf, Moment } from './moment.ts';

/** How long a page waits for the index to have everything: one that searches, and one that only shows what is there. */
const WAIT_MS = { searching: 10_000, looking: 500 };
/** What is typed beyond so much is refused. */
const LONGEST_SEARCH = 20_000;

const said = z.string().trim().max(LONGEST_SEARCH).optional();

/**
 * Commits that a branch, tag or commit reaches, the newest first, with what each changed; those that fit, where
 * something is searched for. `more`: whether there are others after these; `total`: how many there are in all;
 * `indexing`: how far the index is, where it does not have everything yet, so that a search may find more later.
 */
export const listHistory = defineOperation({
	name: 'history.list',
	permission: 'dashboard:read',
	input: z.object({
		dashboardId: DashboardId,
		/** A branch's or tag's name or a commit's id; `*` is all branches and tags; default: the default branch. */
		from: z.string().min(1).max(244).optional(),
		skip: z.coerce.number().int().nonnegative().max(10_000_000).default(0),
		limit: z.coerce.number().int().positive().max(200).default(50),
		/** Words of message, author, names of assets, and lines that the commit added or removed; the start of an id. */
		search: said,
		/** Name or e-mail address, exactly. */
		author: said,
		since: Moment.optional(),
		until: Moment.optional(),
		/** A uuid, or the path of a file. */
		asset: said,
		/** A tag's name; `*` is any. */
		tag: said,
		/** Whether the answer is to say what can be filtered by. */
		facets: z.union([z.boolean(), z.stringbool()]).default(false)
	}),

	async run(
		{ app, signal },
		{ dashboardId, from, skip, limit, search = '', author, since, until, asset, tag, facets }
	): Promise<{
		entries: FoundEntry[];
		more: boolean;
		total: number;
		indexing: IndexProgress | null;
		facets: HistoryFacets | null;
	}> {
		const dashboard = await openDashboard(app, dashboardId);
		// Both at once: they share one listing of the refs.
		const [refs, tips] = await Promise.all([refsOf(dashboard), tipsOf(dashboard.repo)]);
		const history = await historyFrom(dashboard, refs, from);
		const terms = termsOf(search);
		const tagged = tag ? refs.tags.filter(({ name }) => tag === '*' || name === tag).map(({ oid }) => oid) : undefined;
		const wanted = {
			...{ terms, author: author || undefined, asset: asset || undefined },
			...{
				since: since === undefined ? undefined : firstMomentOf(since),
				until: until === undefined ? undefined : lastMomentOf(until)
			},
			among: tagged && new Set(tagged)
		};
		const all = isEverything(wanted);
		const { index, progress } = await indexOf(app, dashboard, {
			...{ tips, waitMs: all ? WAIT_MS.looking : WAIT_MS.searching }
		});
		const oids = all ? history : await findCommits(app.db, { index, history, signal }, wanted);
		const page = oids.slice(skip, skip + limit);
		return {
			entries: await entriesOf(app.db, { dashboard, index, refs, terms }, page),
			...{ more: oids.length > skip + limit, total: oids.length, indexing: progress },
			facets: facets ? await facetsOf(app.db, { index, refs }, history) : null
		};
	}
});
