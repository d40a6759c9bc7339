import { crc32 } from 'node:zlib';

const LOCAL_SIGNATURE = 0x04034b50;
const CENTRAL_SIGNATURE = 0x02014b50;
const END_SIGNATURE = 0x06054b50;
/** 2.0, made on Unix; names are UTF-8; stored; the first day that a ZIP knows; a file that only its owner reads and writes. */
const VERSION = 20;
const MADE_ON_UNIX = 3 << 8;
const UTF8_NAMES = 0x0800;
const FIRST_DAY = 0x0021;
const FILE_MODE = 0o100600;

/**
 * A ZIP of `files` under the folder `root`, unpacked as Superset's own exports are: equal files give equal bytes, in
 * whatever order they come. Promise of the contract with its callers; nothing waits inside.
 */
export function writeZip(root: string, files: ReadonlyMap<string, Uint8Array>): Promise<Uint8Array> {
	const local: Uint8Array[] = [];
	const central: Uint8Array[] = [];
	let offset = 0;
	for (const [path, bytes] of [...files].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))) {
		const name = Buffer.from(`${root}/${path}`);
		const shared = sharedFields(name, bytes);
		const header = Buffer.concat([words(LOCAL_SIGNATURE), shared, name]);
		local.push(header, bytes);
		central.push(words(CENTRAL_SIGNATURE), halves(MADE_ON_UNIX | VERSION), shared);
		central.push(halves(0, 0, 0), words(FILE_MODE * 0x10000, offset), name);
		offset += header.length + bytes.length;
	}
	const table = Buffer.concat(central);
	const end = [words(END_SIGNATURE), halves(0, 0, files.size, files.size), words(table.length, offset), halves(0)];
	return Promise.resolve(new Uint8Array(Buffer.concat([...local, table, ...end])));
}

/** What stands alike before a file and in the table of contents, from the version needed to the length of the extra field. */
function sharedFields(name: Uint8Array, bytes: Uint8Array): Uint8Array {
	return Buffer.concat([
		halves(VERSION, UTF8_NAMES, 0, 0, FIRST_DAY),
		words(crc32(bytes), bytes.length, bytes.length),
		halves(name.length, 0)
	]);
}

function halves(...values: readonly number[]): Buffer {
	const made = Buffer.alloc(values.length * 2);
	for (const [at, value] of values.entries()) made.writeUInt16LE(value, at * 2);
	return made;
}

function words(...values: readonly number[]): Buffer {
	const made = Buffer.alloc(values.length * 4);
	for (const [at, value] of values.entries()) made.writeUInt32LE(value, at * 4);
	return made;
}
