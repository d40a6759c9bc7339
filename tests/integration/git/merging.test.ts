import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Oid } from '#lib/domain/ids.ts';
import { mergeBases } from '#lib/server/git/ancestry.ts';
import { mergeFile } from '#lib/server/git/merge-file.ts';
import { closeRepo } from '#lib/server/git/objects.ts';
import { writeCommit } from '#lib/server/git/write.ts';
import { ada, at, branch, commit, edits, expect, git, main, test } from './repo.ts';
import { moveRef, resolveRef } from '#lib/server/git/refs.ts';
import type { Repo } from '#lib/server/git/exec.ts';

/** A commit with these parents, on no branch. */
const join2 = async (repo: Repo, parents: readonly [Oid, Oid]): Promise<Oid> =>
	(await writeCommit(repo, { base: parents[0], edits: edits({}), parents, message: 'Both', author: ada, at })).commit;

/** `base`, and a commit on either side of it. */
async function fork(repo: Repo) {
	const base = await commit(repo, { 'a.yaml': '1' });
	await moveRef(repo, branch('work'), { from: null, to: base });
	const work = await commit(repo, { 'b.yaml': '1' }, { ref: branch('work') });
	return { base, work, head: await commit(repo, { 'a.yaml': '2' }) };
}

test('GIT-48 none, one and several best common ancestors are git’s own answer', async ({ repo }) => {
	const { base, work, head } = await fork(repo);
	const alone = await commit(repo, { 'z.yaml': '1' }, { ref: branch('alone') });
	expect(await mergeBases(repo, head, work)).toEqual([base]);
	expect(await mergeBases(repo, head, head)).toEqual([head]);
	expect(await mergeBases(repo, base, work)).toEqual([base]);
	expect(await mergeBases(repo, head, alone)).toEqual([]);
	const crossed = [await join2(repo, [head, work]), await join2(repo, [work, head])] as const;
	const bases = await mergeBases(repo, ...crossed);
	expect(bases.sort()).toEqual([head, work].sort());
	expect(bases).toEqual(
		git(repo, ['merge-base', '--all', ...crossed])
			.split('\n')
			.sort()
	);
	expect(await mergeBases(repo, alone, [head, await join2(repo, [work, alone])])).toEqual([alone]);
});

test('GIT-48 where a part of the history is missing, that is said', async ({ repo }) => {
	const { base, work, head } = await fork(repo);
	await expect(mergeBases(repo, head, Oid.parse('1'.repeat(40)))).rejects.toMatchObject({ code: 'not_found' });
	await closeRepo(repo);
	await rm(join(repo.gitDir, 'objects', base.slice(0, 2), base.slice(2)));
	await expect(mergeBases(repo, head, work)).rejects.toMatchObject({
		...{ code: 'not_found', message: expect.stringContaining(base), hint: expect.stringMatching(/\w/) }
	});
	await writeFile(join(repo.gitDir, 'shallow'), `${head}\n${work}\n`);
	await expect(mergeBases(repo, head, work)).rejects.toMatchObject({
		...{ code: 'not_found', hint: expect.stringContaining('--unshallow') }
	});
});

test('GIT-49 lines are merged as git does, and what cannot be is no answer', async () => {
	const merge = async (base: string, mine: string, theirs: string) => {
		const merged = await mergeFile({ base: Buffer.from(base), mine: Buffer.from(mine), theirs: Buffer.from(theirs) });
		return merged && Buffer.from(merged).toString('utf8');
	};
	expect(await merge('a\nb\nc\nd\n', 'A\nb\nc\nd\n', 'a\nb\nc\nD\n')).toBe('A\nb\nc\nD\n');
	expect(await merge('a\nb\nc\nd', 'a\nb\nc\nd', 'a\nb\nc\nd\n')).toBe('a\nb\nc\nd\n');
	expect(await merge('a\n', 'b\n', 'c\n')).toBeNull();
	expect(await merge('', 'b\n', 'b\n')).toBe('b\n');
	const many = (letter: string) => Array.from({ length: 400 }, (_, n) => `${n % 2 ? n : letter}\n`).join('');
	expect(await merge(many('a'), many('b'), many('c'))).toBeNull();
	expect(await merge('\0a', '\0b', '\0c')).toBeNull();
});

test('GIT-28 a commit that is written moves no ref until somebody does', async ({ repo }) => {
	const { head, work } = await fork(repo);
	const made = await join2(repo, [head, work]);
	expect(await resolveRef(repo, main)).toBe(head);
	expect(git(repo, ['rev-list', '--parents', '-n1', made])).toBe(`${made} ${head} ${work}`);
	expect(git(repo, ['fsck', '--strict'])).not.toContain('error');
});
