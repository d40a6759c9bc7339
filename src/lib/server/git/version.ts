import { AppError, type ErrorCode } from '#lib/domain/errors.ts';
import { runGit } from './exec.ts';

/** `merge-tree --write-tree` came with this one. */
const LEAST = [2, 38] as const;

/** The git of this machine is missing or too old. */
export class GitTooOld extends AppError {
	readonly code: ErrorCode = 'git_failed';
}

/**
 * The version of the git on this machine, e.g. `2.39.5`.
 *
 * @throws {GitTooOld} when there is none, or one older than 2.38.
 */
export async function gitVersion(): Promise<string> {
	const words = await runGit(null, ['version']).then(
		({ stdout }) => stdout.toString('utf8').trim(),
		(cause: unknown) => {
			throw new GitTooOld('There is no git on this machine.', { hint: 'Install git 2.38 or later.', cause });
		}
	);
	return checkVersion(words);
}

/** The number in `git version 2.39.5 (Apple Git-154)`, when it is one that we can work with. */
export function checkVersion(words: string): string {
	const [, version = words, major, minor] = /^git version ((\d+)\.(\d+)\S*)/.exec(words) ?? [];
	const [least, leastMinor] = LEAST;
	if (Number(major) > least || (Number(major) === least && Number(minor) >= leastMinor)) return version;
	throw new GitTooOld(`Git ${version} is too old.`, { hint: 'Install git 2.38 or later.' });
}
