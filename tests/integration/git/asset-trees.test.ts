import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { NotFound } from '#lib/domain/errors.ts';
import { Oid } from '#lib/domain/ids.ts';
import { findCommitWithTree } from '#lib/server/git/ancestry.ts';
import { assetTreeOf, assetTreesOf, holdSameAssets } from '#lib/server/git/asset-trees.ts';
import type { Repo } from '#lib/server/git/exec.ts';
import { closeRepo, treeOf } from '#lib/server/git/objects.ts';
import { resolveRef } from '#lib/server/git/refs.ts';
import { at, commit, expect, git, gitOid, main, makeHistory, test } from './repo.ts';

const ASSETS = {
	...{ '.dashbranch.yaml': 'form: 1\n', 'metadata.yaml': 'version: 1.0.0\n', 'tags.yaml': 'tags: []\n' },
	...{ 'charts/a.yaml': 'a', 'dashboards/b.yaml': 'b', 'databases/c.yaml': 'c' },
	...{ 'datasets/shop/d.yaml': 'd', 'themes/e.yaml': 'e' }
};
const OWN = {
	...{ 'README.md': '# Sales\n', '.gitattributes': '*.yaml diff\n', 'charts.md': 'x', 'charts-old/a.yaml': 'a' },
	...{ 'größe.txt': 'x', '.github/workflows/x.yaml': 'x', 'zz.yaml': 'x' }
};

/** The tree that git makes of the assets alone, in a repository of its own. */
async function treeWithout(repo: Repo, own: Record<string, string>, commitOid: Oid): Promise<string> {
	const env = { ...process.env, GIT_DIR: repo.gitDir, GIT_INDEX_FILE: join(repo.gitDir, 'index-of-test') };
	const run = (...args: string[]) => execFileSync('git', args, { env, encoding: 'utf8' }).trim();
	run('read-tree', commitOid);
	run('rm', '--cached', '-q', '--', ...Object.keys(own));
	return run('write-tree');
}

test('GIT-18 of a tree that holds assets alone it is its own id', async ({ repo }) => {
	const one = await commit(repo, ASSETS);
	expect(await assetTreeOf(repo, one)).toBe(await treeOf(repo, one));
	expect(await assetTreeOf(repo, await treeOf(repo, one))).toBe(await treeOf(repo, one));
	await expect(assetTreeOf(repo, Oid.parse('1'.repeat(40)))).rejects.toThrow(NotFound);
});

test('GIT-18 files beside the assets make no difference, and none is written for it', async ({ repo }) => {
	const before = await commit(repo, ASSETS);
	const after = await commit(repo, OWN);
	const objects = git(repo, ['cat-file', '--batch-all-objects', '--batch-check']);
	expect(await assetTreeOf(repo, after)).toBe(await treeOf(repo, before));
	expect(await holdSameAssets(repo, before, after)).toBe(true);
	expect(git(repo, ['cat-file', '--batch-all-objects', '--batch-check'])).toBe(objects);
	const third = await commit(repo, { ...OWN, 'charts/a.yaml': 'changed' });
	expect(await assetTreeOf(repo, third)).toBe(await treeWithout(repo, OWN, third));
	expect(await holdSameAssets(repo, before, third)).toBe(false);
});

test('GIT-18 a file called like a folder of assets, and a folder called like a file of them, hold none', async ({
	repo
}) => {
	const first = await commit(repo, { '.dashbranch.yaml': 'form: 1\n' });
	const odd = await commit(repo, { charts: 'no folder', 'tags.yaml/x': 'no file' });
	expect(await assetTreeOf(repo, odd)).toBe(await treeOf(repo, first));
	const tree = `160000 commit ${odd}\tthemes\n100644 blob ${gitOid(repo, ['rev-parse', `${first}:.dashbranch.yaml`])}\t.dashbranch.yaml\n`;
	expect(await assetTreeOf(repo, gitOid(repo, ['mktree', '--missing'], tree))).toBe(await treeOf(repo, first));
});

test('GIT-18 files deeper down that hold no asset are told apart from those that do', async ({ repo }) => {
	const before = await commit(repo, ASSETS);
	const note = await commit(repo, { 'charts/README.md': 'x', 'datasets/shop/.gitkeep': '' });
	expect(await holdSameAssets(repo, before, note)).toBe(true);
	expect(await holdSameAssets(repo, note, await commit(repo, { 'charts/new.yaml': 'x' }))).toBe(false);
});

test('GIT-18 a repository of SHA-256 has ids of its own length', async ({ dir }) => {
	const repo = { gitDir: join(dir, 'sha256.git') };
	execFileSync('git', ['init', '--bare', '-q', '--object-format=sha256', repo.gitDir]);
	const blob = gitOid(repo, ['hash-object', '-w', '--stdin'], 'x');
	const alone = gitOid(repo, ['mktree'], `100644 blob ${blob}\ttags.yaml\n`);
	const both = gitOid(repo, ['mktree'], `100644 blob ${blob}\tREADME.md\n100644 blob ${blob}\ttags.yaml\n`);
	expect(await assetTreeOf(repo, both)).toBe(alone);
	await closeRepo(repo);
});

test('GIT-18 what cannot be read has its own id, and takes nothing from the others', async ({ repo }) => {
	const alone = await treeOf(repo, await commit(repo, ASSETS));
	const both = await treeOf(repo, await commit(repo, OWN));
	const nowhere = Oid.parse('2'.repeat(40));
	expect(Object.fromEntries(await assetTreesOf(repo, [both, nowhere, alone, both]))).toEqual({
		...{ [both]: alone, [nowhere]: nowhere, [alone]: alone }
	});
});

test('GIT-45 a commit is found by its assets, whatever stands beside them', async ({ repo }) => {
	const one = await commit(repo, ASSETS, { at });
	const tree = await treeOf(repo, one);
	const readme = await commit(repo, { 'README.md': 'One\n' }, { at: at + 1000 });
	expect(await findCommitWithTree(repo, tree)).toBe(readme);
	const changed = await commit(repo, { 'charts/a.yaml': 'changed' }, { at: at + 2000 });
	expect(await findCommitWithTree(repo, tree)).toBe(readme);
	expect(await findCommitWithTree(repo, await assetTreeOf(repo, changed))).toBe(changed);
	expect(await findCommitWithTree(repo, await treeOf(repo, changed))).toBe(changed);
	const back = await commit(repo, { 'charts/a.yaml': 'a' }, { at: at + 3000 });
	expect(await findCommitWithTree(repo, tree)).toBe(back);
});

test('GIT-45 in a history of 10,000 commits, with files beside the assets or without', async ({ repo }) => {
	makeHistory(repo, 10_000);
	const head = (await resolveRef(repo, main))!;
	const older = gitOid(repo, ['rev-parse', `${head}~6000`]);
	expect(await findCommitWithTree(repo, await treeOf(repo, older))).toBe(older);
	const readme = await commit(repo, { 'README.md': 'x' });
	expect(await findCommitWithTree(repo, await treeOf(repo, head))).toBe(readme);
});
