import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const runScript = (args: readonly string[], env: Record<string, string> = {}) =>
	spawnSync(process.execPath, ['scripts/run.mjs', ...args], { encoding: 'utf8', env: { ...process.env, ...env } });

/** A folder with one program in it, which prints `says`. */
function folderWithProgram(name: string, says: string): string {
	const folder = mkdtempSync(join(tmpdir(), 'dashbranch-scripts-'));
	onTestFinished(() => rmSync(folder, { recursive: true }));
	writeFileSync(join(folder, name), `#!/bin/sh\necho '${says}'\n`);
	chmodSync(join(folder, name), 0o755);
	return folder;
}

test('SCRIPT-1 a command that is not known ends with 2 and names those that are', () => {
	const { status, stderr } = runScript(['frobnicate']);
	expect(status).toBe(2);
	expect(stderr).toContain('dev|build|start|demo');
});

test('SCRIPT-2 a git that is too old is named, with the version it takes', () => {
	const { status, stderr } = runScript(['build'], { PATH: folderWithProgram('git', 'git version 2.30.2') });
	expect(status).toBe(1);
	expect(stderr).toContain('git 2.38 or newer; this is git version 2.30.2');
});

test('SCRIPT-2 a machine without git is told so', () => {
	const { status, stderr } = runScript(['build'], { PATH: folderWithProgram('other', '') });
	expect(status).toBe(1);
	expect(stderr).toContain('there is no git here');
});

test('SCRIPT-3 a port that is taken is passed over', async () => {
	const taken = createServer().listen(0, '127.0.0.1');
	await once(taken, 'listening');
	onTestFinished(() => void taken.close());
	const { port } = taken.address() as AddressInfo;
	const script = `import { findFreePort } from './scripts/machine.mjs'; console.log(await findFreePort(${port}))`;
	const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
	expect(Number(stdout)).toBeGreaterThan(port);
});
