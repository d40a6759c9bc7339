import { setImmediate } from 'node:timers/promises';
import { idStartIn, matchExpression, type SearchTerm } from '#lib/domain/commit-search.ts';
import type { Oid } from '#lib/domain/ids.ts';
import { assetSuffixOf } from '#lib/domain/history.ts';
import { firstIdOf, listContaining, listMatching, listTouching, type HistoryIndex } from '../../db/commit-index.ts';
import type { Db } from '../../db/database.ts';
import { commitOf, memoryOf, positionsIn, type IndexMemory } from './index-memory.ts';

/** What commits are wanted; all of what is named has to fit. */
export interface Wanted {
	readonly terms: readonly SearchTerm[];
	/** Where they are looked for; `told`: in message, author and names of assets alone. */
	readonly where?: 'told' | 'anywhere';
	/** A name or an e-mail address, as it stands in commits. */
	readonly author?: string | undefined;
	/** Milliseconds since the Unix epoch; both belong to what is wanted. */
	readonly since?: number | undefined;
	readonly until?: number | undefined;
	/** A uuid, or the path of a file. */
	readonly asset?: string | undefined;
	/** Only these. */
	readonly among?: ReadonlySet<Oid> | undefined;
}

export const isEverything = ({ terms, author, since, until, asset, among }: Wanted): boolean =>
	terms.length === 0 && [author, since, until, asset, among].every((one) => one === undefined);

/** Texts that are looked through at once: a few milliseconds. */
const SCANNED = 1_000;

/**
 * Those commits of a history that are wanted, in its order. What is in the index and not in the history (a branch that
 * was deleted) is passed over.
 */
export async function findCommits(
	db: Db,
	of: { readonly index: HistoryIndex; readonly history: readonly Oid[]; readonly signal?: AbortSignal },
	wanted: Wanted
): Promise<Oid[]> {
	const { index, history } = of;
	const memory = await memoryOf(db, index);
	const found = wanted.terms.length === 0 ? null : await search(db, { ...of, memory }, wanted);
	const touching =
		wanted.asset === undefined ? null : new Set(await listTouching(db, index.slot, fileOf(wanted.asset)));
	const place = positionsIn(history);
	const places: number[] = [];
	for (const id of found ?? touching ?? memory.ids) {
		if (found && touching && !touching.has(id)) continue;
		const commit = commitOf(memory, id);
		const at = commit && place.get(commit.oid);
		if (commit && at !== undefined && fits(commit, wanted)) places.push(at);
	}
	return [...new Set(places)].sort((a, b) => a - b).map((at) => history[at]!);
}

function fits(commit: NonNullable<ReturnType<typeof commitOf>>, { author, since, until, among }: Wanted): boolean {
	if (author !== undefined && commit.author.name !== author && commit.author.email !== author) return false;
	if (since !== undefined && commit.committedAt < since) return false;
	if (until !== undefined && commit.committedAt > until) return false;
	return among === undefined || among.has(commit.oid);
}

interface Searched {
	readonly index: HistoryIndex;
	readonly history: readonly Oid[];
	readonly memory: IndexMemory;
	readonly signal?: AbortSignal;
}

/** As words; only where no commit has those, anywhere inside of words. An id by how it starts. */
async function search(db: Db, of: Searched, { terms, where = 'anywhere' }: Wanted): Promise<number[]> {
	const start = idStartIn(terms);
	const byId = start === undefined ? [] : of.history.filter((oid) => oid.startsWith(start));
	const ids = byId.flatMap((oid) => of.memory.idOf.get(oid) ?? []);
	const words = matchExpression(terms);
	const expression = where === 'told' && words !== null ? `told : (${words})` : words;
	const texts = (some: readonly SearchTerm[]) => ({ parts: some.map(({ text }) => text), where });
	let found = expression === null ? [] : await listMatching(db, of.index.slot, expression);
	const signs = terms.filter((term) => term.words.length === 0);
	if (found.length > 0 && signs.length > 0) {
		const having = new Set(await scan(db, of, texts(signs)));
		found = found.filter((id) => having.has(id));
	}
	if (found.length + ids.length === 0) found = await scan(db, of, texts(terms));
	return [...ids, ...found];
}

/** Look through all texts, some at a time, so that others get their turn. */
async function scan(
	db: Db,
	{ index, signal }: Searched,
	wanted: { readonly parts: readonly string[]; readonly where: 'told' | 'anywhere' }
): Promise<number[]> {
	const found: number[] = [];
	for (let after: number | null = firstIdOf(index.slot) - 1; after !== null && !signal?.aborted;) {
		const { ids, upTo } = await listContaining(db, { slot: index.slot, ...wanted, after, many: SCANNED });
		found.push(...ids);
		after = upTo;
		await setImmediate();
	}
	return found;
}

/** The digits that a file of this asset may end with: 8, or more where two begin alike. */
function fileOf(asset: string): { suffixes: readonly string[] } | { path: string } {
	const digits = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(asset)
		? asset.replaceAll('-', '').toLowerCase()
		: null;
	if (digits !== null) return { suffixes: suffixesOf(digits) };
	const suffix = assetSuffixOf(asset);
	return suffix === undefined ? { path: asset } : { suffixes: [suffix] };
}

/** @param digits those of a uuid, without hyphens */
export const suffixesOf = (digits: string): string[] => [8, 12, 20, 32].map((count) => digits.slice(0, count));
