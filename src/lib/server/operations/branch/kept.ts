import type { Person } from '#lib/domain/commit.ts';
import type { Oid } from '#lib/domain/ids.ts';
import type { RefName } from '#lib/domain/refs.ts';
import type { Repo } from '../../git/exec.ts';
import { listRefs, moveRefs, type RefMove } from '../../git/refs.ts';
import { listNoted, writeTag } from '../../git/tags.ts';

/** A commit that is kept for a while since its ref went or moved: a tag object says of which branch, by whom. */
export interface Kept {
	/** The end of its ref; within one folder it is the time. */
	readonly id: string;
	readonly ref: RefName;
	readonly commit: Oid;
	/** What the ref names itself. */
	readonly target: Oid;
	readonly branch: string;
	readonly by: Person;
	/** Milliseconds since the Unix epoch. */
	readonly at: number;
	readonly note: string;
}

/** For so long what was deleted or taken back can be brought back. */
export const KEPT_MS = 90 * 86_400_000;

/** The move that keeps a commit, to be made together with the one that lets it go. */
export async function keepingMove(
	repo: Repo,
	refAt: (ms: number) => RefName,
	of: { branch: string; commit: Oid; by: Person; at: number; note: string }
): Promise<RefMove & { readonly id: string; readonly to: Oid }> {
	let ms = of.at;
	const taken = new Set((await listRefs(repo, folderOf(refAt))).map(({ ref }) => ref));
	while (taken.has(refAt(ms))) ms += 1;
	const to = await writeTag(repo, {
		...{ name: of.branch, commit: of.commit, message: of.note, tagger: of.by, at: of.at }
	});
	return { ref: refAt(ms), from: null, to, id: String(ms) };
}

/** What is kept in a folder of refs, the newest first. */
export async function listKept(repo: Repo, refAt: (ms: number) => RefName): Promise<Kept[]> {
	const noted = await listNoted(repo, folderOf(refAt));
	return noted
		.flatMap(({ ref, commit, target, note }): Kept[] => {
			const id = ref.slice(ref.lastIndexOf('/') + 1);
			if (!note || !/^\d{1,16}$/.test(id)) return [];
			return [{ id, ref, commit, target, branch: note.name, by: note.tagger, at: Number(id), note: note.message }];
		})
		.sort((a, b) => b.at - a.at);
}

/** The moves that make what is kept of a branch speak of its new name; who, when and the note stay. */
export async function renamingMoves(
	repo: Repo,
	kept: readonly Kept[],
	{ from, to }: { from: string; to: string }
): Promise<RefMove[]> {
	const moves: RefMove[] = [];
	for (const { ref, target, branch, commit, by, at, note } of kept) {
		if (branch !== from) continue;
		moves.push({ ref, from: target, to: await writeTag(repo, { name: to, commit, message: note, tagger: by, at }) });
	}
	return moves;
}

/** Let go what was kept for long enough; the objects themselves stay until git is cleaned up. */
export async function letGoBefore(repo: Repo, kept: readonly Kept[], atMs: number): Promise<Kept[]> {
	const old = kept.filter(({ at }) => at < atMs);
	await moveRefs(
		repo,
		old.map(({ ref, target }) => ({ ref, from: target, to: null }))
	);
	return kept.filter(({ at }) => at >= atMs);
}

const folderOf = (refAt: (ms: number) => RefName): `refs/${string}` =>
	`refs/${refAt(0).slice('refs/'.length, -'0'.length)}`;
