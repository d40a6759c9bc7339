import { mkdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AlreadyExists, GitFailed, NotFound, RefMoved } from '#lib/domain/errors.ts';
import { Oid } from '#lib/domain/ids.ts';
import { BranchName, liveRef, RefName, TagName, tagRef } from '#lib/domain/refs.ts';
import { EnvironmentName } from '#lib/domain/ids.ts';
import { createTag, defaultBranch, listBranches, renameBranch, setDefaultBranch } from '#lib/server/git/branches.ts';
import { removeLeftovers } from '#lib/server/git/leftovers.ts';
import { findRef, listRefs, moveRef, moveRefs, resolveRef } from '#lib/server/git/refs.ts';
import { ada, at, branch, commit, expect, git, main, test } from './repo.ts';

test('GIT-30 a ref is made, moved and deleted, but only from where one believes it to be', async ({ repo }) => {
	const one = await commit(repo, { 'a.yaml': '1' });
	const two = await commit(repo, { 'a.yaml': '2' });
	const ref = branch('work');
	await expect(moveRef(repo, ref, { from: one, to: two })).rejects.toThrow(RefMoved);
	await moveRef(repo, ref, { from: null, to: one });
	await expect(moveRef(repo, ref, { from: null, to: two })).rejects.toThrow(RefMoved);
	await expect(moveRef(repo, ref, { from: two, to: null })).rejects.toThrow(RefMoved);
	expect(await resolveRef(repo, ref)).toBe(one);
	await moveRef(repo, ref, { from: one, to: two });
	await moveRef(repo, ref, { from: two, to: null });
	expect(await resolveRef(repo, ref)).toBeNull();
	await moveRef(repo, ref, { from: null, to: null });
	await expect(moveRef(repo, main, { from: null, to: null })).rejects.toThrow(RefMoved);
});

test('GIT-30 several refs move together or not at all', async ({ repo }) => {
	const one = await commit(repo, { 'a.yaml': '1' });
	const two = await commit(repo, { 'a.yaml': '2' });
	const live = liveRef(EnvironmentName.parse('prod'));
	const moves = [
		{ ref: live, from: null, to: two },
		{ ref: main, from: one, to: null }
	];
	const failed = await moveRefs(repo, moves).catch((error: unknown) => error);
	expect(failed).toMatchObject({ code: 'ref_moved', ref: main });
	expect(await listRefs(repo, 'refs/')).toEqual([{ ref: main, oid: two, target: two }]);
	await moveRefs(repo, [moves[0]!, { ref: main, from: two, to: one }]);
	expect(await listRefs(repo, 'refs/environments/')).toEqual([{ ref: live, oid: two, target: two }]);
	await moveRefs(repo, []);
});

const bad = [
	'-x',
	'a..b',
	'x.lock',
	'a.lock/b',
	'a@{1}',
	'@',
	'HEAD',
	'a b',
	'a\nb',
	'a\x7f',
	'a~1',
	'a^',
	'a:b',
	'a?',
	'a*',
	'a[',
	'a\\b',
	'.a',
	'a/.b',
	'a/',
	'/a',
	'a//b',
	'a.',
	'',
	'ä'.repeat(121)
];
test.for(bad)('GIT-31 %j is no branch', async (name, { repo }) => {
	expect(RefName.safeParse(`refs/heads/${name}`).success && BranchName.safeParse(name).success).toBe(false);
	await commit(repo, { 'a.yaml': '1' });
	expect(await listRefs(repo, 'refs/heads/')).toHaveLength(1);
});

test('GIT-31 every branch name that we take is one that git takes', async ({ repo }) => {
	const head = await commit(repo, { 'a.yaml': '1' });
	for (const name of [
		'a',
		'größe/日本-1',
		"it's",
		'a"b',
		'$(x)',
		'a;b',
		'#1',
		'a@b',
		'x'.repeat(200),
		'--',
		'refs/heads/x'
	].filter((text) => BranchName.safeParse(text).success)) {
		await moveRef(repo, branch(name), { from: null, to: head });
		expect(await resolveRef(repo, branch(name))).toBe(head);
	}
});

test('GIT-32 a ref is what it is called, and not what git could guess', async ({ repo }) => {
	const head = await commit(repo, { 'a.yaml': '1' });
	git(repo, ['update-ref', 'refs/tags/refs/heads/secret', head]);
	expect(await resolveRef(repo, branch('secret'))).toBeNull();
	expect(await resolveRef(repo, branch(`fix-g${head.slice(0, 8)}`))).toBeNull();
	// The trap works: git by itself takes both for the commit.
	expect(git(repo, ['rev-parse', 'refs/heads/secret', `refs/heads/fix-g${head.slice(0, 8)}`])).toBe(`${head}\n${head}`);
	await moveRef(repo, branch('a/b'), { from: null, to: head });
	expect(await resolveRef(repo, branch('a'))).toBeNull();
});

test('GIT-33 a branch that would be a folder of another', async ({ repo }) => {
	const head = await commit(repo, { 'a.yaml': '1' });
	await moveRef(repo, branch('a'), { from: null, to: head });
	const failed = await moveRef(repo, branch('a/b'), { from: null, to: head }).catch((error: unknown) => error);
	expect(failed).toBeInstanceOf(AlreadyExists);
	expect((failed as Error).message).toContain('refs/heads/a already');
	const nowhere = Oid.parse('1'.repeat(40));
	await expect(moveRef(repo, branch('b'), { from: null, to: nowhere })).rejects.toThrow(NotFound);
});

test('GIT-34 renaming keeps the default branch the default branch', async ({ repo }) => {
	const head = await commit(repo, { 'a.yaml': '1' });
	const [from, to] = [BranchName.parse('main'), BranchName.parse('trunk')];
	expect(await defaultBranch(repo)).toBe('main');
	await renameBranch(repo, { from, to, expected: head });
	expect(await defaultBranch(repo)).toBe('trunk');
	expect(await listRefs(repo, 'refs/')).toEqual([{ ref: branch('trunk'), oid: head, target: head }]);

	await moveRef(repo, main, { from: null, to: head });
	await expect(renameBranch(repo, { from, to, expected: head })).rejects.toThrow(AlreadyExists);
	const other = BranchName.parse('other');
	const two = await commit(repo, { 'a.yaml': '2' });
	await expect(renameBranch(repo, { from, to: other, expected: head })).rejects.toThrow(RefMoved);
	await setDefaultBranch(repo, from);
	await renameBranch(repo, { from: to, to: other, expected: head });
	expect(await defaultBranch(repo)).toBe('main');
	expect((await listBranches(repo)).map(({ name }) => name).sort()).toEqual(['main', 'other']);
	expect(await resolveRef(repo, main)).toBe(two);
	await expect(setDefaultBranch(repo, BranchName.parse('none'))).rejects.toThrow(NotFound);
});

test('GIT-35 branches with last commit and distance, tags by their commit', async ({ repo }) => {
	const one = await commit(repo, { 'a.yaml': '1' });
	await moveRef(repo, branch('work'), { from: null, to: one });
	await commit(repo, { 'b.yaml': '1' }, { ref: branch('work'), at: at + 5000, message: 'Work' });
	const head = await commit(repo, { 'a.yaml': '2' }, { at: at + 1000 });
	expect(await listBranches(repo)).toMatchObject([
		{ name: 'work', isDefault: false, ahead: 1, behind: 1, lastCommit: { subject: 'Work' } },
		{ name: 'main', isDefault: true, ahead: 0, behind: 0, head }
	]);

	const name = TagName.parse('v1');
	const tag = { name, commit: one, message: 'First one', tagger: ada, at };
	const target = await createTag(repo, tag);
	expect(await findRef(repo, tagRef(name))).toEqual({ ref: tagRef(name), oid: one, target });
	expect(await listRefs(repo, 'refs/tags/')).toEqual([{ ref: tagRef(name), oid: one, target }]);
	await expect(createTag(repo, tag)).rejects.toThrow(AlreadyExists);
	await expect(createTag(repo, { ...tag, name: TagName.parse('v2'), commit: target })).rejects.toThrow(NotFound);
	expect(git(repo, ['fsck', '--strict', '--no-dangling'])).toBe('');
	await moveRef(repo, tagRef(name), { from: target, to: null });
});

test('GIT-36 the lock of a killed git stops nobody after a start', async ({ repo }) => {
	const head = await commit(repo, { 'a.yaml': '1' });
	const lock = join(repo.gitDir, 'refs/heads/main.lock');
	await writeFile(lock, '');
	await mkdir(join(repo.gitDir, 'objects/pack'), { recursive: true });
	await writeFile(join(repo.gitDir, 'objects/pack/tmp_pack_a1'), 'half');
	await expect(commit(repo, { 'a.yaml': '2' })).rejects.toThrow(GitFailed);
	expect(await resolveRef(repo, main)).toBe(head);

	await utimes(lock, at / 1000, at / 1000);
	expect(await removeLeftovers(repo, { olderThan: at + 1 })).toEqual(['refs/heads/main.lock']);
	await commit(repo, { 'a.yaml': '2' });
	expect(await removeLeftovers(repo, { olderThan: Date.now() + 60_000 })).toEqual(['objects/pack/tmp_pack_a1']);
});

test('GIT-36 what a git that still works takes away itself meanwhile is no failure', async ({ repo }) => {
	const pack = join(repo.gitDir, 'objects/pack');
	await mkdir(pack, { recursive: true });
	let working = true;
	const works = async () => {
		for (let number = 0; working; number += 1) {
			const folder = join(repo.gitDir, `objects/${(number % 90) + 10}`);
			const names = ['a', 'b', 'c'].map((letter) => join(pack, `tmp_pack_${letter}${number}`));
			await Promise.all([...names.map((name) => writeFile(name, '')), mkdir(folder, { recursive: true })]);
			await Promise.all([...names, folder].map((path) => rm(path, { recursive: true, force: true })));
		}
	};
	const other = works();
	try {
		for (let look = 0; look < 300; look += 1) expect(await removeLeftovers(repo, { olderThan: at })).toEqual([]);
	} finally {
		working = false;
		await other;
	}
});
