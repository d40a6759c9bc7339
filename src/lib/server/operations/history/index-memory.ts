import type { AssetKind } from '#lib/domain/asset.ts';
import type { Oid } from '#lib/domain/ids.ts';
import { firstIdOf, listIndexedCommits, listTouched, type HistoryIndex } from '../../db/commit-index.ts';
import type { Db } from '../../db/database.ts';
import { BoundedMap } from '../../git/bounded-map.ts';

/** What a search needs of every commit of an index, held so that only new ones have to be read. */
export interface IndexMemory {
	readonly slot: number;
	/** Ids of all commits, in their order. */
	readonly ids: number[];
	/** By id, less {@link firstIdOf} of the slot. */
	readonly commits: IndexedCommit[];
	readonly idOf: Map<Oid, number>;
	readonly touched: TouchedFile[];
	/** The highest ids that were read. */
	upTo: number;
	touchedUpTo: number;
}

export interface IndexedCommit {
	readonly oid: Oid;
	readonly author: Author;
	readonly committedAt: number;
}

export interface Author {
	readonly name: string;
	readonly email: string;
}

export interface TouchedFile {
	readonly id: number;
	readonly path: string;
	readonly suffix: string | null;
	readonly kind: AssetKind;
	readonly name: string;
	readonly isOwn: boolean;
}

/** Over all dashboards so many commits are held, and at least those of one. */
const MOST_HELD = 400_000;
const memories = new WeakMap<Db, BoundedMap<number, IndexMemory>>();
/** Many commits have the same author. */
const authors = new BoundedMap<string, Author>(10_000);

export async function memoryOf(db: Db, index: HistoryIndex): Promise<IndexMemory> {
	const held = memories.get(db) ?? new BoundedMap<number, IndexMemory>(MOST_HELD, ({ ids }) => ids.length + 1);
	memories.set(db, held);
	const first = firstIdOf(index.slot);
	const memory: IndexMemory = held.get(index.slot) ?? {
		...{ slot: index.slot, ids: [], commits: [], idOf: new Map(), touched: [], upTo: first - 1, touchedUpTo: first - 1 }
	};
	if (memory.upTo >= index.last_id) return memory;
	for (const row of await listIndexedCommits(db, index.slot, memory.upTo)) {
		if (row.id <= memory.upTo) continue; // somebody else read it meanwhile
		memory.ids.push(row.id);
		memory.commits[row.id - first] = {
			...{ oid: row.oid, author: authorOf(row.author_name, row.author_email), committedAt: row.committed_at }
		};
		memory.idOf.set(row.oid, row.id);
		memory.upTo = row.id;
	}
	held.set(index.slot, memory);
	return memory;
}

/** The same, with the files that commits changed. */
export async function memoryWithFiles(db: Db, index: HistoryIndex): Promise<IndexMemory> {
	const memory = await memoryOf(db, index);
	const { upTo } = memory;
	if (memory.touchedUpTo >= upTo) return memory;
	const rows = await listTouched(db, { after: memory.touchedUpTo, upTo });
	for (const { commit_id: id, is_own, ...file } of rows) {
		// Somebody else may have read some of them meanwhile.
		if (id > memory.touchedUpTo) memory.touched.push({ id, ...file, isOwn: is_own === 1 });
	}
	memory.touchedUpTo = Math.max(memory.touchedUpTo, upTo);
	return memory;
}

export const commitOf = (memory: IndexMemory, id: number): IndexedCommit | undefined =>
	memory.commits[id - firstIdOf(memory.slot)];

function authorOf(name: string, email: string): Author {
	const key = `${name}\0${email}`;
	const author = authors.get(key) ?? { name, email };
	authors.set(key, author);
	return author;
}

const positions = new WeakMap<readonly Oid[], ReadonlyMap<Oid, number>>();

/** Where each commit stands in a list, from 0 at the top. */
export function positionsIn(list: readonly Oid[]): ReadonlyMap<Oid, number> {
	const known = positions.get(list) ?? new Map(list.map((oid, at) => [oid, at]));
	positions.set(list, known);
	return known;
}
