import { createHash } from 'node:crypto';
import { InvalidInput } from '#lib/domain/errors.ts';
import type { Oid } from '#lib/domain/ids.ts';
import type { TreeEdits, TreeListing } from '#lib/domain/tree.ts';
import { checkPath } from './paths.ts';

/** An edit that changes something. */
export interface Edit {
	readonly path: string;
	/** `null` removes the file. */
	readonly bytes: Uint8Array | null;
}

/**
 * The edits that change something in a tree, removals first.
 *
 * @throws {InvalidInput} when a name is none that git keeps, or is a file and a folder at once.
 */
export function effectiveEdits(base: TreeListing, edits: TreeEdits): Edit[] {
	const effective: Edit[] = [];
	for (const [path, bytes] of edits) {
		const before = base.get(path);
		if (bytes === null) {
			if (before) effective.push({ path, bytes });
			continue;
		}
		checkPath(path);
		if (!before || before !== blobOid(bytes, before.length)) effective.push({ path, bytes });
	}
	checkFolders(base, effective);
	return effective.sort((a, b) => Number(a.bytes !== null) - Number(b.bytes !== null));
}

/** The object id that git gives a file: no need to ask it. `length`: 40 (SHA-1) or 64 (SHA-256). */
export function blobOid(bytes: Uint8Array, length: number): Oid {
	const hash = createHash(length === 64 ? 'sha256' : 'sha1').update(`blob ${bytes.byteLength}\0`);
	return hash.update(bytes).digest('hex') as Oid;
}

/** Git would quietly drop a folder where a file of its name is written, and the other way round. */
function checkFolders(base: TreeListing, edits: readonly Edit[]): void {
	const added = edits.filter(({ path, bytes }) => bytes !== null && !base.has(path));
	if (added.length === 0) return;

	const files = new Set(base.keys());
	for (const { path, bytes } of edits) {
		if (bytes === null) files.delete(path);
		else files.add(path);
	}
	const folders = new Set<string>();
	for (const path of files) {
		for (let end = path.indexOf('/'); end !== -1; end = path.indexOf('/', end + 1)) folders.add(path.slice(0, end));
	}
	for (const { path } of added) {
		const parts = path.split('/');
		const above = parts.map((_part, i) => parts.slice(0, i).join('/'));
		const clash = folders.has(path) ? path : above.find((folder) => files.has(folder));
		if (clash) throw new InvalidInput([{ path: [path], message: `“${clash}” would be a file and a folder at once` }]);
	}
}
