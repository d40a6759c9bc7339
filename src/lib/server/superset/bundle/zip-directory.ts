import { refuseEntry, refuseZip } from './zip-error.ts';

/*
 * The structure of a ZIP file, as PKWARE's APPNOTE 6.3 describes it. Strict on purpose: the table of contents and the
 * files must tell the same, each byte belongs to one thing, and nothing stands before, between or behind.
 */

/** One file as the table of contents lists it, checked against what stands at its place. */
export interface ZipEntry {
	readonly name: string;
	readonly isFolder: boolean;
	readonly method: 'store' | 'deflate';
	/** The bytes as they stand in the ZIP. */
	readonly packed: Uint8Array;
	/** What the table says; reading proves it. */
	readonly sizeBytes: number;
	readonly crc32: number;
}

const END_SIZE = 22;
const END_SIGNATURE = 0x06054b50;
const CENTRAL_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
const DESCRIPTOR_SIGNATURE = 0x08074b50;
const ENCRYPTED = 0x2041;
const PATCHED = 0x20;
const HAS_DESCRIPTOR = 0x08;
const MADE_ON_UNIX = new Set([3, 19]);

interface Listed {
	readonly name: string;
	readonly nameBytes: Uint8Array;
	readonly flags: number;
	readonly method: number;
	readonly crc32: number;
	readonly packedBytes: number;
	readonly sizeBytes: number;
	readonly offset: number;
}

/** @throws BundleRejected */
export function readDirectory(zip: Uint8Array, mostEntries: number): readonly ZipEntry[] {
	const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
	const end = findEnd(view);
	const count = view.getUint16(end + 10, true);
	const size = view.getUint32(end + 12, true);
	const start = view.getUint32(end + 16, true);
	if (count === 0xffff || size === 0xffffffff || start === 0xffffffff)
		refuseZip('it is in the ZIP64 form, which Superset never uses');
	if (
		view.getUint16(end + 4, true) !== 0 ||
		view.getUint16(end + 6, true) !== 0 ||
		view.getUint16(end + 8, true) !== count
	)
		refuseZip('it is one part of several');
	if (start + size !== end) refuseZip('its table of contents is not where it says');
	if (count > mostEntries) refuseZip(`it holds more than ${mostEntries} files`);
	const listed: Listed[] = [];
	let at = start;
	for (let index = 0; index < count; index++) {
		const entry = readListed(zip, view, { at, end });
		listed.push(entry.listed);
		at = entry.next;
	}
	if (at !== end) refuseZip('its table of contents lists more than it says');
	return located(zip, view, { listed, start });
}

/** The end record must end the file: what stands behind it, other programs could take for the real one. */
function findEnd(view: DataView): number {
	const last = view.byteLength - END_SIZE;
	for (let at = last; at >= Math.max(0, last - 0xffff); at--)
		if (view.getUint32(at, true) === END_SIGNATURE && at + END_SIZE + view.getUint16(at + 20, true) === view.byteLength)
			return at;
	return refuseZip(
		view.byteLength === 0 ? 'it is empty' : 'its end is missing: no ZIP, cut off, or something stands behind it'
	);
}

function readListed(
	zip: Uint8Array,
	view: DataView,
	{ at, end }: { at: number; end: number }
): { listed: Listed; next: number } {
	if (at + 46 > end || view.getUint32(at, true) !== CENTRAL_SIGNATURE) refuseZip('its table of contents is broken');
	const nameLength = view.getUint16(at + 28, true);
	const next = at + 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
	if (next > end) refuseZip('its table of contents is cut off');
	const nameBytes = zip.subarray(at + 46, at + 46 + nameLength);
	const name = decodedName(nameBytes);
	const listed: Listed = {
		name,
		nameBytes,
		flags: view.getUint16(at + 8, true),
		method: view.getUint16(at + 10, true),
		crc32: view.getUint32(at + 16, true),
		packedBytes: view.getUint32(at + 20, true),
		sizeBytes: view.getUint32(at + 24, true),
		offset: view.getUint32(at + 42, true)
	};
	if (listed.flags & ENCRYPTED) refuseEntry(name, 'it is encrypted');
	if (listed.flags & PATCHED) refuseEntry(name, 'it is a patch');
	if (listed.method !== 0 && listed.method !== 8)
		refuseEntry(name, `it is packed by an unusual method (${listed.method})`);
	if ([listed.packedBytes, listed.sizeBytes, listed.offset].includes(0xffffffff))
		refuseEntry(name, 'it is in the ZIP64 form');
	checkFileType(name, view.getUint16(at + 4, true) >> 8, view.getUint32(at + 38, true));
	return { listed, next };
}

function decodedName(bytes: Uint8Array): string {
	try {
		return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch {
		return refuseEntry(new TextDecoder('latin1').decode(bytes), 'its name is not UTF-8');
	}
}

/** Regular files and folders only; a symlink would be followed by whoever unpacks it. */
function checkFileType(name: string, madeOn: number, attributes: number): void {
	const type = MADE_ON_UNIX.has(madeOn) ? attributes >>> 28 : 0;
	if (type === 0xa) refuseEntry(name, 'it is a symlink');
	if (type !== 0 && type !== 0x8 && type !== 0x4) refuseEntry(name, 'it is no ordinary file');
}

/** Finds each entry's bytes and proves that the entries lie one behind the other: shared bytes are how ZIP bombs are made. */
function located(
	zip: Uint8Array,
	view: DataView,
	{ listed, start }: { listed: readonly Listed[]; start: number }
): readonly ZipEntry[] {
	const inOrder = [...listed].sort((a, b) => a.offset - b.offset);
	const places = new Map<Listed, number>();
	let free = 0;
	for (const [index, entry] of inOrder.entries()) {
		if (entry.offset !== free)
			refuseEntry(entry.name, entry.offset < free ? 'it overlaps another file' : 'unknown bytes stand before it');
		const begin = checkLocal(zip, view, { entry, start });
		places.set(entry, begin);
		free = begin + entry.packedBytes;
		if (free > start) refuseEntry(entry.name, 'it is longer than the ZIP');
		const next = inOrder[index + 1]?.offset ?? start;
		if (entry.flags & HAS_DESCRIPTOR) free += descriptorSize(view, free, next);
	}
	if (free !== start) refuseZip('unknown bytes stand before its table of contents');
	return listed.map((entry) => {
		const begin = places.get(entry) as number;
		const { name, sizeBytes, crc32, method } = entry;
		const packed = zip.subarray(begin, begin + entry.packedBytes);
		return { name, isFolder: name.endsWith('/'), method: method === 0 ? 'store' : 'deflate', packed, sizeBytes, crc32 };
	});
}

/** Where the bytes of an entry begin. What stands there must say the same as the table. */
function checkLocal(zip: Uint8Array, view: DataView, { entry, start }: { entry: Listed; start: number }): number {
	const at = entry.offset;
	if (at + 30 > start || view.getUint32(at, true) !== LOCAL_SIGNATURE)
		refuseEntry(entry.name, 'it is not where the table of contents says');
	const nameLength = view.getUint16(at + 26, true);
	const begin = at + 30 + nameLength + view.getUint16(at + 28, true);
	const isSame =
		begin <= start &&
		Buffer.compare(zip.subarray(at + 30, at + 30 + nameLength), entry.nameBytes) === 0 &&
		view.getUint16(at + 8, true) === entry.method &&
		(view.getUint16(at + 6, true) & ENCRYPTED) === 0 &&
		(entry.flags & HAS_DESCRIPTOR ||
			(view.getUint32(at + 14, true) === entry.crc32 &&
				view.getUint32(at + 18, true) === entry.packedBytes &&
				view.getUint32(at + 22, true) === entry.sizeBytes));
	if (!isSame) refuseEntry(entry.name, 'the table of contents says something else than the file itself');
	return begin;
}

/** A descriptor repeats checksum and sizes behind the bytes, with or without a signature. */
function descriptorSize(view: DataView, at: number, next: number): number {
	const size = next - at;
	if (size === 12) return size;
	return size === 16 && view.getUint32(at, true) === DESCRIPTOR_SIGNATURE ? size : 0;
}
