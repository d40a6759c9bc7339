import type { HistoryFacets } from '#lib/domain/history.ts';
import type { Oid } from '#lib/domain/ids.ts';
import type { HistoryIndex } from '../../db/commit-index.ts';
import type { Db } from '../../db/database.ts';
import type { RefsOf } from '../dashboard/stops.ts';
import { commitOf, memoryWithFiles, positionsIn, type IndexMemory } from './index-memory.ts';

const MOST_AUTHORS = 100;
const MOST_ASSETS = 500;

type IndexedFacets = Omit<HistoryFacets, 'tags'>;

/** Computed once for a history and an index as it is. */
const known = new WeakMap<
	readonly Oid[],
	{ readonly upTo: number; readonly slot: number; readonly facets: IndexedFacets }
>();

/** v1.10 is above v1.9. */
const byVersion = new Intl.Collator('en', { numeric: true });

/** Whose commits, which assets and which tags a history has. */
export async function facetsOf(
	db: Db,
	of: { index: HistoryIndex; refs: Pick<RefsOf, 'tags'> },
	history: readonly Oid[]
): Promise<HistoryFacets> {
	const place = positionsIn(history);
	const tags = of.refs.tags.filter(({ oid }) => place.has(oid)).map(({ name }) => name);
	return {
		...(await indexedFacetsOf(db, of.index, history)),
		tags: tags.sort((a, b) => byVersion.compare(b, a))
	};
}

async function indexedFacetsOf(db: Db, index: HistoryIndex, history: readonly Oid[]): Promise<IndexedFacets> {
	const before = known.get(history);
	if (before?.slot === index.slot && before.upTo === index.last_id) return before.facets;
	const memory = await memoryWithFiles(db, index);
	const authors = authorsIn(memory, history);
	const assets = assetsIn(memory, history);
	const facets = {
		...{ authors: authors.slice(0, MOST_AUTHORS), moreAuthors: authors.length > MOST_AUTHORS },
		...{ assets: assets.slice(0, MOST_ASSETS), moreAssets: assets.length > MOST_ASSETS }
	};
	known.set(history, { upTo: index.last_id, slot: index.slot, facets });
	return facets;
}

function authorsIn(memory: IndexMemory, history: readonly Oid[]): HistoryFacets['authors'][number][] {
	const counts = new Map<object, number>();
	for (const oid of history) {
		const id = memory.idOf.get(oid);
		const author = id === undefined ? undefined : commitOf(memory, id)?.author;
		if (author) counts.set(author, (counts.get(author) ?? 0) + 1);
	}
	return [...(counts as Map<{ name: string; email: string }, number>)]
		.map(([author, count]) => ({ ...author, count }))
		.sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}

function assetsIn(memory: IndexMemory, history: readonly Oid[]): HistoryFacets['assets'][number][] {
	const place = positionsIn(history);
	const assets = new Map<string, HistoryFacets['assets'][number] & { at: number }>();
	for (const { id, kind, suffix, name, path } of memory.touched) {
		const at = place.get(commitOf(memory, id)!.oid);
		if (at === undefined) continue;
		const key = `${kind} ${suffix ?? path}`;
		const known = assets.get(key);
		const newest = known && known.at < at ? known : { kind, name, path, at };
		assets.set(key, { ...newest, count: (known?.count ?? 0) + 1 });
	}
	return [...assets.values()]
		.sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
		.map(({ kind, name, path, count }) => ({ kind, name, path, count }));
}
