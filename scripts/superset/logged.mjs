import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { Missing } from '../machine.mjs';

/** Run a program with its output in a file; a failure shows the end of that file. @throws {Missing} */
export async function runLogged(command, args, { log, cwd, env }) {
	const out = openSync(log, 'a');
	const code = await new Promise((resolve, reject) => {
		const child = spawn(command, args, { cwd, env, stdio: ['ignore', out, out] });
		child.once('error', reject);
		child.once('close', resolve);
	}).finally(() => closeSync(out));
	if (code !== 0)
		throw new Missing(`${command} ${args.join(' ')} failed (${code}). The end of ${log}:\n${tailOf(log)}`);
}

/** The last lines of a log. */
export const tailOf = (log, lines = 30) => readFileSync(log, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
