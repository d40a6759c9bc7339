import { access, constants, lstat, readFile, realpath, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { diskError } from '#lib/server/superset/bundle/disk-error.ts';
import { GIT_ATTRIBUTES, GIT_DRIVER } from '#lib/server/superset/bundle/git-attributes.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { CommandFailed } from './failure.ts';
import { personGit } from './person-git.ts';
import type { Speaker } from './speaker.ts';

const SETTINGS: Readonly<Record<string, string>> = {
	[`merge.${GIT_DRIVER}.name`]: 'dashboards of Apache Superset by their parts',
	[`merge.${GIT_DRIVER}.driver`]: 'dashbranch merge-driver %O %A %B %P',
	[`diff.${GIT_DRIVER}.textconv`]: 'dashbranch textconv'
};

/**
 * `git setup`: attributes beside the tree, drivers in git's configuration. Run again it changes nothing.
 * @throws {CommandFailed} when the folder is in no clone of a tree, or git does not take the settings
 */
export async function gitSetup(speaker: Speaker, dir: string, { global }: { global?: true }): Promise<ExitCode> {
	const { terminal } = speaker;
	const tree = await treeAround(speaker, dir);
	const attributes = await addAttributes(join(tree, '.gitattributes'));
	for (const [key, value] of Object.entries(SETTINGS)) {
		const { exitCode, stderr } = await personGit(
			terminal,
			['config', global ? '--global' : '--local', key, value],
			tree
		);
		if (exitCode === 0) continue;
		throw new CommandFailed({ code: 'git_failed', message: `git config ${key}: ${stderr}` });
	}
	const scope = global ? 'user' : 'clone';
	speaker.result(
		{ dir: tree, attributes, scope, settings: SETTINGS },
		[
			`${join(tree, '.gitattributes')} ${WORDS[attributes]}`,
			`git config of ${global ? 'yours, for all clones' : 'this clone'}:`,
			...Object.entries(SETTINGS).map(([key, value]) => `    ${key} = ${value}`)
		].join('\n')
	);
	if (!(await isOnPath(terminal.env['PATH'] ?? ''))) {
		speaker.note(
			'There is no `dashbranch` on PATH, where git looks for it: `npm link` in the folder of Dashbranch puts it there.'
		);
	}
	return EXIT.done;
}

const WORDS = {
	written: 'written; it counts here without being committed',
	extended: 'extended; that counts here without being committed',
	unchanged: 'has all lines already'
} as const;

/** The folder of the tree that a folder is in, at most up to the root of its clone. */
async function treeAround(speaker: Speaker, dir: string): Promise<string> {
	const start = await realpath(dir).catch((cause: unknown) => {
		throw diskError(cause, dir);
	});
	const { exitCode, stdout } = await personGit(speaker.terminal, ['rev-parse', '--show-toplevel'], start);
	if (exitCode !== 0) {
		throw new CommandFailed({
			...{ code: 'not_found', message: `“${dir}” is in no clone of a git repository.` },
			hint: 'Clone the dashboard’s repository first, then name its folder.'
		});
	}
	const root = await realpath(stdout.toString('utf8').replace(/\r?\n$/, ''));
	for (let folder = start; ; folder = dirname(folder)) {
		const form = await lstat(join(folder, '.dashbranch.yaml')).catch(() => undefined);
		if (form?.isFile()) return folder;
		if (folder === root || folder === dirname(folder)) break;
	}
	throw new CommandFailed({
		...{ code: 'not_found', message: `“${dir}” is in no tree of Dashbranch: .dashbranch.yaml is missing.` },
		hint: 'Check out a branch that holds a dashboard, and name the folder of its tree.'
	});
}

/** Lines of a person stay, and come first. */
async function addAttributes(file: string): Promise<keyof typeof WORDS> {
	try {
		const found = await lstat(file).catch(() => undefined);
		if (found?.isSymbolicLink()) {
			const hint = 'Git does not read it either: put a file in its place.';
			throw new CommandFailed({
				code: 'not_allowed',
				message: `“${file}” is a link, and links are not followed.`,
				hint
			});
		}
		const before = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
			if (cause.code === 'ENOENT') return undefined;
			throw cause;
		});
		const known = new Set((before ?? '').split(/\r?\n/).map((line) => line.trim()));
		const missing = GIT_ATTRIBUTES.filter((line) => !known.has(line));
		if (missing.length === 0) return 'unchanged';
		const end = before === undefined || before === '' || before.endsWith('\n') ? '' : '\n';
		await writeFile(file, `${before ?? ''}${end}${missing.join('\n')}\n`);
		return before === undefined ? 'written' : 'extended';
	} catch (cause) {
		throw diskError(cause, file);
	}
}

async function isOnPath(path: string): Promise<boolean> {
	for (const folder of path.split(delimiter).filter(Boolean)) {
		const names = ['dashbranch', 'dashbranch.cmd'];
		for (const name of names) {
			const found = await access(join(folder, name), constants.X_OK).then(
				() => true,
				() => false
			);
			if (found) return true;
		}
	}
	return false;
}
