import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { allOf, programFor, type Runs } from '../../../src/cli/program.ts';
import { dashbranch } from '#tests/support/command-line.ts';

const SALES = 'specs/examples/superset/6.1.0/sales-overview.zip';
const SAVED = 'specs/examples/superset/6.1.0/after-save/sales-overview.zip';

test.each([
	[['depoly'], "Unknown command 'depoly'.", 'Did you mean deploy?'],
	[['bundle', 'dif'], "Unknown command 'dif'.", 'Did you mean diff?'],
	[['bundle', 'lint', 'a', '--jsno'], "Unknown option '--jsno'.", 'Did you mean --json?'],
	[['xyzzy'], "Unknown command 'xyzzy'.", 'Add --help'],
	[['bundle'], 'Name a command.', 'Add --help'],
	[[], 'Name a command.', 'Add --help'],
	[['bundle', 'tree', SALES], "Required option '--out <dir>' not specified.", 'Add --help'],
	[['bundle', 'diff', SALES], "Missing required argument 'after'.", 'Add --help'],
	[['bundle', 'diff', 'a', 'b', 'c'], "Too many arguments for 'diff'", 'Add --help'],
	[['bundle', 'zip', 'a', '--out', 'b', '--for', 'new'], 'It must be a version of Superset like 6.1.0.', 'Add --help']
])('CLI-2 %j', async (args, message, hint) => {
	const words = await dashbranch(args);
	expect([words.code, words.out]).toEqual([2, '']);
	expect(words.err).toContain(message);
	expect(words.err).toContain(hint);
	expect(words.err.split('\n').length).toBeLessThanOrEqual(3);
	const { code, json, err } = await dashbranch([...args, '--json']);
	expect([code, err]).toEqual([2, '']);
	expect(json()).toEqual({
		error: {
			code: 'usage',
			message: expect.stringContaining(message),
			hint: expect.stringContaining(hint),
			findings: []
		}
	});
});

test('CLI-3 with --json stdout is one document and stderr is empty, wherever it stands', async () => {
	for (const args of [
		['--json', 'bundle', 'diff', SALES, SAVED],
		['bundle', 'diff', '--json', SALES, SAVED],
		['bundle', 'diff', SALES, SAVED, '--json']
	]) {
		const { code, json, err } = await dashbranch(args);
		expect([code, err]).toEqual([1, '']);
		expect(json()).toMatchObject({ result: 'different', assets: [{ kind: 'dashboard', change: 'modified' }] });
	}
	const { json, err } = await dashbranch(['bundle', 'lint', 'nothing/here', '--json']);
	expect(json()).toEqual({
		error: {
			code: 'not_found',
			message: expect.stringContaining('nothing/here'),
			hint: expect.any(String),
			findings: []
		}
	});
	expect(err).toBe('');
});

test('CLI-4 without a terminal nothing but the result is said', async () => {
	const { err, out } = await dashbranch(['bundle', 'diff', SALES, SALES]);
	expect([out, err]).toEqual(['Equal.\n', '']);
});

test('CLI-7 --version and --help end with 0 on stdout; each command with arguments has an example', async () => {
	expect(await dashbranch(['--version'])).toMatchObject({ code: 0, out: '0.1.0\n', err: '' });
	const help = await dashbranch(['--help']);
	expect(help).toMatchObject({ code: 0, err: '' });
	expect(help.out).toContain('DASHBRANCH_TOKEN');
	const program = programFor({ out: { isTerminal: false, write: () => {} } }, (() =>
		async () => {}) as unknown as Runs);
	for (const command of allOf(program).filter(({ registeredArguments }) => registeredArguments.length > 0)) {
		const path = command.parent?.parent ? [command.parent.name(), command.name()] : [command.name()];
		const { code, out } = await dashbranch([...path, '--help']);
		expect([code, out]).toEqual([0, expect.stringContaining(`Example:\n  $ dashbranch ${path.join(' ')}`)]);
		expect(out).toContain('--json');
	}
});

/** Run in a process of its own; `withOutput` gets the pipe of its stdout at once. */
async function inProcess(
	args: readonly string[],
	withOutput: (stdout: NodeJS.ReadableStream & { destroy(): void }) => void
) {
	const command = ['tests/support/process/run.mjs', 'tests/support/process/command-line.ts', ...args];
	const child = spawn(process.execPath, command, {
		stdio: ['ignore', 'pipe', 'pipe'],
		env: { PATH: process.env['PATH'] }
	});
	withOutput(child.stdout);
	let err = '';
	child.stderr.on('data', (chunk) => (err += String(chunk)));
	const [code] = (await once(child, 'close')) as [number];
	return { code, err };
}

test('CLI-6 a reader that leaves changes neither exit code nor work', async () => {
	expect(await inProcess(['bundle', 'diff', SALES, SAVED], (stdout) => stdout.destroy())).toEqual({ code: 1, err: '' });
});

test('CLI-6 what is written into a pipe arrives whole', async () => {
	let out = '';
	const { code } = await inProcess(['bundle', 'lint', SALES, '--json'], (stdout) =>
		stdout.on('data', (chunk) => (out += String(chunk)))
	);
	expect([code, JSON.parse(out)]).toEqual([0, { errors: 0, warnings: 0, findings: [] }]);
});
