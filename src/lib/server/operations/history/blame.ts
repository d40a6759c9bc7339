import { z } from 'zod';
import { NotFound } from '#lib/domain/errors.ts';
import { assetSuffixOf, type IndexProgress, type LastChange } from '#lib/domain/history.ts';
import { AssetUuid, DashboardId, type Oid } from '#lib/domain/ids.ts';
import { isEqual, type Value } from '#lib/domain/value.ts';
import type { App } from '../../app.ts';
import { listContents, listSubjects, type HistoryIndex } from '../../db/commit-index.ts';
import { readSmallBlobs } from '../../git/commit-changes.ts';
import type { Repo } from '../../git/exec.ts';
import { parseYaml } from '../../superset/bundle/yaml.ts';
import { openDashboard, readCanonicalTree } from '../dashboard/repository.ts';
import { refsOf } from '../dashboard/stops.ts';
import { defineOperation } from '../operation.ts';
import { indexOf, tipsOf } from './fill.ts';
import { historyFrom } from './history-from.ts';
import { commitOf, memoryOf, positionsIn } from './index-memory.ts';
import { Part, valueOf } from './part.ts';

const WAIT_MS = 10_000;
/** Of the commits that changed the file so many are looked at, and so many bytes of them. */
const MOST_COMMITS = 200;
const MOST_BYTES = 16 * 1024 * 1024;
const AT_ONCE = 10;

/**
 * Who changed something inside of an asset last: the newest commit that made of it what it is. `change: null` where it
 * was not found among the last commits that changed the file; then `isCutOff` says whether older ones were not
 * looked at.
 */
export const whoChangedInside = defineOperation({
	name: 'history.who-inside',
	permission: 'dashboard:read',
	input: z.object({
		dashboardId: DashboardId,
		from: z.string().min(1).max(244).optional(),
		asset: AssetUuid,
		part: Part
	}),

	async run(
		{ app },
		{ dashboardId, from, asset, part }
	): Promise<{
		change: LastChange | null;
		lookedAt: number;
		isCutOff: boolean;
		indexing: IndexProgress | null;
	}> {
		const dashboard = await openDashboard(app, dashboardId);
		const [refs, tips] = await Promise.all([refsOf(dashboard), tipsOf(dashboard.repo)]);
		const history = await historyFrom(dashboard, refs, from);
		const { index, progress } = await indexOf(app, dashboard, { tips, waitMs: WAIT_MS });
		const tree = await readCanonicalTree(app, dashboard.repo, history[0]!);
		const [path, object] = [...tree.paths].find(([, { uuid }]) => uuid === asset) ?? [];
		if (!object || !path) throw new NotFound('asset', asset, { hint: 'It is not in this commit.' });
		const present = valueOf(object.content, part);
		if (present === undefined) throw new NotFound(part.kind, nameOf(part), { hint: `“${object.name}” has none.` });

		const changes = await changesOf(app, { index, history, suffix: assetSuffixOf(path) ?? '', kind: object.kind });
		const { id, ...looked } = await lookBack(dashboard.repo, changes, { present, look: (all) => valueOf(all, part) });
		return { change: id === null ? null : await lastChange(app, index, id), ...looked, indexing: progress };
	}
});

const nameOf = (part: Part): string =>
	part.kind === 'field' ? part.path.join('.') : 'id' in part ? part.id : part.name;

interface ContentChange {
	readonly id: number;
	readonly before: Oid | null;
	readonly after: Oid | null;
}

/** Commits of a history that changed a file, the newest first. */
async function changesOf(
	app: App,
	of: { index: HistoryIndex; history: readonly Oid[]; suffix: string; kind: string }
): Promise<ContentChange[]> {
	const memory = await memoryOf(app.db, of.index);
	const place = positionsIn(of.history);
	return (await listContents(app.db, of.index.slot, [of.suffix]))
		.flatMap(({ commit_id: id, before_oid: before, after_oid: after, is_own, kind }) => {
			const commit = commitOf(memory, id);
			const at = commit && place.get(commit.oid);
			return at === undefined || is_own === 0 || kind !== of.kind ? [] : [{ id, before, after, at }];
		})
		.sort((a, b) => a.at - b.at);
}

async function lookBack(
	repo: Repo,
	changes: readonly ContentChange[],
	{ present, look }: { present: Value; look: (content: Value | undefined) => Value | undefined }
): Promise<{ id: number | null; lookedAt: number; isCutOff: boolean }> {
	const parsed = new Map<Oid, Value | undefined>();
	let bytes = 0;
	let lookedAt = 0;
	for (; lookedAt < changes.length && lookedAt < MOST_COMMITS && bytes < MOST_BYTES; lookedAt += AT_ONCE) {
		const some = changes.slice(lookedAt, lookedAt + AT_ONCE);
		const wanted = some.flatMap(({ before, after }) => [before, after].flatMap((oid) => oid ?? []));
		const fresh = wanted.filter((oid) => !parsed.has(oid));
		const read = await readSmallBlobs(repo, fresh, { each: MOST_BYTES, total: MOST_BYTES });
		const contentOf = (oid: Oid | null): Value | undefined => {
			if (oid === null || parsed.has(oid)) return oid === null ? undefined : parsed.get(oid);
			const content = contentIn(read.get(oid));
			bytes += read.get(oid)?.byteLength ?? 0;
			parsed.set(oid, content);
			return content;
		};
		for (const [at, { id, before, after }] of some.entries()) {
			const value = look(contentOf(after));
			if (!isEqual(value, present) || isEqual(value, look(contentOf(before)))) continue;
			return { id, lookedAt: lookedAt + at + 1, isCutOff: false };
		}
	}
	return { id: null, lookedAt: Math.min(lookedAt, changes.length), isCutOff: lookedAt < changes.length };
}

function contentIn(bytes: Uint8Array | undefined): Value | undefined {
	try {
		return bytes && parseYaml(new TextDecoder().decode(bytes));
	} catch {
		return undefined; // no YAML: a commit of somebody else, which says nothing of the asset
	}
}

async function lastChange(app: App, index: HistoryIndex, id: number): Promise<LastChange> {
	const { oid, author, committedAt } = commitOf(await memoryOf(app.db, index), id)!;
	const [row] = await listSubjects(app.db, [id]);
	return { oid, author: author.name, at: committedAt, subject: row?.subject ?? '' };
}
