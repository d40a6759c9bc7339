import { expect, test } from 'vitest';
import { isStorageTrouble } from '#lib/server/git/failures.ts';

test.each([
	'fatal: write error: No space left on device',
	'error: unable to create temporary file: Read-only file system',
	'fatal: sha1 file write error: Disk quota exceeded'
])('GIT-5 “%s” is trouble with the storage', (stderr) => {
	expect(isStorageTrouble(stderr)).toBe(true);
});

test('GIT-5 other failures are not', () => {
	expect(isStorageTrouble("fatal: not a git repository: '/data/No such'")).toBe(false);
});
