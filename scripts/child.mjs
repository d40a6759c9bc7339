import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Missing, ROOT } from './machine.mjs';

/**
 * Run a program in the project's folder; what it prints goes straight to the terminal.
 * Gives its exit code (1 when a signal ended it).
 */
export function run(command, args, { env = {}, cwd = ROOT } = {}) {
	return new Promise((resolve, reject) => {
		const child = spawn(command, args, { cwd, stdio: 'inherit', env: { ...process.env, ...env } });
		// A Ctrl-C reaches the child by the terminal; a `kill` reaches only this process, so it is handed on.
		const pass = (signal) => child.kill(signal);
		process.on('SIGTERM', pass).on('SIGINT', pass);
		child.once('error', reject);
		child.once('close', (code) => {
			process.off('SIGTERM', pass).off('SIGINT', pass);
			resolve(code ?? 1);
		});
	});
}

/** Like `run`, for what must not fail. @throws {Missing} with `what` in it. */
export async function mustRun(what, command, args, options) {
	const code = await run(command, args, options);
	if (code !== 0) throw new Missing(`${what} failed with exit code ${code}; the reason stands above.`);
}

/** Run a script with this Node (or `node`, another one). */
export const runNode = (args, { node = process.execPath, ...options } = {}) => run(node, args, options);

/** Run an installed package's command, as `npx` would, without npx. */
export const runTool = (name, args, { from = name, ...options } = {}) =>
	runNode([toolPath(from, name), ...args], options);

/** The npm that started us, or the one on the PATH: [command, leading arguments]. */
export function npmCommand() {
	const cli = process.env.npm_execpath;
	return cli !== undefined && /npm-cli\.c?js$/.test(cli) && existsSync(cli) ? [process.execPath, [cli]] : ['npm', []];
}

function toolPath(packageName, command) {
	const folder = join(ROOT, 'node_modules', packageName);
	const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
	return join(folder, typeof bin === 'string' ? bin : bin[command]);
}
