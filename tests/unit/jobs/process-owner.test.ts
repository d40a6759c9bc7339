import { hostname } from 'node:os';
import { expect, test } from 'vitest';
import { claimOwner, isGone, releaseOwner, SILENT_AFTER_MS } from '#lib/server/jobs/process-owner.ts';

test('LOCK-3 this process is never gone until it lets go', () => {
	const owner = claimOwner();
	expect(isGone(owner, 0, SILENT_AFTER_MS * 100)).toBe(false);
	releaseOwner(owner);
	expect(isGone(owner, 0, 0)).toBe(true);
});

test.each([
	['on another machine, heard just now', 'elsewhere|1|x', 0, false],
	['on another machine, heard at the limit', 'elsewhere|1|x', SILENT_AFTER_MS, false],
	['on another machine, silent', 'elsewhere|1|x', SILENT_AFTER_MS + 1, true],
	['on this machine, living', `${hostname()}|${process.ppid}|x`, 0, false],
	['on this machine, no such process', `${hostname()}|4194999|x`, 0, true],
	['on this machine, with our number', `${hostname()}|${process.pid}|x`, 0, true]
])('LOCK-3 a process %s', (_what, owner, silentMs, expected) => {
	expect(isGone(owner, 1000, 1000 + silentMs)).toBe(expected);
});
