import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { vi } from 'vitest';
import { Cancelled, GitFailed, StorageFailed } from '#lib/domain/errors.ts';
import { numberArg } from '#lib/server/git/arguments.ts';
import { diffTrees } from '#lib/server/git/diff.ts';
import { runGit, type Repo } from '#lib/server/git/exec.ts';
import { GitOutputTooLarge, GitTimedOut } from '#lib/server/git/failures.ts';
import { listCommits } from '#lib/server/git/history.ts';
import { readFiles } from '#lib/server/git/objects.ts';
import { gitVersion } from '#lib/server/git/version.ts';
import { commit, expect, git, main, test } from './repo.ts';

test('GIT-1 git sees nothing of our environment and nothing of the host’s configuration', async ({ dir, repo }) => {
	await writeFile(join(dir, '.gitconfig'), '[user]\n\tname = Host\n');
	vi.stubEnv('HOME', dir);
	vi.stubEnv('SECRET_KEY', 'planted');
	vi.stubEnv('GIT_AUTHOR_NAME', 'Somebody else');
	vi.stubEnv('GIT_CONFIG_COUNT', '1');
	vi.stubEnv('GIT_CONFIG_KEY_0', 'user.name');
	vi.stubEnv('GIT_CONFIG_VALUE_0', 'Host');
	await writeScript(join(dir, 'git-show-environment'), 'env; git config --list --show-scope');

	vi.stubEnv('PATH', `${dir}:${process.env['PATH']}`);
	const shown = (await runGit(repo, ['show-environment'])).stdout.toString();
	vi.unstubAllEnvs();

	expect(shown).toMatch(/^HOME=\/dev\/null$/m);
	expect(shown).toMatch(/^LC_ALL=C$/m);
	expect(shown).toMatch(/^GIT_TERMINAL_PROMPT=0$/m);
	expect(shown).not.toMatch(/planted|Somebody else|Host$/m);
	expect(shown).not.toMatch(/^(global|system)\t/m);
	expect(shown).toMatch(/^command\tprotocol\.allow=never$/m);
});

test('GIT-2 nothing that the repository names is run', async ({ dir, repo }) => {
	const marker = join(dir, 'it-ran');
	const script = join(dir, 'evil');
	await writeScript(script, `touch ${marker}; cat`);
	await mkdir(join(repo.gitDir, 'hooks'));
	for (const hook of ['reference-transaction', 'pre-commit', 'post-update', 'pre-auto-gc', 'fsmonitor-watchman']) {
		await writeScript(join(repo.gitDir, 'hooks', hook), `touch ${marker}`);
	}
	for (const key of [
		'core.fsmonitor',
		'core.pager',
		'core.editor',
		'diff.external',
		'diff.evil.textconv',
		'diff.evil.command'
	]) {
		git(repo, ['config', key, script]);
	}
	for (const key of [
		'filter.evil.clean',
		'filter.evil.process',
		'credential.helper',
		'core.askPass',
		'core.sshCommand'
	]) {
		git(repo, ['config', key, script]);
	}
	git(repo, ['config', 'alias.update-ref', `!${script}`]);
	git(repo, ['config', 'core.hooksPath', join(repo.gitDir, 'hooks')]);

	const first = await commit(repo, { '.gitattributes': '* diff=evil filter=evil\n', 'a.yaml': '1' });
	const second = await commit(repo, { 'a.yaml': '2' });
	await diffTrees(repo, first, second);
	await readFiles(repo, second);
	await listCommits(repo, { from: second, limit: 5, path: '*.yaml' });

	expect(await readdir(dir)).not.toContain('it-ran');
	// The trap works: git by itself does run the hook.
	git(repo, ['update-ref', 'refs/heads/other', second]);
	expect(await readdir(dir)).toContain('it-ran');
});

test('GIT-3 a git that never ends is ended', async ({ repo }) => {
	// Nothing is written to its input and it is never closed, so it waits for ever.
	await expect(runGit(repo, ['cat-file', '--batch'], { timeoutMs: 50 })).rejects.toThrow(GitTimedOut);
});

test('GIT-3 what git started is not waited for', async ({ dir, repo }) => {
	// The grandchild holds the output open, and does not hear of the end of its parent.
	await writeScript(join(dir, 'git-stay'), 'sleep 60 & echo $! > "$GIT_DIR/pid"; echo started; wait');
	vi.stubEnv('PATH', `${dir}:${process.env['PATH']}`);
	await expect(runGit(repo, ['stay'], { timeoutMs: 300 })).rejects.toThrow('took longer than 0.3 s');
	vi.unstubAllEnvs();
	execFileSync('sh', ['-c', `kill $(cat ${join(repo.gitDir, 'pid')})`]);
});

test('GIT-3 a caller that gives up ends git', async ({ repo }) => {
	const giveUp = new AbortController();
	const running = runGit(repo, ['cat-file', '--batch'], { signal: giveUp.signal });
	giveUp.abort();
	await expect(running).rejects.toThrow(Cancelled);
	await expect(runGit(repo, ['version'], { signal: giveUp.signal })).rejects.toThrow(Cancelled);
});

test('GIT-4 a git that prints too much is ended', async ({ repo }) => {
	const oid = git(repo, ['hash-object', '-w', '--stdin'], Buffer.alloc(3_000_000, 'x'));
	const all = runGit(repo, ['cat-file', '--batch-all-objects', '--batch'], { maxOutputBytes: 1_000_000 });
	await expect(all).rejects.toThrow(GitOutputTooLarge);
	expect(oid).toHaveLength(40);
});

test('GIT-5 a repository that is not there is trouble with the storage', async ({ dir }) => {
	const repo: Repo = { gitDir: join(dir, 'gone.git') };
	await expect(runGit(repo, ['for-each-ref'])).rejects.toThrow(StorageFailed);
});

test('GIT-6 the version of git is known', async () => {
	const words = execFileSync('git', ['version'], { encoding: 'utf8' });
	expect(words).toContain(await gitVersion());
});

test('GIT-6 a machine without git says so', async ({ dir }) => {
	vi.stubEnv('PATH', dir);
	await expect(gitVersion()).rejects.toThrow('There is no git on this machine');
	vi.unstubAllEnvs();
});

test('GIT-7 a plain string is no argument', async ({ repo }) => {
	const text: string = '--version';
	const compiles = [
		// @ts-expect-error -- text from outside
		() => runGit(repo, ['rev-parse', text]),
		// @ts-expect-error -- nor hidden behind a prefix
		() => runGit(repo, ['rev-parse', `--${text}`]),
		() => runGit(repo, ['rev-parse', main, numberArg('--max-count', 5)])
	];
	expect(compiles).toHaveLength(3);
	expect(() => numberArg('--skip', -1)).toThrow(RangeError);
	expect(() => numberArg('--skip', 1.5)).toThrow(RangeError);
});

test('GIT-8 a folder inside another repository is not taken for that one', async ({ repo }) => {
	await commit(repo, { 'a.yaml': '1' });
	const inside: Repo = { gitDir: join(repo.gitDir, 'inside') };
	await mkdir(inside.gitDir);
	await expect(runGit(inside, ['for-each-ref'])).rejects.toThrow(GitFailed);
});

async function writeScript(path: string, body: string): Promise<void> {
	await writeFile(path, `#!/bin/sh\n${body}\n`);
	await chmod(path, 0o755);
}
