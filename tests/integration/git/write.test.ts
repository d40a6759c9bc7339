import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import fc from '#tests/support/fast-check.ts';
import { InvalidInput, NotFound, RefMoved } from '#lib/domain/errors.ts';
import { Oid } from '#lib/domain/ids.ts';
import { tagRef, TagName } from '#lib/domain/refs.ts';
import { readCommit, readFiles, readListing } from '#lib/server/git/objects.ts';
import { resolveRef } from '#lib/server/git/refs.ts';
import { commitEdits, initRepo, writeTree } from '#lib/server/git/write.ts';
import { ada, at, branch, commit, edits, expect, git, main, test } from './repo.ts';

const args = { ref: main, expected: null, base: null, edits: edits({ 'a.yaml': '1' }), message: 'm', author: ada, at };

test('GIT-20 a commit holds its base with the edits applied', async ({ repo }) => {
	const first = await commit(repo, { 'charts/a.yaml': '1', 'charts/b.yaml': '1', 'c.yaml': '1' }, { message: 'First' });
	const made = await commitEdits(repo, {
		...{
			ref: main,
			expected: first,
			base: first,
			message: 'Second\r\n\r\nWhy',
			author: { name: 'Grace H.', email: 'g@x' }
		},
		...{ edits: edits({ 'charts/a.yaml': '2', 'charts/b.yaml': null, 'd/e.yaml': 'new' }), at: at + 61_999 }
	});

	const files = [...(await readFiles(repo, made.commit))].map(([path, bytes]) => [path, Buffer.from(bytes).toString()]);
	expect(Object.fromEntries(files)).toEqual({ 'c.yaml': '1', 'charts/a.yaml': '2', 'd/e.yaml': 'new' });
	expect(git(repo, ['log', '-1', '--format=%an|%ae|%at|%cn|%ce|%ct|%P|%T|%B', 'main'])).toBe(
		`Grace H.|g@x|${at / 1000 + 61}|Grace H.|g@x|${at / 1000 + 61}|${first}|${made.tree}|Second\n\nWhy`
	);
	expect(await readCommit(repo, made.commit)).toMatchObject({ subject: 'Second', body: 'Why', parents: [first] });
	expect(git(repo, ['fsck', '--strict', '--no-dangling'])).toBe('');
});

test('GIT-21 the same files make no commit, unless an empty one is asked for', async ({ repo }) => {
	const first = await commit(repo, { 'a.yaml': '1', 'b.yaml': '1' });
	const same = { ...args, expected: first, base: first, edits: edits({ 'a.yaml': '1', gone: null }) };
	expect(await commitEdits(repo, same)).toMatchObject({ commit: first, changed: false });
	// The way round: other files as base, and edits that lead to the files that are there.
	const round = { ...same, base: null, edits: edits({ 'a.yaml': '1', 'b.yaml': '1' }) };
	expect(await commitEdits(repo, round)).toMatchObject({ commit: first, changed: false });
	expect(await resolveRef(repo, main)).toBe(first);

	const empty = await commitEdits(repo, { ...same, allowEmpty: true });
	expect(empty).toMatchObject({ changed: true, tree: (await readCommit(repo, first)).tree });
	expect(await resolveRef(repo, main)).toBe(empty.commit);
});

test('GIT-22 commits to two branches at once both arrive', async ({ repo }) => {
	const names = Array.from({ length: 8 }, (_, i) => branch(`work/${i}`));
	const made = await Promise.all(
		names.map((ref) => commitEdits(repo, { ...args, ref, edits: edits({ 'a.yaml': ref }) }))
	);
	const heads = await Promise.all(names.map((ref) => resolveRef(repo, ref)));
	expect(heads).toEqual(made.map((result) => result.commit));
});

test('GIT-22 two commits to the same branch at once: one wins, the other is told', async ({ repo }) => {
	const start = await commit(repo, { 'a.yaml': '0' });
	for (let round = 0, expected = start; round < 5; round++) {
		const results = await Promise.allSettled(
			['x', 'y', 'z'].map((text) =>
				commitEdits(repo, { ...args, expected, base: expected, edits: edits({ 'a.yaml': `${text}${round}` }) })
			)
		);
		const won = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value.commit] : []));
		const lost = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
		expect(won).toEqual([await resolveRef(repo, main)]);
		expect(lost).toEqual([expect.any(RefMoved), expect.any(RefMoved)]);
		expected = won[0]!;
	}
});

test('GIT-23 no other ref is written, whatever happens', async ({ repo }) => {
	const first = await commit(repo, { 'a.yaml': '1' });
	await expect(commitEdits(repo, { ...args, edits: edits({ 'a.yaml': '2' }) })).rejects.toThrow(RefMoved);
	await writeTree(repo, { base: first, edits: edits({ 'b.yaml': '2' }) });
	expect(git(repo, ['for-each-ref', '--format=%(refname) %(objectname)'])).toBe(`refs/heads/main ${first}`);
});

test('GIT-24 odd people and messages do not break a commit', async ({ repo }) => {
	const people = ['', ' ', '<>', 'A <b>\nparent x', 'Zoë \u0000\u0007', '.;,', '\ud800', 'x'.repeat(3000)];
	for (const [i, text] of people.entries()) {
		const message = `${text}\r\nnext\rline\u0000end \n\n`;
		await commit(repo, { 'a.yaml': `${i}` }, { author: { name: text, email: text }, message });
	}
	expect(git(repo, ['fsck', '--strict', '--no-dangling'])).toBe('');
	expect(git(repo, ['log', '--format=%an <%ae>', '-3', '--skip=4'])).toBe(
		'A b parent x <Abparentx>\nUnknown <unknown@invalid>\nUnknown <unknown@invalid>'
	);
	expect(git(repo, ['log', '-1', '--skip=5', '--format=%B'])).toBe('<>\nnext\nlineend');
});

const bad = [
	...['', '/a', 'a//b', 'a/', './a', 'a/../b', 'a\0b', 'a\\b', '\ud800', 'x'.repeat(1025)],
	...[
		'.git/config',
		'charts/.GIT/x',
		'git~1',
		'GIT~1/x',
		'.git ',
		'.git. .',
		'.git::$INDEX_ALLOCATION',
		'.g\u200cit/x',
		'.git:x'
	]
];
test.for(bad)('GIT-25 %j is no file name', async (path, { repo }) => {
	const first = await commit(repo, { 'a.yaml': '1' });
	await expect(commit(repo, { [path]: 'x', 'b.yaml': 'x' })).rejects.toThrow(InvalidInput);
	expect(await resolveRef(repo, main)).toBe(first);
});

test('GIT-25 a name is not a file and a folder at once', async ({ repo }) => {
	await commit(repo, { 'a/b/c.yaml': '1', d: '1' });
	for (const texts of [{ a: 'x' }, { 'a/b': 'x' }, { 'd/e': 'x' }, { 'n/m': 'x', n: 'x' }]) {
		await expect(commit(repo, texts)).rejects.toThrow('a file and a folder at once');
	}
	await commit(repo, { a: 'x', 'a/b/c.yaml': null, d: null, 'd/e': 'x', '.gitignore': 'a name like any other' });
	expect(git(repo, ['ls-tree', '-r', '--name-only', 'main']).split('\n')).toEqual(['.gitignore', 'a', 'd/e']);
});

test('GIT-26 removing what is not there does nothing', async ({ repo }) => {
	const first = await commit(repo, { 'charts/a.yaml': '1', 'b.yaml': '1' });
	expect(await commit(repo, { charts: null, nowhere: null, '': null, '../x': null })).toBe(first);
	const second = await commit(repo, { charts: null, 'b.yaml': null });
	expect([...(await readListing(repo, second)).keys()]).toEqual(['charts/a.yaml']);
});

test('GIT-27 restore, revert and merge: the base is not where the ref is', async ({ repo }) => {
	const one = await commit(repo, { 'a.yaml': '1', 'b.yaml': '1' });
	const two = await commit(repo, { 'a.yaml': '2', 'c/d.yaml': '2' });
	const { tree } = await readCommit(repo, one);
	const restored = await commitEdits(repo, { ...args, expected: two, base: tree, edits: edits({}) });
	expect(restored.tree).toBe(tree);
	expect(await readCommit(repo, restored.commit)).toMatchObject({ parents: [two] });

	const merged = await commitEdits(repo, {
		...{ ...args, expected: restored.commit, base: null, parents: [restored.commit, one] },
		edits: edits({ 'only.yaml': 'x' })
	});
	expect((await readCommit(repo, merged.commit)).parents).toEqual([restored.commit, one]);
	expect([...(await readListing(repo, merged.tree)).keys()]).toEqual(['only.yaml']);

	const root = await commitEdits(repo, { ...args, ref: branch('root'), base: two, edits: edits({}), parents: [] });
	expect(await readCommit(repo, root.commit)).toMatchObject({ parents: [], tree: (await readCommit(repo, two)).tree });
	const nowhere = Oid.parse('1'.repeat(40));
	await expect(commitEdits(repo, { ...args, base: nowhere })).rejects.toThrow(NotFound);
	await expect(commitEdits(repo, { ...args, parents: [nowhere] })).rejects.toThrow(NotFound);
});

test('GIT-28 a tree without commit and ref', async ({ repo }) => {
	const tree = await writeTree(repo, { base: null, edits: edits({ 'a.yaml': '1', 'b/c.yaml': '2' }) });
	expect(git(repo, ['ls-tree', '-r', '--name-only', tree])).toBe('a.yaml\nb/c.yaml');
	expect(await writeTree(repo, { base: tree, edits: edits({ 'a.yaml': '1' }) })).toBe(tree);
	const empty = await writeTree(repo, { base: tree, edits: edits({ 'a.yaml': null, 'b/c.yaml': null }) });
	expect(empty).toBe('4b825dc642cb6eb9a060e54bf8d69288fbee4904');
	expect(await writeTree(repo, { base: null, edits: edits({}) })).toBe(empty);
	expect((await readListing(repo, empty)).size).toBe(0);
	expect(git(repo, ['for-each-ref'])).toBe('');
});

test('GIT-28 any edits on any tree give the files that one expects', async ({ repo }) => {
	const path = fc.constantFrom('a', 'b c', 'ü/"q"', 'ü/n\nl', 'x/y/z', 'x/y/w', '日本', 'x/\t');
	const content = fc.uint8Array({ maxLength: 20 });
	const step = fc.dictionary(path, fc.option(content));
	await fc.assert(
		fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 3 }), async (steps) => {
			const expected = new Map<string, Uint8Array>();
			let base: Oid | null = null;
			for (const texts of steps) {
				base = await writeTree(repo, { base, edits: edits(texts) });
				for (const [name, bytes] of Object.entries(texts)) {
					if (bytes) expected.set(name, bytes);
					else expected.delete(name);
				}
			}
			const files = [...(await readFiles(repo, base!))];
			expect(files.map(([name, bytes]) => [name, [...bytes]])).toEqual(
				[...expected].map(([name, bytes]) => [name, [...bytes]]).sort(([a], [b]) => (a! < b! ? -1 : 1))
			);
		}),
		{ numRuns: 25 }
	);
});

test('GIT-29 a small commit makes no pack', async ({ repo }) => {
	await commit(repo, { 'a.yaml': '1' });
	await commit(repo, { 'a.yaml': '2' });
	const packs = await readdir(join(repo.gitDir, 'objects', 'pack')).catch(() => []);
	expect(packs).toEqual([]);
	await commit(repo, Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`c/${i}`, `${i}`])));
	expect(await readdir(join(repo.gitDir, 'objects', 'pack'))).not.toEqual([]);
});

test('GIT-29 a repository that is there already stays as it is', async ({ repo }) => {
	const first = await commit(repo, { 'a.yaml': '1' });
	git(repo, ['update-ref', tagRef(TagName.parse('v1')), first]);
	await initRepo(repo.gitDir);
	expect(await resolveRef(repo, main)).toBe(first);
});
