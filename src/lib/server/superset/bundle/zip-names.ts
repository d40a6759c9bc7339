import { refuseEntry } from './zip-error.ts';

const MOST_CHARACTERS = 500;
const MOST_BYTES_OF_PART = 255;

/** @throws BundleRejected for a name that could lead out of its folder, or not stand in a tree or on a disk */
export function checkName(name: string): void {
	if (name === '') refuseEntry(name, 'it has no name');
	if (name.length > MOST_CHARACTERS) refuseEntry(name, `its name is longer than ${MOST_CHARACTERS} characters`);
	if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(name)) refuseEntry(name, 'its name has a control character');
	if (name.includes('\\')) refuseEntry(name, 'its name has a backslash');
	if (name.startsWith('/') || /^[A-Za-z]:/.test(name)) refuseEntry(name, 'its name is absolute');
	for (const part of name.split('/')) {
		if (part === '') refuseEntry(name, 'its name has an empty part');
		if (part === '.' || part === '..') refuseEntry(name, 'its name leads out of its folder');
		if (Buffer.byteLength(part) > MOST_BYTES_OF_PART)
			refuseEntry(name, `a part of its name is longer than ${MOST_BYTES_OF_PART} bytes`);
	}
}

/** What macOS and Windows put beside the files that a person zips again. */
export const isLitter = (name: string): boolean =>
	name.startsWith('__MACOSX/') || /(?:^|\/)(?:\.DS_Store|Thumbs\.db|desktop\.ini)$/.test(name);

/** @throws BundleRejected for a name that stands twice, differs from another in case only, or is a folder of another */
export function checkClashes(names: readonly string[]): void {
	const seen = new Map<string, string>();
	for (const name of names) {
		const folded = foldedName(name);
		const other = seen.get(folded);
		if (other === name) refuseEntry(name, 'it is there twice');
		if (other !== undefined)
			refuseEntry(name, `its name differs from “${other}” in upper and lower case or accents only`);
		seen.set(folded, name);
	}
	for (const [folded, name] of seen)
		for (let at = folded.lastIndexOf('/'); at > 0; at = folded.lastIndexOf('/', at - 1))
			if (seen.has(folded.slice(0, at))) refuseEntry(name, 'one of its folders is a file, too');
}

/** Equal for names that macOS or Windows take for the same. */
const foldedName = (name: string): string => name.normalize('NFC').toLowerCase();
