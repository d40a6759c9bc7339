import { z } from 'zod';
import { assetSuffixOf, type IndexProgress, type LastChange } from '#lib/domain/history.ts';
import { DashboardId, type AssetUuid, type Oid } from '#lib/domain/ids.ts';
import { listSubjects, type HistoryIndex } from '../../db/commit-index.ts';
import type { Db } from '../../db/database.ts';
import { openDashboard, readCanonicalTree } from '../dashboard/repository.ts';
import { refsOf } from '../dashboard/stops.ts';
import { defineOperation } from '../operation.ts';
import { indexOf, tipsOf } from './fill.ts';
import { historyFrom } from './history-from.ts';
import { commitOf, memoryWithFiles, positionsIn } from './index-memory.ts';

/** How long a page waits for the index to have everything. */
const WAIT_MS = 1_000;

/**
 * Who changed each chart, dataset and other asset last, by uuid, of those that a branch, tag or commit holds. A merge
 * counts only for what it has otherwise than every one of its parents. `indexing`: as for `history.list`; an asset whose
 * last change is not indexed yet is not named.
 */
export const whoChanged = defineOperation({
	name: 'history.who',
	permission: 'dashboard:read',
	input: z.object({ dashboardId: DashboardId, from: z.string().min(1).max(244).optional() }),

	async run(
		{ app },
		{ dashboardId, from }
	): Promise<{
		assets: Record<string, LastChange>;
		indexing: IndexProgress | null;
	}> {
		const dashboard = await openDashboard(app, dashboardId);
		const [refs, tips] = await Promise.all([refsOf(dashboard), tipsOf(dashboard.repo)]);
		const history = await historyFrom(dashboard, refs, from);
		const { index, progress } = await indexOf(app, dashboard, { tips, waitMs: WAIT_MS });
		const [head] = history;
		if (!head) return { assets: {}, indexing: progress };
		const tree = await readCanonicalTree(app, dashboard.repo, head);
		const last = await lastChanges(app.db, index, history);
		const assets: Record<AssetUuid, LastChange> = {};
		for (const [path, { uuid, kind }] of tree.paths) {
			const change = last.get(`${kind} ${assetSuffixOf(path) ?? path}`);
			if (change) assets[uuid] = change;
		}
		return { assets, indexing: progress };
	}
});

/** By kind and end of the path: what stays when an asset is renamed. */
async function lastChanges(db: Db, index: HistoryIndex, history: readonly Oid[]): Promise<Map<string, LastChange>> {
	const memory = await memoryWithFiles(db, index);
	const place = positionsIn(history);
	const newest = new Map<string, { id: number; at: number }>();
	for (const { id, kind, suffix, path, isOwn } of memory.touched) {
		if (!isOwn) continue;
		const at = place.get(commitOf(memory, id)!.oid);
		if (at === undefined) continue;
		const key = `${kind} ${suffix ?? path}`;
		if (at < (newest.get(key)?.at ?? Infinity)) newest.set(key, { id, at });
	}
	const subjects = await listSubjects(db, [...new Set([...newest.values()].map(({ id }) => id))]);
	const subjectOf = new Map(subjects.map(({ id, subject }) => [id, subject]));
	return new Map(
		[...newest].map(([key, { id }]) => {
			const { oid, author, committedAt } = commitOf(memory, id)!;
			return [key, { oid, author: author.name, at: committedAt, subject: subjectOf.get(id) ?? '' }];
		})
	);
}
