import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { runCommandLine } from '../../src/cli/program.ts';
import type { Terminal } from '../../src/cli/terminal.ts';

export interface Surroundings {
	readonly env?: Readonly<Record<string, string>>;
	readonly isTerminal?: boolean;
	/** Somebody who answers questions. */
	readonly answer?: () => string;
	/** Gets what Ctrl-C would call. */
	readonly onListening?: (interrupt: () => void) => void;
	/** Sees each text as it is written to stderr. */
	readonly onError?: (text: string) => void;
}

export interface Ended {
	readonly code: number;
	readonly out: string;
	readonly err: string;
	/** What stdout holds, as a document. */
	json(): Record<string, never>;
}

/** Run the command line in this process, as it would run in its own. */
export async function dashbranch(args: readonly string[], around: Surroundings = {}): Promise<Ended> {
	let [out, err] = ['', ''];
	const isTerminal = around.isTerminal ?? false;
	const terminal: Terminal = {
		env: around.env ?? {},
		out: { isTerminal, write: (text) => void (out += textOf(text)) },
		err: {
			isTerminal,
			write: (text) => {
				err += textOf(text);
				around.onError?.(textOf(text));
			}
		},
		isInteractive: around.answer !== undefined,
		ask: (question) => {
			err += question;
			return Promise.resolve(around.answer?.() ?? '');
		},
		onInterrupt: (listener) => {
			around.onListening?.(listener);
			return () => {};
		}
	};
	const code = await runCommandLine(args, terminal);
	return { code, out, err, json: () => JSON.parse(out) as Record<string, never> };
}

const textOf = (text: string | Uint8Array): string => (typeof text === 'string' ? text : Buffer.from(text).toString());

/** An empty folder that goes with the test. */
export async function emptyFolder(): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), 'dashbranch-cli-'));
	onTestFinished(() => rm(folder, { recursive: true, force: true }));
	return folder;
}

/** Every file below a folder, by path. */
export async function filesBelow(folder: string): Promise<Record<string, string>> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	const files: Record<string, string> = {};
	for (const entry of entries) {
		if (!entry.isFile()) continue;
		const path = join(entry.parentPath, entry.name);
		files[path.slice(folder.length + 1)] = await readFile(path, 'utf8');
	}
	return files;
}
