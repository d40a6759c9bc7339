import { InvalidInput } from '#lib/domain/errors.ts';

const MAX_BYTES = 1024;

/** Code points that HFS+ passes over when it compares names (git's `next_hfs_char`). */
const HFS_IGNORED = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g;

/**
 * Refuse what no file of a tree may be called: also names that are harmless in git but not where somebody clones the
 * repository (`.GIT`, `git~1`, a backslash).
 *
 * @throws {InvalidInput} with the path as the place of the issue.
 * @see https://git-scm.com/docs/git-fsck, `hasDotdot`, `hasDotgit`, `fullPathname`; git's `verify_path`
 */
export function checkPath(path: string): void {
	const reason = reasonAgainst(path);
	if (reason) throw new InvalidInput([{ path: [path], message: `is not a file name that git keeps: ${reason}` }]);
}

function reasonAgainst(path: string): string | undefined {
	if (path === '') return 'it is empty';
	if (path.startsWith('/')) return 'it starts with “/”';
	if (path.includes('\0')) return 'it has a NUL character';
	if (path.includes('\\')) return 'it has a backslash';
	if (!path.isWellFormed()) return 'it is not well-formed Unicode';
	if (Buffer.byteLength(path) > MAX_BYTES) return `it is longer than ${MAX_BYTES} bytes`;
	for (const part of path.split('/')) {
		if (part === '') return 'a part of it is empty';
		if (part === '.' || part === '..') return `it has a part “${part}”`;
		if (isDotGit(part)) return `“${part}” is a name that git keeps for itself`;
	}
	return undefined;
}

/** `.git` in the spellings that some file system takes for it: case, HFS+ ignored characters, NTFS short names and streams. */
function isDotGit(part: string): boolean {
	const name = part.replace(HFS_IGNORED, '').toLowerCase();
	return /^(?:\.git|git~1)[ .]*(?::.*)?$/s.test(name);
}

/**
 * A path in the form that fast-import reads: in double quotes, with C's escapes.
 *
 * @see https://git-scm.com/docs/git-fast-import, *filemodify*
 */
export const quotePath = (path: string): string =>
	// eslint-disable-next-line no-control-regex -- these are the ones to escape
	`"${path.replace(/["\\\x00-\x1f\x7f]/g, (char) => `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`)}"`;
