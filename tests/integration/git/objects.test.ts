import { execFileSync } from 'node:child_process';
import { BundleRejected, NotFound } from '#lib/domain/errors.ts';
import { Oid } from '#lib/domain/ids.ts';
import { closeGit, readBlob, readBlobs, readCommit, readFiles, readListing, treeOf } from '#lib/server/git/objects.ts';
import { readerOf } from '#lib/server/git/reader.ts';
import { initRepo } from '#lib/server/git/write.ts';
import { commit, expect, git, gitOid, test } from './repo.ts';

const odd = {
	"charts/größe “q” 's'.yaml": 'ü',
	'charts/日本 語.yaml': '日本',
	'charts/line\nend\ttab.yaml': 'x',
	'-x': 'dash',
	'empty.yaml': '',
	binary: Buffer.from([0, 1, 2, 255, 10, 0])
};

test('GIT-10 bytes and paths come back as they went in', async ({ repo }) => {
	const head = await commit(repo, odd);
	const files = await readFiles(repo, head);
	const texts = [...files].map(([path, bytes]) => [path, Buffer.from(bytes)]);
	expect(Object.fromEntries(texts)).toEqual(
		Object.fromEntries(Object.entries(odd).map(([path, text]) => [path, Buffer.from(text)]))
	);
	expect(git(repo, ['ls-tree', '-r', '-z', '--name-only', head]).split('\0').filter(Boolean).sort()).toEqual(
		[...files.keys()].sort()
	);
});

test('GIT-10 a file of 20 MB, among small ones', async ({ repo }) => {
	const large = Buffer.alloc(20_000_000, 'large ');
	const head = await commit(repo, { 'a.yaml': 'a', large, 'z.yaml': 'z' });
	const files = await readFiles(repo, head);
	expect(Buffer.compare(files.get('large')!, large)).toBe(0);
	expect(Buffer.from(files.get('z.yaml')!).toString()).toBe('z');
});

test('GIT-11 the reading process is killed in the middle of a request', async ({ repo }) => {
	const head = await commit(repo, { large: Buffer.alloc(5_000_000, 'x'), 'a.yaml': 'a' });
	await readCommit(repo, head);
	for (let i = 0; i < 5; i++) {
		const reading = readFiles(repo, head);
		await new Promise(setImmediate);
		process.kill(readerOf(repo).pid!, 'SIGKILL');
		expect((await reading).get('large')).toHaveLength(5_000_000);
	}
});

test('GIT-12 closing answers first, then ends every process; reading opens a new one', async ({ repo }) => {
	const head = await commit(repo, { 'a.yaml': 'a' });
	const reading = readFiles(repo, head);
	await new Promise(setImmediate);
	const { pid } = readerOf(repo);
	await closeGit();
	expect((await reading).size).toBe(1);
	expect(() => process.kill(pid!, 0)).toThrow('ESRCH');
	expect((await readFiles(repo, head)).size).toBe(1);
});

test('GIT-12 who still holds a closed reader reads through the new one', async ({ repo }) => {
	const head = await commit(repo, { 'a.yaml': 'a' });
	const reader = readerOf(repo);
	await closeGit();
	expect(await reader.read([head], 1_000_000)).toMatchObject([{ type: 'commit' }]);
	expect(reader.pid).toBeUndefined();
	expect(readerOf(repo).pid).toBeGreaterThan(0);
});

test('GIT-12 a process that does not end is killed', async ({ repo }) => {
	await readFiles(repo, await commit(repo, { 'a.yaml': 'a' }));
	const { pid } = readerOf(repo);
	process.kill(pid!, 'SIGSTOP');
	await closeGit();
	expect(isRunning(pid!)).toBe(false);
});

test('GIT-12 a repository that nobody reads gives its process back', async ({ repo }) => {
	const head = await commit(repo, { 'a.yaml': 'a' });
	await closeGit();
	const reader = readerOf(repo, 1);
	await reader.read([head], 1_000_000);
	const { pid } = reader;
	await expect.poll(() => isRunning(pid!), { timeout: 10_000, interval: 5 }).toBe(false);
	expect((await readFiles(repo, head)).size).toBe(1);
});

test('GIT-12 no more than 32 processes are held', async ({ dir }) => {
	const pids: number[] = [];
	for (let i = 0; i < 40; i++) {
		const repo = await initRepo(`${dir}/${i}.git`);
		const oid = gitOid(repo, ['hash-object', '-w', '--stdin'], 'x');
		await readBlob(repo, oid);
		pids.push(readerOf(repo).pid!);
	}
	await expect.poll(() => pids.filter(isRunning).length, { timeout: 10_000, interval: 5 }).toBeLessThanOrEqual(32);
	await closeGit();
	expect(pids.filter(isRunning)).toEqual([]);
});

test('GIT-12 a process that reads no longer is free to end', async ({ repo }) => {
	const head = await commit(repo, { 'a.yaml': 'a' });
	await closeGit();
	const held = () => process.getActiveResourcesInfo().filter((name) => /Pipe|Process/.test(name)).length;
	// What ran before is still being closed; then the number stays.
	let before = -1;
	await expect.poll(() => before === (before = held()), { timeout: 10_000, interval: 50 }).toBe(true);
	const reading = readFiles(repo, head);
	await new Promise(setImmediate);
	expect(held()).toBeGreaterThan(before);
	await reading;
	expect(readerOf(repo).pid).toBeGreaterThan(0);
	await new Promise(setImmediate);
	expect(held()).toBeLessThanOrEqual(before);
});

test('GIT-13 what is missing, or of another kind, is not found', async ({ repo }) => {
	const head = await commit(repo, { 'charts/a.yaml': 'a' });
	const nowhere = Oid.parse('1'.repeat(40));
	await expect(readBlob(repo, nowhere)).rejects.toThrow(new NotFound('file', nowhere).message);
	await expect(readBlobs(repo, [head])).rejects.toThrow(NotFound);
	await expect(readCommit(repo, await treeOf(repo, head))).rejects.toThrow(NotFound);
	await expect(readListing(repo, nowhere)).rejects.toThrow(NotFound);
	await expect(treeOf(repo, (await readListing(repo, head)).get('charts/a.yaml')!)).rejects.toThrow(NotFound);
	expect((await readFiles(repo, head)).size).toBe(1);
});

test('GIT-14 a tree made to hurt is refused', async ({ repo }) => {
	const blob = gitOid(repo, ['hash-object', '-w', '--stdin'], 'x');
	let tree = gitOid(repo, ['mktree'], `100644 blob ${blob}\tx\n`);
	const ten = (oid: string) => Array.from({ length: 10 }, (_, i) => `040000 tree ${oid}\t${i}\n`).join('');
	for (let level = 0; level < 10; level++) tree = gitOid(repo, ['mktree'], ten(tree));
	await expect(readListing(repo, tree)).rejects.toThrow(BundleRejected);

	for (let level = 0; level < 70; level++) tree = gitOid(repo, ['mktree'], `040000 tree ${tree}\td\n`);
	await expect(readListing(repo, tree)).rejects.toThrow('folders deeper than 64');
});

test('GIT-15 a symlink is its text, a submodule is nothing', async ({ repo }) => {
	const link = gitOid(repo, ['hash-object', '-w', '--stdin'], '/etc/passwd');
	const tree = gitOid(
		repo,
		['mktree', '--missing'],
		`120000 blob ${link}\tlink\n160000 commit ${'2'.repeat(40)}\tmodule\n100755 blob ${link}\trun\n`
	);
	const files = await readFiles(repo, tree);
	expect([...files.keys()]).toEqual(['link', 'run']);
	expect(Buffer.from(files.get('link')!).toString()).toBe('/etc/passwd');
});

test('GIT-16 what others write while we read is found, and what is packed too', async ({ repo }) => {
	const first = await commit(repo, { 'a.yaml': 'a' });
	await readFiles(repo, first);
	const { pid } = readerOf(repo);
	const oid = gitOid(repo, ['hash-object', '-w', '--stdin'], 'by another process');
	expect(Buffer.from(await readBlob(repo, oid)).toString()).toBe('by another process');
	git(repo, ['repack', '-a', '-d', '--keep-unreachable', '--quiet']);
	expect(await readBlob(repo, oid)).toHaveLength(18);
	expect((await readFiles(repo, first)).size).toBe(1);
	expect(readerOf(repo).pid).toBe(pid);
});

test('GIT-17 the same commit reads as git itself reads it', async ({ repo }) => {
	const one = await commit(repo, { 'a.yaml': '1' }, { message: 'One\n\nWith a body\n\nof two parts' });
	const tree = await treeOf(repo, one);
	const raw =
		`tree ${tree}\nparent ${one}\nparent ${one}\nauthor J\xf6rg <j@x> 1700000000 +0130\n` +
		`committer  <> 1700000001 -0800\nencoding ISO-8859-1\ngpgsig -----BEGIN\n parent nonsense\n -----END\n\n\nGr\xfc\xdfe\nzweite`;
	const odd = gitOid(repo, ['hash-object', '-t', 'commit', '--literally', '-w', '--stdin'], Buffer.from(raw, 'latin1'));
	expect(await readCommit(repo, odd)).toEqual({
		...{ oid: odd, tree, parents: [one, one], subject: 'Grüße', body: 'zweite' },
		...{ author: { name: 'Jörg', email: 'j@x' }, authoredAt: 1_700_000_000_000 },
		...{ committer: { name: '', email: '' }, committedAt: 1_700_000_001_000 }
	});
	const { subject, body, author } = await readCommit(repo, one);
	expect({ subject, body, author: author.name }).toEqual({
		subject: 'One',
		body: 'With a body\n\nof two parts',
		author: 'Ada'
	});
});

function isRunning(pid: number): boolean {
	// A process that ended and was not waited for yet is still in the list, as a zombie.
	try {
		return !/^State:\s+Z/m.test(execFileSync('cat', [`/proc/${pid}/status`], { encoding: 'utf8', stdio: 'pipe' }));
	} catch {
		return false;
	}
}
