import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { AppError } from '#lib/domain/errors.ts';
import type { Repo } from '#lib/server/git/exec.ts';
import { closeRepo } from '#lib/server/git/objects.ts';
import { initRepo } from '#lib/server/git/write.ts';
import { startHost, type GitHost } from '#tests/support/git-host.ts';
import { test as base, expect, git } from './repo.ts';

/** `host`: a git host; `theirs`: its repository `sales.git`; `repo`: ours. */
export const test = base.extend<{ host: GitHost; theirs: Repo }>({
	theirs: async ({ dir }, use) => {
		const theirs = await initRepo(join(dir, 'host', 'sales.git'));
		git(theirs, ['config', 'http.receivepack', 'true']);
		await use(theirs);
		await closeRepo(theirs);
	},
	host: async ({ dir, theirs }, use) => {
		const host = await startHost(join(dir, 'host'));
		await use(host);
		await host.close();
		expect(theirs.gitDir).toContain(dir);
	}
});

/** How something failed. */
export const failure = (running: Promise<unknown>): Promise<AppError> =>
	running.then(
		() => Promise.reject(new Error('it did not fail')),
		(error: unknown) => error as AppError
	);

/** What git or we could have left in a repository. */
export const leftovers = async (repo: Repo): Promise<string[]> =>
	(await readdir(repo.gitDir, { recursive: true })).filter((path) => /incoming-|tmp_|FETCH_HEAD|\.keep$/.test(path));
