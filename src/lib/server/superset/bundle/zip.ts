import { promisify } from 'node:util';
import { crc32, inflateRaw } from 'node:zlib';
import { readDirectory, type ZipEntry } from './zip-directory.ts';
import { refuseEntry, refuseZip } from './zip-error.ts';
import { checkClashes, checkName, isLitter } from './zip-names.ts';

export { writeZip } from './zip-write.ts';

/** The files of an export, without its root folder. */
export interface RawBundle {
	/** The name of the root folder; `''` where `metadata.yaml` stands at the top. */
	readonly root: string;
	/** Path without root folder to content. The bytes may be views into the ZIP. */
	readonly files: ReadonlyMap<string, Uint8Array>;
}

export interface ZipLimits {
	readonly entries: number;
	/** Of one file, unpacked. */
	readonly fileBytes: number;
	/** Of all files together, unpacked. */
	readonly totalBytes: number;
	/** How many times its packed size a file may have. Files below 1 MB are never too small for that. */
	readonly ratio: number;
}

/** Superset's own are 100 MB a file and a ratio of 200 (`ZIPPED_FILE_MAX_SIZE`, `ZIP_FILE_MAX_COMPRESS_RATIO`). */
export const ZIP_LIMITS: ZipLimits = {
	entries: 20_000,
	fileBytes: 100 * 2 ** 20,
	totalBytes: 256 * 2 ** 20,
	ratio: 200
};

const ALWAYS_FINE_BYTES = 2 ** 20;
const inflate = promisify(inflateRaw);

/**
 * Unpacks an export in memory and takes its root folder off. Made for a ZIP from anywhere: limits hold while unpacking,
 * whatever the ZIP says of itself.
 * @throws BundleRejected that names the file and the next step
 */
export async function readBundle(zip: Uint8Array, limits: Partial<ZipLimits> = {}): Promise<RawBundle> {
	const { entries: mostEntries, fileBytes, totalBytes, ratio } = { ...ZIP_LIMITS, ...limits };
	const entries = readDirectory(zip, mostEntries).filter(({ name }) => !isLitter(name));
	for (const { name, isFolder } of entries) checkName(isFolder ? name.slice(0, -1) : name);
	const packed = entries.filter(({ isFolder }) => !isFolder);
	checkClashes(packed.map(({ name }) => name));
	const root = rootOf(packed);
	const files = new Map<string, Uint8Array>();
	let left = totalBytes;
	for (const entry of packed) {
		const most = Math.min(fileBytes, left, Math.max(ALWAYS_FINE_BYTES, entry.packed.length * ratio));
		const bytes = await unpacked(entry, most);
		left -= bytes.length;
		files.set(root === '' ? entry.name : entry.name.slice(root.length + 1), bytes);
	}
	return { root, files };
}

async function unpacked(entry: ZipEntry, mostBytes: number): Promise<Uint8Array> {
	const bytes = entry.method === 'store' ? entry.packed : await inflated(entry, mostBytes);
	if (bytes.length > mostBytes) refuseEntry(entry.name, 'it is too large');
	if (bytes.length !== entry.sizeBytes || crc32(bytes) !== entry.crc32) refuseEntry(entry.name, 'it is damaged');
	return bytes;
}

async function inflated(entry: ZipEntry, mostBytes: number): Promise<Uint8Array> {
	try {
		return await inflate(entry.packed, { maxOutputLength: Math.max(1, mostBytes) });
	} catch (cause) {
		const isTooLarge = (cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
		return refuseEntry(entry.name, isTooLarge ? 'it is too large when unpacked' : 'it is damaged');
	}
}

/** Superset takes off the first part of every path, whatever it is; a ZIP of the files alone is taken, too. */
function rootOf(entries: readonly ZipEntry[]): string {
	const names = new Set(entries.map(({ name }) => name));
	if (names.has('metadata.yaml')) return '';
	const [root = ''] = entries[0]?.name.split('/') ?? [];
	if (!names.has(`${root}/metadata.yaml`))
		refuseZip('it is no export of Superset, for it has no metadata.yaml in its one folder');
	const stray = entries.find(({ name }) => !name.startsWith(`${root}/`));
	if (stray) refuseEntry(stray.name, `it is not in the folder “${root}” like the others`);
	return root;
}
