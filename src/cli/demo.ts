/** `npm run demo`: three practice Supersets, a Dashbranch full of practice data on top of them, one address to open. */
import { existsSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createApp } from '#lib/server/app.ts';
import { parseConfig } from '#lib/server/config.ts';
import { createLogger } from '#lib/server/log.ts';
import { startDemo } from '#tests/support/practice-superset/demo.ts';
import { fillDemo } from './demo-data.ts';

const given = process.env['DATA_DIR'];
if (given !== undefined && existsSync(join(given, 'dashbranch.sqlite'))) {
	console.error(
		`DATA_DIR (${given}) is in use already; the demo fills a folder of its own. Start it without DATA_DIR.`
	);
	process.exit(1);
}
const folder = given ?? (await mkdtemp(join(tmpdir(), 'dashbranch-demo-')));
process.env['DATA_DIR'] = folder;
process.env['LOG_LEVEL'] ??= 'warn';
process.env['DASHBRANCH_DEMO'] = '1';

console.log('Starting three practice Supersets and filling Dashbranch with practice data …');
const demo = await startDemo();
let past: number | null = null;
const app = await createApp(parseConfig(process.env), {
	// The history of the practice dashboards lies in the past.
	now: () => past ?? Date.now(),
	log: createLogger('error')
});
try {
	await fillDemo(app, demo, (at) => {
		past = at;
	});
} finally {
	await app.close();
}
process.once('sveltekit:shutdown', () => void demo.close());
// At the very end, when the server has let go of its files; a folder that was given is its owner's.
if (given === undefined) process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
console.log(`Practice Supersets: dev ${demo.dev.url} · staging ${demo.staging.url} · prod ${demo.prod.url}`);
// The server itself, as it is built; its address is an argument so that no bundler follows it.
const server = pathToFileURL(join(import.meta.dirname, '..', 'index.js')).href;
await import(/* @vite-ignore */ server);
