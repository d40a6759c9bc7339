import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface OwnApp {
	readonly url: string;
	close(): Promise<void>;
}

/** The built app on a folder of its own, not as a demo: for tests of what only a new server does. */
export const startOwnApp = (env: Record<string, string>): Promise<OwnApp> => start('build/index.js', env);

/**
 * A demo with practice Supersets of its own: for tests that write into an environment again and again, as one at a time
 * may, so that they and those of other files do not lock each other out.
 */
export const startOwnDemo = (): Promise<OwnApp> =>
	start('build/cli/demo.js', { NODE_ENV: 'production', BODY_SIZE_LIMIT: '64M', DASHBRANCH_DEMO: '1' });

async function start(entry: string, env: Record<string, string>): Promise<OwnApp> {
	const dataDir = await mkdtemp(join(tmpdir(), 'dashbranch-own-'));
	const port = await findFreePort();
	const url = `http://127.0.0.1:${port}`;
	const app = spawn(process.execPath, [entry], {
		env: { ...process.env, HOST: '127.0.0.1', PORT: String(port), ORIGIN: url, DATA_DIR: dataDir, ...env },
		stdio: ['ignore', 'pipe', 'inherit']
	});
	const closed = once(app, 'close');
	const listening = new Promise<void>((resolve, reject) => {
		app.stdout.on('data', (text: Buffer) => String(text).includes('Listening on') && resolve());
		app.once('close', (code) => reject(new Error(`The app ended with ${code} before it listened.`)));
	});
	await listening;
	return {
		url,
		async close() {
			app.kill('SIGKILL');
			await closed;
			await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
		}
	};
}

async function findFreePort(): Promise<number> {
	const probe = createServer().listen(0, '127.0.0.1');
	await once(probe, 'listening');
	const { port } = probe.address() as AddressInfo;
	probe.close();
	await once(probe, 'close');
	return port;
}
