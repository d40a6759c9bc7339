import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { dashbranch, emptyFolder, type Ended } from '#tests/support/command-line.ts';

export interface Clone {
	readonly folder: string;
	/** Of git and of the command line: a home of its own, and `dashbranch` on PATH. */
	readonly env: Readonly<Record<string, string>>;
	git(...args: readonly string[]): Promise<{ code: number; out: string; err: string }>;
	dashbranch(...args: readonly string[]): Promise<Ended>;
	read(path: string): Promise<string>;
	/** Write files of the tree and commit them. */
	commit(files: Readonly<Record<string, string | Uint8Array>>): Promise<void>;
	/** Two branches from here: the one that is checked out gets `mine`, `theirs` gets the other. */
	part(sides: Record<'mine' | 'theirs', Readonly<Record<string, string | Uint8Array>>>): Promise<void>;
}

/** A repository on this disk with the tree of a recorded export as its first commit, in `below` of it. */
export async function cloneOf(zip: string, below = '.'): Promise<Clone> {
	const home = await realpath(await emptyFolder());
	const folder = join(home, 'a clone');
	const bin = join(home, 'bin');
	await mkdir(bin);
	const program = ['run.mjs', 'command-line.ts'].map((file) => resolve('tests/support/process', file));
	const command = [process.execPath, ...program].map((part) => `'${part}'`).join(' ');
	await writeFile(join(bin, 'dashbranch'), `#!/bin/sh\nexec ${command} "$@"\n`);
	await chmod(join(bin, 'dashbranch'), 0o755);
	const env = { HOME: home, PATH: `${bin}:${process.env['PATH']}`, GIT_CONFIG_NOSYSTEM: '1', LC_ALL: 'C.UTF-8' };

	const git: Clone['git'] = (...args) =>
		new Promise((done) => {
			const who = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', '-c', 'core.quotePath=false'];
			execFile('git', [...who, ...args], { cwd: folder, env }, (cause, out, err) =>
				done({ code: Number(cause?.code ?? 0), out, err })
			);
		});
	const clone: Clone = {
		folder,
		env,
		git,
		dashbranch: (...args) => dashbranch(args, { env }),
		read: (path) => readFile(join(folder, path), 'utf8'),
		async commit(files) {
			for (const [path, content] of Object.entries(files)) {
				await mkdir(join(folder, path, '..'), { recursive: true });
				await writeFile(join(folder, path), content);
			}
			await git('add', '--all');
			await git('commit', '--allow-empty', '-m', 'x');
		},
		async part({ mine, theirs }) {
			await git('switch', '-c', 'theirs');
			await clone.commit(theirs);
			await git('switch', 'main');
			await clone.commit(mine);
		}
	};
	await dashbranch(['bundle', 'tree', zip, '--out', join(home, 'tree')]);
	await mkdir(join(folder, below), { recursive: true });
	await cp(join(home, 'tree'), join(folder, below), { recursive: true });
	await git('init', '--initial-branch=main');
	await clone.commit({});
	return clone;
}
