import { GitFailed } from '#lib/domain/errors.ts';

/** Git was ended because it took too long. */
export class GitTimedOut extends GitFailed {
	constructor(command: string, timeoutMs: number) {
		super(command, -1, '');
		this.message = `git ${command} took longer than ${timeoutMs / 1000} s and was ended.`;
	}
}

/** Git was ended because it printed more than the caller is willing to hold. */
export class GitOutputTooLarge extends GitFailed {
	constructor(command: string, maxBytes: number) {
		super(command, -1, '');
		this.message = `git ${command} answered with more than ${maxBytes} bytes and was ended.`;
	}
}

/** Git has no code of its own for a disk that is full or read-only; the words are those of the C library (`LC_ALL=C`). */
export const isStorageTrouble = (stderr: string): boolean =>
	/No space left on device|Disk quota exceeded|Read-only file system/.test(stderr);
