import { execFile } from 'node:child_process';
import { CommandFailed } from './failure.ts';
import type { Terminal } from './terminal.ts';

export interface PersonGitResult {
	readonly exitCode: number;
	readonly stdout: Buffer;
	readonly stderr: string;
}

/**
 * Run git in a person's clone as they would: with their configuration and environment, unlike the server's git, which has
 * neither. Any exit code is an answer.
 * @throws {CommandFailed} when there is no git
 */
export function personGit(
	terminal: Pick<Terminal, 'env'>,
	args: readonly string[],
	cwd?: string
): Promise<PersonGitResult> {
	return new Promise((resolve, reject) => {
		const options = { env: terminal.env, cwd, encoding: 'buffer', maxBuffer: 256 * 2 ** 20 } as const;
		execFile('git', args, options, (cause, stdout, stderr) => {
			if (cause && typeof cause.code !== 'number') {
				const message = `git could not be started (${cause.message}).`;
				reject(new CommandFailed({ code: 'git_failed', message, hint: 'Install git, or look at PATH.' }));
				return;
			}
			resolve({ exitCode: Number(cause?.code ?? 0), stdout, stderr: stderr.toString('utf8').trim() });
		});
	});
}
