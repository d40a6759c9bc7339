import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diskError } from '#lib/server/superset/bundle/disk-error.ts';
import { mergeFile, type FileSides } from '#lib/server/superset/bundle/merge-file.ts';
import { conflictLines, countOfConflicts } from './conflict-words.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { CommandFailed } from './failure.ts';
import { personGit } from './person-git.ts';
import type { Speaker } from './speaker.ts';

/**
 * `merge-driver %O %A %B %P` of git (git help gitattributes, “Defining a custom merge driver”): the result goes to `mine`.
 * Words go to stderr alone, since some git commands hand their stdout to a program.
 */
export async function mergeDriver(
	speaker: Speaker,
	base: string,
	mine: string,
	theirs: string,
	path: string
): Promise<ExitCode> {
	const sides = { base: await read(base), mine: await read(mine), theirs: await read(theirs) };
	const merged = mergeFile(path, sides);
	const end = async (
		result: 'merged' | 'conflicts',
		{ by = 'structure', bytes = sides.mine, conflicts = [] }: Ending
	) => {
		await writeFile(mine, bytes).catch((cause: unknown) => {
			throw diskError(cause, mine);
		});
		speaker.result({ path, result, by, conflicts }, '');
		return result === 'merged' ? EXIT.done : EXIT.different;
	};
	if (merged.kind === 'merged') return end('merged', { bytes: merged.bytes });
	if (merged.kind === 'unknown') {
		const lines = await mergeLines(speaker, sides);
		if (!lines) {
			speaker.note(`${path} cannot be merged by lines; it is left as it was in mine.`);
			return end('conflicts', { by: 'lines' });
		}
		return end(lines.count > 0 ? 'conflicts' : 'merged', { by: 'lines', bytes: lines.bytes });
	}
	const { conflicts, decided } = merged;
	speaker.note([`${path}: ${countOfConflicts(conflicts.length)}`, ...conflictLines(speaker, conflicts)].join('\n'));
	return end('conflicts', { conflicts, bytes: await markedBytes(speaker, decided) });
}

interface Ending {
	readonly by?: 'structure' | 'lines';
	readonly bytes?: Uint8Array;
	readonly conflicts?: readonly object[];
}

/** Git's markers at everything that is to be decided, and nowhere else. */
async function markedBytes(speaker: Speaker, decided: FileSides): Promise<Uint8Array> {
	const decidedFor = async (side: 'mine' | 'theirs') =>
		(await mergeLines(speaker, decided, [side === 'mine' ? '--ours' : '--theirs']))?.bytes.equals(decided[side]) ===
		true;
	// Lines can merge where the question is one of the whole: that must not answer it without a word.
	const isWhole = (await decidedFor('mine')) && (await decidedFor('theirs'));
	const sides = isWhole ? decided : { ...decided, base: new Uint8Array() };
	const lines = await mergeLines(speaker, sides);
	if (lines) return lines.bytes;
	throw new CommandFailed({ code: 'git_failed', message: 'git merge-file cannot mark the conflicts.' });
}

/** What `git merge-file` makes of three files; `undefined` for files without lines. `count`: of its conflicts. */
async function mergeLines(
	speaker: Speaker,
	sides: FileSides,
	options: readonly string[] = []
): Promise<{ readonly bytes: Buffer; readonly count: number } | undefined> {
	const folder = await mkdtemp(join(tmpdir(), 'dashbranch-merge-'));
	try {
		const fileOf = async (side: keyof FileSides) => {
			const file = join(folder, side);
			await writeFile(file, sides[side]);
			return file;
		};
		const files = [await fileOf('mine'), await fileOf('base'), await fileOf('theirs')];
		const labels = ['mine', 'base', 'theirs'].flatMap((label) => ['-L', label]);
		// Without a base, a style that shows it would put everything into one conflict.
		const style = sides.base.byteLength > 0 ? [] : ['-c', 'merge.conflictStyle=merge'];
		const command = [...style, 'merge-file', '-p', '--quiet', ...options, ...labels, ...files];
		const { exitCode, stdout } = await personGit(speaker.terminal, command);
		// “The exit value … is negative on error, and the number of conflicts otherwise (truncated to 127).”
		return exitCode > 127 ? undefined : { bytes: stdout, count: exitCode };
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

const read = (file: string): Promise<Uint8Array> =>
	readFile(file).catch((cause: unknown) => {
		throw diskError(cause, file);
	});
