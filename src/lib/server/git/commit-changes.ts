import type { Oid } from '#lib/domain/ids.ts';
import type { FileChange } from '#lib/domain/tree.ts';
import { GitOutputTooLarge } from './failures.ts';
import { runGit, type Repo } from './exec.ts';
import { readerOf } from './reader.ts';

/** Two commits to compare; `parent: null` compares with nothing. */
export interface CommitPair {
	readonly oid: Oid;
	readonly parent: Oid | null;
}

/**
 * What each commit changed against the parent that is named, in one process of git, in the order asked for. As
 * `diffTrees`, but it reads only folders that differ, and knows nothing of what was read before. `null`: too much to tell.
 */
export async function listChanges(repo: Repo, pairs: readonly CommitPair[]): Promise<(FileChange[] | null)[]> {
	if (pairs.length === 0) return [];
	const stdin = pairs.map(({ oid, parent }) => (parent ? `${oid} ${parent}\n` : `${oid}\n`)).join('');
	try {
		const flags = ['diff-tree', '--stdin', '-r', '-z', '--root', '--always', '--no-renames'] as const;
		const { stdout } = await runGit(repo, flags, { stdin });
		return changesIn(stdout.toString('utf8').split('\0'), pairs.length);
	} catch (error) {
		if (!(error instanceof GitOutputTooLarge)) throw error;
		if (pairs.length === 1) return [null];
		const half = pairs.length >> 1;
		return [...(await listChanges(repo, pairs.slice(0, half))), ...(await listChanges(repo, pairs.slice(half)))];
	}
}

const SUBMODULE = '160000';

/** `<commit>`, then for each file `:<mode> <mode> <oid> <oid> <letter>` and its path. */
function changesIn(fields: readonly string[], count: number): FileChange[][] {
	const all: FileChange[][] = [];
	for (let at = 0; at < fields.length - 1; at++) {
		const field = fields[at]!;
		if (!field.startsWith(':')) {
			all.push([]);
			continue;
		}
		const [before, after, from, to, letter] = field.slice(1).split(' ') as [string, string, Oid, Oid, string];
		const path = fields[++at]!;
		const isFile = { before: before !== SUBMODULE && letter !== 'A', after: after !== SUBMODULE && letter !== 'D' };
		if (isFile.before && isFile.after) {
			if (from !== to) all.at(-1)!.push({ kind: 'modified', path, from, to });
		} else if (isFile.after) all.at(-1)!.push({ kind: 'added', path, to });
		else if (isFile.before) all.at(-1)!.push({ kind: 'removed', path, from });
	}
	if (all.length !== count) throw new Error(`git diff-tree told of ${all.length} commits, not ${count}`);
	return all;
}

/**
 * Contents of files, for who can do without some: what is missing, no file, or larger than `each` is left out, and so is
 * the rest when there are `total` bytes. What is left out is never held.
 */
export async function readSmallBlobs(
	repo: Repo,
	oids: Iterable<Oid>,
	most: { readonly each: number; readonly total: number }
): Promise<Map<Oid, Uint8Array>> {
	const found = new Map<Oid, Uint8Array>();
	let held = 0;
	for (let wanted = [...new Set(oids)]; wanted.length > 0 && held < most.total;) {
		const answers = await readerOf(repo).read(wanted, most.each);
		for (const [at, answer] of answers.entries()) {
			if (typeof answer === 'string' || answer.type !== 'blob') continue;
			found.set(wanted[at]!, answer.bytes);
			held += answer.bytes.byteLength;
		}
		// Where nothing was read, the first one is too large by itself; else the others had taken its room.
		const left = wanted.filter((_, at) => answers[at] === 'too_large');
		wanted = left.length === wanted.length ? left.slice(1) : left;
	}
	return found;
}
