import { crc32, deflateRawSync } from 'node:zlib';

/** One entry of a crafted ZIP, and the lies that are to be told about it. All are true unless given. */
export interface CraftedEntry {
	readonly name: string | Uint8Array;
	readonly bytes?: Uint8Array;
	readonly deflate?: boolean;
	/** Bytes as they stand in the ZIP, instead of those made of `bytes`. */
	readonly packed?: Uint8Array;
	readonly method?: number;
	readonly flags?: number;
	readonly crc32?: number;
	readonly sizeBytes?: number;
	readonly packedBytes?: number;
	/** Unix mode with file type; 0o100644 unless given. */
	readonly mode?: number;
	readonly localName?: string;
	readonly localSizeBytes?: number;
	readonly extra?: Uint8Array;
	/** Sizes and checksum behind the bytes; `signed` with the usual signature in front. */
	readonly descriptor?: 'signed' | 'bare';
	/** Where the table of contents says that it stands. */
	readonly offset?: number;
	/** Stands in the table of contents only. */
	readonly isListedOnly?: boolean;
}

export interface CraftedZip {
	readonly before?: Uint8Array;
	readonly beforeTable?: Uint8Array;
	readonly after?: Uint8Array;
	readonly comment?: Uint8Array;
	readonly count?: number;
	readonly tableOffset?: number;
	readonly tableBytes?: number;
	readonly disk?: number;
}

const u16 = (...values: readonly number[]) =>
	Buffer.concat(values.map((value) => Buffer.from([value & 255, (value >> 8) & 255])));
const u32 = (...values: readonly number[]) => Buffer.concat(values.map((value) => u16(value & 0xffff, value >>> 16)));

/** A ZIP byte by byte, right or wrong as asked: the opposite of what it tests shares no code with this. */
export function craftZip(entries: readonly CraftedEntry[], zip: CraftedZip = {}): Uint8Array {
	const parts: Uint8Array[] = [zip.before ?? u16()];
	const table: Uint8Array[] = [];
	let at = parts[0]?.length ?? 0;
	for (const entry of entries) {
		const { bytes = Buffer.from('x: 1\n'), mode = 0o100644, extra = u16() } = entry;
		const name = Buffer.from(entry.name as string);
		const packed = entry.packed ?? (entry.deflate ? deflateRawSync(bytes) : bytes);
		const method = entry.method ?? (entry.deflate ? 8 : 0);
		const flags = (entry.flags ?? 0) | (entry.descriptor ? 8 : 0);
		const sum = entry.crc32 ?? crc32(bytes);
		const packedBytes = entry.packedBytes ?? packed.length;
		const sizeBytes = entry.sizeBytes ?? bytes.length;
		const localName = entry.localName === undefined ? name : Buffer.from(entry.localName);
		const inLocal = entry.descriptor ? u32(0, 0, 0) : u32(sum, packedBytes, entry.localSizeBytes ?? sizeBytes);
		const local = Buffer.concat([
			...[u32(0x04034b50), u16(20, flags, method, 0, 33), inLocal],
			...[u16(localName.length, extra.length), localName, extra, packed],
			...[
				entry.descriptor === 'signed' ? u32(0x08074b50) : u16(),
				entry.descriptor ? u32(sum, packedBytes, sizeBytes) : u16()
			]
		]);
		table.push(
			...[u32(0x02014b50), u16(0x0314, 20, flags, method, 0, 33), u32(sum, packedBytes, sizeBytes)],
			...[u16(name.length, 0, 0, 0, 0), u32(mode * 0x10000, entry.offset ?? at), name]
		);
		if (entry.isListedOnly) continue;
		parts.push(local);
		at += local.length;
	}
	const directory = Buffer.concat(table);
	const { beforeTable = u16(), comment = u16(), disk = 0 } = zip;
	const count = zip.count ?? entries.length;
	return Buffer.concat([
		...[...parts, beforeTable, directory, u32(0x06054b50), u16(disk, disk, count, count)],
		...[
			u32(zip.tableBytes ?? directory.length, zip.tableOffset ?? at + beforeTable.length),
			u16(comment.length),
			comment
		],
		zip.after ?? u16()
	]);
}
