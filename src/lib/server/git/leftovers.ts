import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Repo } from './exec.ts';

/** What git leaves behind when it is killed: locks, half-written objects, reports of a crash. */
const LEFTOVER = /\.lock$|^tmp_|^\.tmp-|^fast_import_crash_|^incoming-/;

/**
 * Take away what a killed git left behind, so that a lock of the dead stops nobody.
 *
 * @param args `olderThan`: milliseconds since the Unix epoch; what was touched later may be in use.
 * @returns What was removed, relative to the repository.
 */
export async function removeLeftovers(repo: Repo, { olderThan }: { olderThan: number }): Promise<string[]> {
	const removed: string[] = [];
	for (const path of await leftoversIn(repo.gitDir, '')) {
		const { mtimeMs } = await lstat(join(repo.gitDir, path));
		if (mtimeMs > olderThan) continue;
		await rm(join(repo.gitDir, path), { recursive: true, force: true });
		removed.push(path);
	}
	return removed;
}

async function leftoversIn(gitDir: string, folder: string): Promise<string[]> {
	const found: string[] = [];
	for (const entry of await readdir(join(gitDir, folder), { withFileTypes: true })) {
		const path = join(folder, entry.name);
		if (LEFTOVER.test(entry.name)) found.push(path);
		else if (entry.isDirectory()) found.push(...(await leftoversIn(gitDir, path)));
	}
	return found.sort();
}
