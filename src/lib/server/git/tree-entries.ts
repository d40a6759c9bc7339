import type { Oid } from '#lib/domain/ids.ts';

export interface TreeEntry {
	readonly kind: 'file' | 'folder' | 'submodule';
	/** As git writes it: `100644`, `40000`. */
	readonly mode: string;
	readonly name: string;
	readonly oid: Oid;
}

const NUL = 0;
const SPACE = 0x20;

/**
 * Read a tree object: `<mode> <name> NUL <binary object id>`, again and again. A symlink counts as a file: its content
 * is the text of the link, and nobody follows it.
 *
 * @param raw What `git cat-file tree` prints.
 * @param oidBytes 20 (SHA-1) or 32 (SHA-256).
 */
export function parseTree(raw: Uint8Array, oidBytes: number): TreeEntry[] {
	const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
	const entries: TreeEntry[] = [];
	for (let at = 0; at < bytes.length;) {
		const space = bytes.indexOf(SPACE, at);
		const end = bytes.indexOf(NUL, space);
		if (space === -1 || end === -1 || end + oidBytes >= bytes.length + 1) break;
		const mode = bytes.toString('latin1', at, space);
		entries.push({
			kind: mode === '40000' ? 'folder' : mode === '160000' ? 'submodule' : 'file',
			mode,
			name: bytes.toString('utf8', space + 1, end),
			// Hex of that many bytes is an object id by its form; parsing each would cost more than reading it.
			oid: bytes.toString('hex', end + 1, end + 1 + oidBytes) as Oid
		});
		at = end + 1 + oidBytes;
	}
	return entries;
}
