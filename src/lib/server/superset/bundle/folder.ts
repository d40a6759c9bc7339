import type { Dirent } from 'node:fs';
import { lstat, mkdir, mkdtemp, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { assetKindOf } from '#lib/domain/asset.ts';
import { AlreadyExists, BundleRejected } from '#lib/domain/errors.ts';
import type { TreeFiles } from '#lib/domain/tree.ts';
import { diskError } from './disk-error.ts';
import { FOLDER_OF_KIND } from './form.ts';
import { ZIP_LIMITS } from './zip.ts';

/** What writing a tree into a folder did: paths, and how many files were right already. */
export interface WrittenFolder {
	readonly written: readonly string[];
	readonly removed: readonly string[];
	readonly unchanged: number;
}

/**
 * The files of a tree that stand in a folder: those that a tree can hold. Others (`.git`, notes of a person) are passed
 * over, and nothing is followed out of the folder.
 * @throws {NotFound} {@link BundleRejected} for a link, or more than an export may hold
 */
export async function readTreeFolder(folder: string): Promise<TreeFiles> {
	try {
		const files = new Map<string, Uint8Array>();
		let left = ZIP_LIMITS.totalBytes;
		for (const path of await listTreeFolder(folder)) {
			const { size } = await lstat(join(folder, path));
			left -= size;
			if (size > ZIP_LIMITS.fileBytes || left < 0) throw refused(path, 'is too large');
			files.set(path, await readFile(join(folder, path)));
		}
		return files;
	} catch (cause) {
		throw diskError(cause, folder);
	}
}

/**
 * Make a folder hold exactly this tree: files of a tree that are not in this one go, other files stay untouched.
 * Everything is written beside the folder first, then moved, so that a full disk or bad rights change nothing.
 * @throws {AlreadyExists} when the folder holds something and that is no tree
 */
export async function writeTreeFolder(folder: string, files: TreeFiles): Promise<WrittenFolder> {
	const to = resolve(folder);
	try {
		const held = await heldIn(to);
		if (held.kind === 'other') {
			throw new AlreadyExists(`“${folder}” ${held.because}; nothing was written.`, {
				hint: 'Choose a new or empty folder, or one that `bundle tree` made.'
			});
		}
		const before = held.kind === 'tree' ? await readTreeFolder(to) : new Map<string, Uint8Array>();
		const changed = [...files].filter(([path, bytes]) => !isSame(before.get(path), bytes));
		const gone = [...before.keys()].filter((path) => !files.has(path));
		await mkdir(dirname(to), { recursive: true });
		const beside = await mkdtemp(join(dirname(to), `.${basename(to)}-`));
		try {
			for (const [path, bytes] of changed) await writeNew(join(beside, path), bytes);
			if (held.kind === 'nothing') await rename(beside, to);
			else await moveAll({ from: beside, to, changed: changed.map(([path]) => path), gone });
		} finally {
			await rm(beside, { recursive: true, force: true });
		}
		return { written: changed.map(([path]) => path), removed: gone, unchanged: files.size - changed.length };
	} catch (cause) {
		throw diskError(cause, folder);
	}
}

type Held = { readonly kind: 'nothing' | 'empty' | 'tree' } | { readonly kind: 'other'; readonly because: string };

async function heldIn(folder: string): Promise<Held> {
	let entries: Dirent[];
	try {
		entries = await readdir(folder, { withFileTypes: true });
	} catch (cause) {
		const { code } = cause as NodeJS.ErrnoException;
		if (code === 'ENOENT') return { kind: 'nothing' };
		if (code === 'ENOTDIR') return { kind: 'other', because: 'is a file' };
		throw cause;
	}
	if (entries.length === 0) return { kind: 'empty' };
	if (entries.some((entry) => entry.name === '.dashbranch.yaml' && entry.isFile())) return { kind: 'tree' };
	return { kind: 'other', because: 'is not empty and holds no tree of Dashbranch' };
}

/** Paths of a tree's files, sorted. */
async function listTreeFolder(folder: string): Promise<string[]> {
	const found: string[] = [];
	const folders = new Set(Object.values(FOLDER_OF_KIND));
	const walk = async (below: string): Promise<void> => {
		for (const entry of await readdir(join(folder, below), { withFileTypes: true })) {
			const path = below === '' ? entry.name : `${below}/${entry.name}`;
			const isOurs = below === '' ? folders.has(entry.name) || assetKindOf(path) : !/^[._]/.test(entry.name);
			if (!isOurs) continue;
			// A link could lead anywhere, and what is read here may be shown or committed.
			if (entry.isSymbolicLink()) throw refused(path, 'is a link, and links are not followed');
			if (entry.isDirectory()) await walk(path);
			else if (below === '' && !assetKindOf(path)) throw refused(path, 'is no folder');
			else if (entry.isFile() && (below === '' || /\.ya?ml$/i.test(path))) found.push(path);
			if (found.length > ZIP_LIMITS.entries) throw refused(path, `is one of more than ${ZIP_LIMITS.entries} files`);
		}
	};
	await walk('');
	return found.sort();
}

const refused = (path: string, message: string) =>
	new BundleRejected(`${path} ${message}.`, {
		hint: 'Remove it, or name the folder of a tree that `bundle tree` made.',
		findings: [{ path, message }]
	});

const isSame = (before: Uint8Array | undefined, bytes: Uint8Array): boolean =>
	before !== undefined && Buffer.compare(before, bytes) === 0;

async function writeNew(file: string, bytes: Uint8Array): Promise<void> {
	await mkdir(dirname(file), { recursive: true });
	await writeFile(file, bytes, { flag: 'wx' });
}

async function moveAll(of: {
	readonly from: string;
	readonly to: string;
	readonly changed: readonly string[];
	readonly gone: readonly string[];
}): Promise<void> {
	// Where the disk takes two spellings for one name, removing the old one last would remove the new file.
	const spellings = new Set(of.changed.map(foldedName));
	const respelled = of.gone.filter((path) => spellings.has(foldedName(path)));
	for (const path of respelled) await rm(join(of.to, path));
	for (const path of of.changed) {
		await mkdir(dirname(join(of.to, path)), { recursive: true });
		await rename(join(of.from, path), join(of.to, path));
	}
	for (const path of of.gone) if (!respelled.includes(path)) await removeFile(of.to, path);
}

const foldedName = (path: string): string => path.normalize('NFC').toLowerCase();

/** Removes a file, and the folders above it that are empty then. */
async function removeFile(folder: string, path: string): Promise<void> {
	await rm(join(folder, path));
	for (let above = dirname(path); above !== '.'; above = dirname(above)) {
		const isLeft = await rmdir(join(folder, above)).then(
			() => false,
			() => true
		);
		if (isLeft) return;
	}
}

/** Write one file as a whole: beside its place first, then moved over what was there. */
export async function writeWhole(file: string, bytes: Uint8Array): Promise<void> {
	const to = resolve(file);
	try {
		await mkdir(dirname(to), { recursive: true });
		const beside = await mkdtemp(join(dirname(to), `.${basename(to)}-`));
		try {
			await writeNew(join(beside, basename(to)), bytes);
			await rename(join(beside, basename(to)), to);
		} finally {
			await rm(beside, { recursive: true, force: true });
		}
	} catch (cause) {
		throw diskError(cause, file);
	}
}
