import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const START_LIMIT_MS = 60_000;

/**
 * Start the built app as the demo does (practice Supersets, practice data, sign-in by one click) on a free port and in
 * a new folder. The tests find it by `DASHBRANCH_E2E_URL`; what it logs is kept in `test-results/app.log`.
 */
export default async function startApp(): Promise<() => Promise<void>> {
	const entry = ['build/cli/demo.js', 'build/index.js'].find((path) => existsSync(path));
	if (entry === undefined) throw new Error('There is no build to test. Run the tests with: npm run test:e2e');

	const dataDir = await mkdtemp(join(tmpdir(), 'dashbranch-e2e-'));
	const port = await findFreePort();
	const url = `http://127.0.0.1:${port}`;
	const app = spawn(process.execPath, [entry], {
		env: {
			...process.env,
			NODE_ENV: 'production',
			HOST: '127.0.0.1',
			PORT: String(port),
			ORIGIN: url,
			BODY_SIZE_LIMIT: '64M',
			DATA_DIR: dataDir,
			DASHBRANCH_DEMO: '1'
		},
		stdio: ['ignore', 'pipe', 'pipe']
	});
	await mkdir('test-results', { recursive: true });
	const log = createWriteStream('test-results/app.log');
	app.stdout.pipe(log, { end: false });
	app.stderr.pipe(log, { end: false });

	const stop = async () => {
		await end(app);
		log.end();
		await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
	};
	try {
		await waitUntilHealthy(url, app);
	} catch (error) {
		await stop();
		throw error;
	}
	process.env['DASHBRANCH_E2E_URL'] = url;
	return stop;
}

async function waitUntilHealthy(url: string, app: ChildProcess): Promise<void> {
	const until = Date.now() + START_LIMIT_MS;
	while (Date.now() < until && app.exitCode === null) {
		const answer = await fetch(`${url}/healthz`).catch(() => undefined);
		if (answer?.ok) return;
		await pause(100);
	}
	const lines = (await readFile('test-results/app.log', 'utf8')).trimEnd().split('\n');
	const said = [...lines.slice(0, 30), ...(lines.length > 30 ? ['… (the rest is in test-results/app.log)'] : [])];
	throw new Error(`The app did not get healthy at ${url} (exit code ${app.exitCode}). It said:\n${said.join('\n')}`);
}

async function end(app: ChildProcess): Promise<void> {
	if (app.exitCode !== null || app.signalCode !== null) return;
	const closed = once(app, 'close');
	app.kill('SIGTERM');
	// Open event streams may hold the server; tests are over, so nothing is lost by force.
	const force = setTimeout(() => app.kill('SIGKILL'), 5_000);
	await closed;
	clearTimeout(force);
}

async function findFreePort(): Promise<number> {
	const probe = createServer().listen(0, '127.0.0.1');
	await once(probe, 'listening');
	const { port } = probe.address() as AddressInfo;
	probe.close();
	await once(probe, 'close');
	return port;
}
