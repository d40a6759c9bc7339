import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { runGit, type Repo } from './exec.ts';

/** A place for objects that nobody checked yet. The repository sees them only when they are let in. */
export interface Quarantine {
	readonly folder: string;
	/** For a git that writes here and knows what the repository has. */
	readonly env: Readonly<Record<string, string>>;
}

/** How often what has arrived is weighed. */
const WEIGH_MS = 200;

/** Make a quarantine, let `use` fill it, and take it away again, whatever happened. A killed process leaves `incoming-…`. */
export async function withQuarantine<T>(repo: Repo, use: (quarantine: Quarantine) => Promise<T>): Promise<T> {
	const objects = resolve(repo.gitDir, 'objects');
	const folder = await mkdtemp(join(objects, 'incoming-'));
	const env = { GIT_OBJECT_DIRECTORY: folder, GIT_ALTERNATE_OBJECT_DIRECTORIES: JSON.stringify(objects) };
	try {
		return await use({ folder, env });
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/**
 * Number and sizes of the objects in a quarantine, without unpacking them.
 *
 * @returns `largest`: bytes of the largest file, tree or commit.
 */
export async function weigh(repo: Repo, quarantine: Quarantine): Promise<{ count: number; largest: number }> {
	const { stdout } = await runGit(
		repo,
		['cat-file', '--batch-check=%(objectsize)', '--batch-all-objects', '--unordered', '--buffer'],
		{ env: { GIT_OBJECT_DIRECTORY: quarantine.folder }, timeoutMs: 5 * 60_000 }
	);
	const sizes = stdout.toString('latin1').split('\n').slice(0, -1);
	return { count: sizes.length, largest: sizes.reduce((most, size) => Math.max(most, Number(size)), 0) };
}

/** Let the objects into the repository: packs before their indexes, for git takes a pack for whole once it sees the index. */
export async function letIn(repo: Repo, quarantine: Quarantine): Promise<void> {
	const from = join(quarantine.folder, 'pack');
	const to = join(repo.gitDir, 'objects', 'pack');
	await mkdir(to, { recursive: true });
	const names = (await readdir(from).catch(() => [])).filter((name) => /^pack-[0-9a-f]+\.(?:pack|rev|idx)$/.test(name));
	names.sort((a, b) => Number(a.endsWith('.idx')) - Number(b.endsWith('.idx')));
	for (const name of names) await rename(join(from, name), join(to, name));
}

/** Call `tooLarge` once when a folder holds more than `maxBytes`. @returns The way to stop watching. */
export function watchSize(folder: string, maxBytes: number, tooLarge: () => void): () => void {
	let stopped = false;
	const look = async () => {
		if (stopped) return;
		if ((await sizeOf(folder)) > maxBytes) tooLarge();
		else timer = setTimeout(look, WEIGH_MS);
	};
	let timer = setTimeout(look, WEIGH_MS);
	return () => {
		stopped = true;
		clearTimeout(timer);
	};
}

/** Bytes of all files in a folder; what goes away meanwhile does not count. */
export async function sizeOf(folder: string): Promise<number> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
	const sizes = await Promise.all(
		entries
			.filter((entry) => entry.isFile())
			.map((entry) =>
				stat(join(entry.parentPath, entry.name)).then(
					({ size }) => size,
					() => 0
				)
			)
	);
	return sizes.reduce((sum, size) => sum + size, 0);
}
