import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base } from 'vitest';
import { Oid } from '#lib/domain/ids.ts';
import { BranchName, branchRef, type RefName } from '#lib/domain/refs.ts';
import type { TreeEdits } from '#lib/domain/tree.ts';
import type { Repo } from '#lib/server/git/exec.ts';
import { closeRepo } from '#lib/server/git/objects.ts';
import { resolveRef } from '#lib/server/git/refs.ts';
import { commitEdits, initRepo } from '#lib/server/git/write.ts';

export { expect } from 'vitest';

export const ada = { name: 'Ada', email: 'ada@example.org' };
export const at = Date.UTC(2026, 0, 10, 12);

export const branch = (name: string): RefName => branchRef(BranchName.parse(name));
export const main = branch('main');

/** `edits({ 'charts/a.yaml': 'slice_name: A', 'b.yaml': null })` */
export const edits = (texts: Record<string, string | Uint8Array | null>): TreeEdits =>
	new Map(Object.entries(texts).map(([path, text]) => [path, typeof text === 'string' ? Buffer.from(text) : text]));

/** Commit on top of whatever the branch is at. */
export async function commit(
	repo: Repo,
	texts: Record<string, string | Uint8Array | null>,
	{ ref = main, message = 'Change', at: time = at, author = ada } = {}
): Promise<Oid> {
	const head = await resolveRef(repo, ref);
	const args = { ref, expected: head, base: head, edits: edits(texts), message, author, at: time };
	return (await commitEdits(repo, args)).commit;
}

/** Git itself, as a person would run it: the other opinion. */
export function git(repo: Repo, args: readonly string[], input: string | Uint8Array = ''): string {
	const person = {
		GIT_AUTHOR_NAME: 'Eve',
		GIT_AUTHOR_EMAIL: 'e@x',
		GIT_COMMITTER_NAME: 'Eve',
		GIT_COMMITTER_EMAIL: 'e@x'
	};
	const env = { ...process.env, ...person, GIT_CONFIG_GLOBAL: '/dev/null', GIT_DIR: repo.gitDir };
	return execFileSync('git', args, { input, env, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'] }).trim();
}

/** `git …` where it prints one object id. */
export const gitOid = (repo: Repo, args: readonly string[], input: string | Uint8Array = ''): Oid =>
	Oid.parse(git(repo, args, input));

/** A linear history on `main`, a second between commits, each with a file of its own content. Made by git in one go. */
export function makeHistory(repo: Repo, count: number): void {
	const stream: string[] = [];
	for (let i = 0; i < count; i++) {
		const text = `slice_name: ${i}\n`;
		stream.push(
			`commit refs/heads/main\nmark :${i + 1}\ncommitter Ada <ada@example.org> ${1_700_000_000 + i} +0000\n`,
			`data <<.\nCommit ${i}\n.\n${i ? `from :${i}\n` : ''}`,
			`M 100644 inline charts/chart-${i % 200}.yaml\ndata ${text.length}\n${text}\n`
		);
	}
	git(repo, ['fast-import', '--quiet', '--done'], `${stream.join('')}done\n`);
}

/** `test('…', async ({ repo }) => …)`: each test has a new, empty repository, and a folder around it. */
export const test = base.extend<{ dir: string; repo: Repo }>({
	// eslint-disable-next-line no-empty-pattern -- vitest reads the names of fixtures from the pattern
	dir: async ({}, use) => {
		const dir = await mkdtemp(join(tmpdir(), 'dashbranch-git-'));
		await use(dir);
		await rm(dir, { recursive: true, force: true, maxRetries: 5 });
	},
	repo: async ({ dir }, use) => {
		const repo = await initRepo(join(dir, 'repo.git'));
		await use(repo);
		await closeRepo(repo);
	}
});
