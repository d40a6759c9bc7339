import { spawn, spawnSync } from 'node:child_process';
import { closeSync, copyFileSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'; // prettier-ignore
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeSampleData } from '../../tests/support/superset/sample-data.mjs';
import { findFreePort, Missing } from '../machine.mjs';
import { ensureVenv, HOME } from './install.mjs';
import { tailOf } from './logged.mjs';
import { ensureTemplate, supersetEnvironment } from './template.mjs';

const START_LIMIT_MS = 180_000;

/** Who can sign in to each instance; `editor` has the role Alpha, `viewer` Gamma. */
export const ADMIN = { username: 'admin', password: 'admin12345' };

const folderOf = (name) => join(HOME, 'run', name);

/**
 * Start a Superset on 127.0.0.1, or find it running. Its content stays after `stopInstance`; `fresh` starts it empty.
 *
 * @param port  0 for any free one
 * @throws {Missing} when another program has the port: whatever answers there, seeds must not be written into it
 */
export async function startInstance({ name, version, port = 0, fresh = false }) {
	if (!/^[a-z0-9-]+$/.test(name)) throw new Missing(`The name ${name} is not made of a-z, 0-9 and "-".`);
	const running = readInstance(name);
	if (running?.pid !== undefined) {
		const asked = running.version === version && (port === 0 || port === running.port) && !fresh;
		if (asked && (await isHealthy(running.url))) return running;
		throw new Missing(`${name} is running (Superset ${running.version}, ${running.url}). Stop it first: down ${name}`);
	}
	const venv = await ensureVenv(version);
	const template = await ensureTemplate(version, venv);
	const free = await findFreePort(port);
	if (port !== 0 && free !== port) throw new Missing(`Something else answers on port ${port}; ${free} is free.`);

	const folder = folderOf(name);
	if (fresh) rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	if (!existsSync(join(folder, 'meta.db'))) copyFileSync(template, join(folder, 'meta.db'));
	writeSampleData(join(folder, 'data'));
	writeFileSync(join(folder, 'instance.json'), JSON.stringify({ version, port: free }));
	await launch({ name, version, port: free, folder, venv });
	return readInstance(name);
}

/** Stop an instance by its pid file; true when one was running. */
export async function stopInstance(name) {
	const pid = readInstance(name)?.pid;
	if (pid !== undefined) {
		process.kill(pid, 'SIGTERM');
		for (let waited = 0; isAlive(pid); waited += 100) {
			if (waited === 10_000) process.kill(pid, 'SIGKILL');
			await sleep(100);
		}
	}
	rmSync(join(folderOf(name), 'pid'), { force: true });
	return pid !== undefined;
}

/** Stop an instance and drop its content. */
export async function removeInstance(name) {
	await stopInstance(name);
	rmSync(folderOf(name), { recursive: true, force: true });
}

/** Each instance that was ever started and not removed; those that run have a `pid`. */
export function listInstances() {
	const runs = join(HOME, 'run');
	return existsSync(runs) ? readdirSync(runs).sort().flatMap((name) => readInstance(name) ?? []) : []; // prettier-ignore
}

/** What is known of an instance, or undefined. */
export function readInstance(name) {
	const folder = folderOf(name);
	if (!existsSync(join(folder, 'instance.json'))) return undefined;
	const { version, port } = JSON.parse(readFileSync(join(folder, 'instance.json'), 'utf8'));
	const pidFile = join(folder, 'pid');
	const pid = existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8')) : undefined;
	return {
		name,
		version,
		port,
		url: `http://127.0.0.1:${port}`,
		folder,
		pid: pid && isServer(pid, folder) ? pid : undefined
	};
}

async function launch({ name, version, port, folder, venv }) {
	const log = join(folder, 'log');
	const out = openSync(log, 'a');
	const args = [
		...['--bind', `127.0.0.1:${port}`, '--workers', '1', '--worker-class', 'gthread', '--threads', '8'],
		...['--timeout', '300', '--pid', join(folder, 'pid'), '--chdir', folder, '--worker-tmp-dir', folder],
		...['--no-control-socket', 'superset.app:create_app()']
	];
	const env = supersetEnvironment({ version, folder, port });
	const child = spawn(join(venv, 'bin', 'gunicorn'), args, {
		cwd: folder,
		env,
		detached: true,
		stdio: ['ignore', out, out]
	});
	child.unref();
	closeSync(out);
	let exit;
	child.once('error', (error) => (exit = error.message));
	child.once('exit', (code, signal) => (exit = `exit ${code ?? signal}`));

	const until = Date.now() + START_LIMIT_MS;
	while (exit === undefined && Date.now() < until) {
		if (await isHealthy(`http://127.0.0.1:${port}`)) return;
		await sleep(250);
	}
	if (exit === undefined) process.kill(child.pid, 'SIGKILL');
	throw new Missing(`${name} did not start (${exit ?? 'no answer in time'}). The end of ${log}:\n${tailOf(log)}`);
}

async function isHealthy(url) {
	const answer = await fetch(`${url}/health`, { signal: AbortSignal.timeout(5000) }).catch(() => undefined);
	return answer?.ok === true;
}

/** A pid file outlives its process, and by then the number may be another's: only a gunicorn of that folder counts. */
function isServer(pid, folder) {
	if (!isAlive(pid)) return false;
	const { stdout } = spawnSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
	return stdout?.includes(join(folder, 'pid')) ?? true;
}

function isAlive(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}
