import { InvalidInput, NotFound } from '#lib/domain/errors.ts';
import { Oid } from '#lib/domain/ids.ts';
import { tagRef, TagName } from '#lib/domain/refs.ts';
import { countAheadBehind, findCommitWithTree, isAncestor, mergeBase } from '#lib/server/git/ancestry.ts';
import { diffTrees } from '#lib/server/git/diff.ts';
import { listChanges, readSmallBlobs } from '#lib/server/git/commit-changes.ts';
import { listCommits, listMissing, listReachable } from '#lib/server/git/history.ts';
import { readListing, treeOf } from '#lib/server/git/objects.ts';
import { moveRef, resolveRef } from '#lib/server/git/refs.ts';
import { commitEdits } from '#lib/server/git/write.ts';
import { ada, at, branch, commit, edits, expect, git, main, makeHistory, test } from './repo.ts';

test('GIT-40 the difference of two trees is git’s own', async ({ repo }) => {
	const one = await commit(repo, { 'a.yaml': '1', 'b/c.yaml': '1', 'b/d "ü".yaml': '1', 'e\nf.yaml': '1' });
	const two = await commit(repo, { 'a.yaml': '2', 'b/c.yaml': null, 'b/z/y.yaml': 'new', 'e\nf.yaml': '2' });
	const changes = await diffTrees(repo, one, two);
	expect(changes.map(({ kind, path }) => `${kind} ${path}`)).toEqual([
		...['modified a.yaml', 'removed b/c.yaml', 'added b/z/y.yaml', 'modified e\nf.yaml']
	]);
	expect(fromGit(git(repo, ['diff-tree', '-r', '-z', '--no-renames', one, two]))).toEqual(changes);
	const all = await diffTrees(repo, null, await treeOf(repo, one));
	expect(all.map(({ kind }) => kind)).toEqual(['added', 'added', 'added', 'added']);
	expect(await diffTrees(repo, two, two)).toEqual([]);
});

test('GIT-41 pages of a history of 10,000 commits', async ({ repo }) => {
	makeHistory(repo, 10_000);
	const from = (await resolveRef(repo, main))!;
	const subjects = async (query: object) =>
		(await listCommits(repo, { from, limit: 3, ...query })).map(({ subject }) => subject);
	expect(await subjects({})).toEqual(['Commit 9999', 'Commit 9998', 'Commit 9997']);
	expect(await subjects({ skip: 9_998 })).toEqual(['Commit 1', 'Commit 0']);
	expect(await subjects({ skip: 20_000 })).toEqual([]);
	expect(await subjects({ limit: 0 })).toEqual([]);
	expect(await subjects({ path: 'charts/chart-7.yaml' })).toEqual(['Commit 9807', 'Commit 9607', 'Commit 9407']);
	const [last] = (await listCommits(repo, { from, limit: 50 })).slice(-1);
	const next = await listCommits(repo, { from, limit: 50, after: last!.oid });
	expect(next.map(({ subject }) => subject).slice(0, 2)).toEqual(['Commit 9949', 'Commit 9948']);
	expect(next).toEqual(await listCommits(repo, { from, limit: 50, skip: 50 }));
});

test('GIT-41 the next page stays right when commits came on top', async ({ repo }) => {
	for (let i = 0; i < 6; i++) await commit(repo, { 'a.yaml': `${i}` }, { message: `${i}`, at: at + i * 1000 });
	const page = await listCommits(repo, { from: (await resolveRef(repo, main))!, limit: 2 });
	const from = await commit(repo, { 'a.yaml': 'new' }, { message: 'new', at: at + 9000 });
	const next = await listCommits(repo, { from, limit: 2, after: page[1]!.oid });
	expect(next.map(({ subject }) => subject)).toEqual(['3', '2']);
	await expect(listCommits(repo, { from: next[0]!.oid, limit: 2, after: from })).rejects.toThrow(InvalidInput);
	await expect(listCommits(repo, { from: Oid.parse('1'.repeat(40)), limit: 2 })).rejects.toThrow(NotFound);
});

test('GIT-42 the history of a file goes on through renames', async ({ repo }) => {
	await commit(repo, { 'charts/sales-1a2b3c4d.yaml': '1', 'charts/other-ffffffff.yaml': '1' }, { message: 'made', at });
	await commit(repo, { 'charts/other-ffffffff.yaml': '2' }, { message: 'other', at: at + 1000 });
	await commit(
		repo,
		{ 'charts/sales-1a2b3c4d.yaml': null, 'charts/umsätze-1a2b3c4d.yaml': '1' },
		{ message: 'renamed', at: at + 2000 }
	);
	const from = await commit(repo, { 'charts/umsätze-1a2b3c4d.yaml': '3' }, { message: 'edited', at: at + 3000 });
	const history = await listCommits(repo, { from, limit: 10, path: 'charts/*-1a2b3c4d.yaml' });
	expect(history.map(({ subject }) => subject)).toEqual(['edited', 'renamed', 'made']);
	expect(await listCommits(repo, { from, limit: 10, path: '*-1a2b3c4d.yaml' })).toEqual([]);
	expect(await listCommits(repo, { from, limit: 10, path: ':(exclude)charts' })).toEqual([]);
	expect(await listCommits(repo, { from, limit: 10, path: '--all' })).toEqual([]);
	await expect(listCommits(repo, { from, limit: 10, path: 'a\n--output=x' })).rejects.toThrow(InvalidInput);
});

test('GIT-43 everything that is reached is listed, no parent before its children, and kept', async ({ repo }) => {
	const base = await commit(repo, { 'a.yaml': '1' }, { message: 'base', at: at + 9000 });
	await moveRef(repo, branch('work'), { from: null, to: base });
	const work = await commit(repo, { 'b.yaml': '1' }, { ref: branch('work'), at: at + 1000 });
	const head = await commit(repo, { 'a.yaml': '2' }, { at: at + 5000 });
	const list = await listReachable(repo, [work, head]);
	expect(list).toEqual([head, work, base]);
	expect(await listReachable(repo, [head, work])).toBe(list);
	expect(await listReachable(repo, [])).toEqual([]);
	await expect(listReachable(repo, [Oid.parse('1'.repeat(40))])).rejects.toThrow(NotFound);
	expect(await listMissing(repo, [work, head], [work])).toEqual([head]);
	expect(await listMissing(repo, [head], [Oid.parse('1'.repeat(40))])).toEqual([head, base]);
	expect(await listMissing(repo, [], [head])).toEqual([]);
});

test('GIT-46 what many commits changed is told in one exchange, as git tells it of each', async ({ repo }) => {
	const one = await commit(repo, { 'a.yaml': '1', 'b/ü\n.yaml': '1' });
	const two = await commit(repo, { 'a.yaml': '2', 'b/ü\n.yaml': null });
	const same = (
		await commitEdits(repo, {
			...{ ref: main, expected: two, base: two, edits: new Map(), message: 'same', author: ada, at, allowEmpty: true }
		})
	).commit;
	const pairs = [
		{ oid: one, parent: null },
		{ oid: two, parent: one },
		{ oid: same, parent: two },
		{ oid: same, parent: one }
	];
	const told = await listChanges(repo, pairs);
	expect(told).toEqual(await Promise.all(pairs.map(({ oid, parent }) => diffTrees(repo, parent, oid))));
	expect(told.map((changes) => changes?.length)).toEqual([2, 2, 0, 2]);
	expect(await listChanges(repo, [])).toEqual([]);
});

test('GIT-46 files that are too large are left out without being held', async ({ repo }) => {
	const texts = {
		'big.bin': Buffer.alloc(3_000_000, 1),
		'c.yaml': 'c',
		'd.yaml': Buffer.alloc(900, 100),
		'e.yaml': Buffer.alloc(800, 101)
	};
	const listing = await readListing(repo, await commit(repo, texts));
	const sizes = async (each: number, total: number) =>
		[...(await readSmallBlobs(repo, listing.values(), { each, total })).values()].map(({ length }) => length).sort();
	expect(await sizes(1000, 10_000)).toEqual([1, 800, 900]);
	expect(await sizes(1000, 900)).toEqual([1, 900]);
	expect(await sizes(10, 10)).toEqual([1]);
	expect(await readSmallBlobs(repo, [Oid.parse('1'.repeat(40))], { each: 9, total: 9 })).toEqual(new Map());
});

test('GIT-44 merge base, ancestry and distance', async ({ repo }) => {
	const base = await commit(repo, { 'a.yaml': '1' });
	await moveRef(repo, branch('work'), { from: null, to: base });
	const work = await commit(repo, { 'b.yaml': '1' }, { ref: branch('work') });
	await commit(repo, { 'a.yaml': '2' });
	const head = await commit(repo, { 'a.yaml': '3' });
	const alone = await commit(repo, { 'z.yaml': '1' }, { ref: branch('alone') });

	expect(await mergeBase(repo, head, work)).toBe(base);
	expect(await mergeBase(repo, head, alone)).toBeNull();
	expect(await isAncestor(repo, { ancestor: base, descendant: work })).toBe(true);
	expect(await isAncestor(repo, { ancestor: work, descendant: head })).toBe(false);
	expect(await isAncestor(repo, { ancestor: head, descendant: head })).toBe(true);
	const pairs = [work, base, head, alone, work, base].map((oid) => ({ head: oid, base: head }));
	const distances = [
		...[
			{ ahead: 1, behind: 2 },
			{ ahead: 0, behind: 2 },
			{ ahead: 0, behind: 0 }
		],
		...[
			{ ahead: 1, behind: 3 },
			{ ahead: 1, behind: 2 },
			{ ahead: 0, behind: 2 }
		]
	];
	expect(await countAheadBehind(repo, pairs)).toEqual(distances);
	expect(await countAheadBehind(repo, pairs)).toEqual(distances);
	const nowhere = Oid.parse('1'.repeat(40));
	await expect(mergeBase(repo, nowhere, nowhere)).rejects.toThrow(NotFound);
	await expect(isAncestor(repo, { ancestor: nowhere, descendant: head })).rejects.toThrow(NotFound);
	await expect(countAheadBehind(repo, [{ head, base: nowhere }])).rejects.toThrow(NotFound);
});

test('GIT-45 the newest commit with these files', async ({ repo }) => {
	const one = await commit(repo, { 'a.yaml': '1' }, { at });
	const tree = await treeOf(repo, one);
	expect(await findCommitWithTree(repo, tree)).toBe(one);
	const two = await commit(repo, { 'a.yaml': '2' }, { at: at + 1000 });
	const again = await commit(repo, { 'a.yaml': '1' }, { at: at + 2000 });
	expect(await findCommitWithTree(repo, tree)).toBe(again);

	const unseen = await commitEdits(repo, {
		...{ ref: tagRef(TagName.parse('t')), expected: null, base: two, edits: edits({ 'b.yaml': '' }), parents: [two] },
		...{ message: 'on a tag only', author: ada, at: at + 3000 }
	});
	expect(await findCommitWithTree(repo, unseen.tree)).toBe(unseen.commit);
	await moveRef(repo, tagRef(TagName.parse('t')), { from: unseen.commit, to: null });
	expect(await findCommitWithTree(repo, unseen.tree)).toBeNull();
});

test('GIT-45 an empty repository has no commit', async ({ repo }) => {
	expect(await findCommitWithTree(repo, Oid.parse('1'.repeat(40)))).toBeNull();
});

function fromGit(text: string): unknown[] {
	const fields = text.split('\0');
	const changes: unknown[] = [];
	for (let i = 0; i + 1 < fields.length; i += 2) {
		const [, , from, to, status] = fields[i]!.split(' ');
		const path = fields[i + 1]!;
		if (status === 'A') changes.push({ kind: 'added', path, to });
		else if (status === 'D') changes.push({ kind: 'removed', path, from });
		else changes.push({ kind: 'modified', path, from, to });
	}
	return changes;
}
