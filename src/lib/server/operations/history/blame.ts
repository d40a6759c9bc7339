import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { partsOf, valueOfPart, type AssetPart, type NamedPart } from '#lib/domain/compare/parts.ts';
import { labelsIn, NO_LABELS, type Labels } from '#lib/domain/compare/terms.ts';
import { NotFound } from '#lib/domain/errors.ts';
import { assetSuffixOf, type IndexProgress, type LastChange } from '#lib/domain/history.ts';
import { AssetUuid, DashboardId, type Oid } from '#lib/domain/ids.ts';
import { isEqual, type Value } from '#lib/domain/value.ts';
import type { App } from '../../app.ts';
import { listContents, listSubjects, type HistoryIndex } from '../../db/commit-index.ts';
import { readSmallBlobs } from '../../git/commit-changes.ts';
import type { Repo } from '../../git/exec.ts';
import type { CanonicalTree } from '../../superset/bundle/tree.ts';
import { parseYaml } from '../../superset/bundle/yaml.ts';
import { openDashboard, readCanonicalTree } from '../dashboard/repository.ts';
import { refsOf } from '../dashboard/stops.ts';
import { defineOperation } from '../operation.ts';
import { indexOf, tipsOf } from './fill.ts';
import { historyFrom } from './history-from.ts';
import { commitOf, memoryOf, positionsIn } from './index-memory.ts';
import { Part } from './part.ts';

/** How long a page waits for the index to have everything. */
const WAIT_MS = 1_000;
/** Of the commits that changed the file so many are looked at, and so many bytes of them. */
const MOST_COMMITS = 200;
const MOST_BYTES = 16 * 1024 * 1024;
const AT_ONCE = 10;

/** A part of an asset with the commit that made of it what it is; `null` where none of those looked at did. */
export interface BlamedPart extends NamedPart {
	readonly change: LastChange | null;
}

/**
 * Who changed what is inside of an asset last: of each part, or of the one that is asked for, the newest commit that made
 * of it what it is. `lookedAt`: so many of the commits that changed the file were looked at, the newest ones;
 * `isCutOff`: there are older ones, and of some part the commit is not among those looked at.
 */
export const blameAsset = defineOperation({
	name: 'history.blame',
	permission: 'dashboard:read',
	input: z.object({
		dashboardId: DashboardId,
		from: z.string().min(1).max(244).optional(),
		asset: AssetUuid,
		part: Part.optional()
	}),

	async run(
		{ app, signal },
		{ dashboardId, from, asset, part }
	): Promise<{
		parts: BlamedPart[];
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
		if (part && valueOfPart(object.content, part) === undefined) {
			throw new NotFound(part.kind, nameOf(part), { hint: `“${object.name}” has none.` });
		}
		const names = new Map([...tree.paths.values()].map(({ uuid, name }) => [uuid as string, name]));
		const asked = part
			? [{ part, name: nameOf(part), value: '' }]
			: partsOf(object.kind, object.content, names, (uuid) => labelsOf(tree, uuid));
		const changes = await changesOf(app, { index, history, suffix: assetSuffixOf(path) ?? '', kind: object.kind });
		const { ids, ...looked } = await lookBack(dashboard.repo, changes, { content: object.content, asked, signal });
		const made = await lastChanges(app, index, new Set(ids.values()));
		const parts = asked.map((one) => ({ ...one, change: made.get(ids.get(one) ?? -1) ?? null }));
		return { parts, ...looked, indexing: progress };
	}
});

const nameOf = (part: AssetPart): string =>
	part.kind === 'field' ? part.path.join('.') : 'id' in part ? part.id : part.name;

function labelsOf(tree: CanonicalTree, uuid: string): Labels {
	const dataset = [...tree.paths.values()].find((one) => one.kind === 'dataset' && one.uuid === uuid);
	return dataset ? labelsIn(dataset.content) : NO_LABELS;
}

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

/** Of each part the commit that made of it what it is, as far as it is among the commits that are looked at. */
async function lookBack(
	repo: Repo,
	changes: readonly ContentChange[],
	{ content: present, asked, signal }: { content: Value; asked: readonly NamedPart[]; signal: AbortSignal }
): Promise<{ ids: Map<NamedPart, number>; lookedAt: number; isCutOff: boolean }> {
	const ids = new Map<NamedPart, number>();
	const open = new Set(asked);
	const parsed = new Map<Oid, Value | undefined>();
	let bytes = 0;
	let lookedAt = 0;
	while (open.size > 0 && lookedAt < changes.length && lookedAt < MOST_COMMITS && bytes < MOST_BYTES) {
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
		for (const { id, before, after } of some) {
			// Large files take long to parse: others get their turn in between.
			await setImmediate(undefined, { signal });
			lookedAt++;
			const [old, now] = [contentOf(before), contentOf(after)];
			for (const one of open) {
				const value = valueOfPart(now, one.part);
				if (isEqual(value, valueOfPart(old, one.part)) || !isEqual(value, valueOfPart(present, one.part))) continue;
				ids.set(one, id);
				open.delete(one);
			}
			if (open.size === 0) break;
		}
	}
	return { ids, lookedAt, isCutOff: open.size > 0 && lookedAt < changes.length };
}

function contentIn(bytes: Uint8Array | undefined): Value | undefined {
	try {
		return bytes && parseYaml(new TextDecoder().decode(bytes));
	} catch {
		return undefined; // no YAML: a commit of somebody else, which says nothing of the asset
	}
}

async function lastChanges(app: App, index: HistoryIndex, ids: ReadonlySet<number>): Promise<Map<number, LastChange>> {
	const memory = await memoryOf(app.db, index);
	const subjects = new Map((await listSubjects(app.db, [...ids])).map(({ id, subject }) => [id, subject]));
	return new Map(
		[...ids].map((id) => {
			const { oid, author, committedAt } = commitOf(memory, id)!;
			return [id, { oid, author: author.name, at: committedAt, subject: subjects.get(id) ?? '' }];
		})
	);
}
