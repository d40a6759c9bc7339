import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { RemoteFailed } from '#lib/domain/errors.ts';
import type { Oid } from '#lib/domain/ids.ts';
import { BranchName, remoteRef, TagName, tagRef } from '#lib/domain/refs.ts';
import { createTag } from '#lib/server/git/branches.ts';
import { fetchRemote } from '#lib/server/git/fetch.ts';
import { readFiles } from '#lib/server/git/objects.ts';
import { listRefs, moveRef, resolveRef } from '#lib/server/git/refs.ts';
import { failure, leftovers, test } from './host.ts';
import { ada, at, branch, commit, expect, git, gitOid, main } from './repo.ts';

const tracking = (name: string) => remoteRef(BranchName.parse(name));

test('GIT-50 fetch brings branches and tags, and leaves our own branches alone', async ({ repo, theirs, host }) => {
	const one = await commit(theirs, { 'a.yaml': '1' });
	await createTag(theirs, { name: TagName.parse('v1'), commit: one, message: 'One', tagger: ada, at });
	await commit(theirs, { 'b.yaml': '1' }, { ref: branch('work/a') });
	const ours = await commit(repo, { 'mine.yaml': '1' });

	const first = await fetchRemote(repo, host.access());
	expect(first).toMatchObject({ defaultBranch: 'main', tags: ['v1'], passedOver: [] });
	expect(first.branches.map(({ name, from }) => [name, from])).toEqual([
		['main', null],
		['work/a', null]
	]);
	expect(await resolveRef(repo, main)).toBe(ours);
	expect(await resolveRef(repo, tracking('main'))).toBe(one);
	expect(await resolveRef(repo, tagRef(TagName.parse('v1')))).toBe(one);
	expect((await readFiles(repo, one)).size).toBe(1);

	// Moved, thrown back, gone, and a folder where a branch was.
	const two = gitOid(theirs, ['commit-tree', '-m', 'other', `${one}^{tree}`]);
	await moveRef(theirs, main, { from: one, to: two });
	await moveRef(theirs, branch('work/a'), { from: await resolveRef(theirs, branch('work/a')), to: null });
	const deep = await commit(theirs, { 'c.yaml': '1' }, { ref: branch('work/a/b') });
	const second = await fetchRemote(repo, host.access());
	expect(second.branches).toMatchObject([
		...[
			{ name: 'main', from: one, to: two },
			{ name: 'work/a/b', from: null, to: deep }
		],
		{ name: 'work/a', to: null }
	]);
	const again = await fetchRemote(repo, host.access());
	expect(again).toEqual({ defaultBranch: 'main', branches: [], tags: [], passedOver: [] });
	expect(git(repo, ['fsck', '--strict', '--no-dangling'])).toBe('');
	expect(await leftovers(repo)).toEqual([]);
});

test('GIT-51 names of the host that we do not take are passed over and said', async ({ repo, theirs, host }) => {
	const one = await commit(theirs, { 'a.yaml': '1' });
	const blob = gitOid(theirs, ['hash-object', '-w', '--stdin'], 'x');
	git(theirs, ['update-ref', 'refs/heads/-x', one]);
	git(theirs, ['update-ref', `refs/heads/${'x'.repeat(220)}`, one]);
	git(theirs, ['update-ref', 'refs/environments/prod/live', one]);
	git(theirs, ['update-ref', 'refs/tags/v1', blob]);
	const mine = await commit(repo, { 'mine.yaml': '1' });
	await moveRef(repo, tagRef(TagName.parse('v1')), { from: null, to: mine });

	const { branches, passedOver } = await fetchRemote(repo, host.access());
	expect(branches.map(({ name }) => name)).toEqual(['main']);
	expect([...passedOver].sort()).toEqual(['refs/heads/-x', `refs/heads/${'x'.repeat(220)}`, 'refs/tags/v1']);
	expect(await resolveRef(repo, tagRef(TagName.parse('v1')))).toBe(mine);
	expect(git(repo, ['for-each-ref', 'refs/environments'])).toBe('');
});

test('GIT-52 what is damaged, too large or too much is not let in', async ({ repo, theirs, host }) => {
	await commit(theirs, { 'a.yaml': '1' });
	await fetchRemote(repo, host.access());
	const before = await listRefs(repo, 'refs/');
	const packs = await readdir(join(repo.gitDir, 'objects/pack'));

	await commit(theirs, { large: Buffer.alloc(3_000_000, 'x') });
	const large = await failure(fetchRemote(repo, host.access(), { maxFileBytes: 1_000_000 }));
	expect(large.message).toBe('127.0.0.1 sent a file that is too large.');
	await commit(theirs, { random: randomBytes(3_000_000) });
	const much = await failure(fetchRemote(repo, host.access(), { maxBytes: 1_000_000 }));
	expect(much.message).toBe('127.0.0.1 sent more than we take.');

	const blob = gitOid(theirs, ['hash-object', '-w', '--stdin'], 'x');
	const tree = gitOid(theirs, ['hash-object', '-t', 'tree', '--literally', '-w', '--stdin'], treeWith('..', blob));
	const bad = gitOid(theirs, ['commit-tree', '-m', 'bad', tree]);
	git(theirs, ['update-ref', 'refs/heads/main', bad]);
	const damaged = await failure(fetchRemote(repo, host.access()));
	expect(damaged).toBeInstanceOf(RemoteFailed);
	expect(damaged.message).toBe('127.0.0.1 sent objects that are damaged.');

	expect(await listRefs(repo, 'refs/')).toEqual(before);
	expect(await readdir(join(repo.gitDir, 'objects/pack'))).toEqual(packs);
	expect(await leftovers(repo)).toEqual([]);
});

const treeWith = (name: string, oid: Oid): Buffer =>
	Buffer.concat([Buffer.from(`100644 ${name}\0`), Buffer.from(oid, 'hex')]);
