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
		const entry = await unlessGone(lstat(join(repo.gitDir, path)));
		if (!entry || entry.mtimeMs > olderThan) continue;
		await rm(join(repo.gitDir, path), { recursive: true, force: true });
		removed.push(path);
	}
	return removed;
}

async function leftoversIn(gitDir: string, folder: string): Promise<string[]> {
	const found: string[] = [];
	const entries = await unlessGone(readdir(join(gitDir, folder), { withFileTypes: true }));
	for (const entry of entries ?? []) {
		const path = join(folder, entry.name);
		if (LEFTOVER.test(entry.name)) found.push(path);
		else if (entry.isDirectory()) found.push(...(await leftoversIn(gitDir, path)));
	}
	return found.sort();
}

/** A git that outlived the process that started it still works here, and takes its own things away while we look. */
async function unlessGone<T>(looking: Promise<T>): Promise<T | null> {
	try {
		return await looking;
	} catch (cause) {
		if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
		throw cause;
	}
}
