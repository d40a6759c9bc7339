import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownFileArg } from './arguments.ts';
import { runGit } from './exec.ts';

export interface TextsToMerge {
	readonly base: Uint8Array;
	readonly mine: Uint8Array;
	readonly theirs: Uint8Array;
}

/** git-merge-file(1): the number of conflicts, at most 127; 255 for what it cannot merge, as a binary file. */
const ANSWERS = Array.from({ length: 128 }, (_, code) => code);
const NOT_MERGED = 255;

/**
 * Merge two texts by lines over the one that they come from, as git does.
 *
 * @returns `null` where both changed the same lines, or where one of them is no text
 */
export async function mergeFile({ base, mine, theirs }: TextsToMerge): Promise<Uint8Array | null> {
	const folder = await mkdtemp(join(tmpdir(), 'dashbranch-merge-'));
	try {
		const names = ['mine', 'base', 'theirs'].map((name) => join(folder, name));
		await Promise.all([mine, base, theirs].map((bytes, at) => writeFile(names[at]!, bytes)));
		const args = names.map(ownFileArg);
		const options = { okCodes: [...ANSWERS, NOT_MERGED] };
		const { exitCode, stdout } = await runGit(null, ['merge-file', '--stdout', '--quiet', ...args], options);
		return exitCode === 0 ? stdout : null;
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}
