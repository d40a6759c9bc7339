import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A process that runs a module of the tests. */
export interface TestProcess {
	/** Wait until it prints this line. @throws when it ends before, with what it said on stderr */
	said(line: string): Promise<void>;
	/** `kill -9`: no handler runs, nothing is written any more. */
	kill(): Promise<void>;
	/** @throws when it ends with a failure */
	ended(): Promise<void>;
}

export function startProcess(module: string, args: readonly string[]): TestProcess {
	const child = spawn(process.execPath, ['tests/support/process/run.mjs', module, ...args], {
		stdio: ['ignore', 'pipe', 'pipe'],
		env: cleanEnvironment()
	});
	let stderr = '';
	child.stderr.on('data', (chunk) => (stderr += String(chunk)));
	const lines = new Set<string>();
	const output = createInterface(child.stdout).on('line', (line) => lines.add(line));
	const closed = once(child, 'close');

	return {
		async said(line) {
			while (!lines.has(line)) {
				if (hasEnded(child)) throw new Error(`The process ended before it said “${line}”:\n${stderr}`);
				await Promise.race([once(output, 'line'), closed]);
			}
		},
		async kill() {
			child.kill('SIGKILL');
			await closed;
		},
		async ended() {
			await closed;
			if (child.exitCode !== 0) throw new Error(`The process ended with ${child.exitCode}:\n${stderr}`);
		}
	};
}

/** The environment of a process that tests start: a clean one, but for what the run on another Node needs. */
export const cleanEnvironment = (): Record<string, string> =>
	Object.fromEntries(
		// The last two: scripts/node24-sqlite.cjs.
		['PATH', 'NODE_OPTIONS', 'DASHBRANCH_SQLITE_NATIVE'].flatMap((name) => {
			const value = process.env[name];
			return value === undefined ? [] : [[name, value]];
		})
	);

const hasEnded = ({ exitCode, signalCode }: ChildProcess) => exitCode !== null || signalCode !== null;
