import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { run } from './child.mjs';
import { findFreePort, findProgram, ROOT } from './machine.mjs';

const DEFAULT_PORT = '3000';

/** Start the built app in this process, so that signals reach it, with settings that a first start can do with. */
export async function serve() {
	Object.assign(process.env, settings(process.env.PORT ?? DEFAULT_PORT));
	console.log(`Dashbranch: ${process.env.ORIGIN}`);
	await import(pathToFileURL(join(ROOT, 'build', 'index.js')).href);
}

/**
 * Start the demo on the wanted port or the next free one, and open a browser on it where there is one.
 *
 * @param {{ open: boolean }} options
 */
export async function serveDemo({ open }) {
	const wanted = Number(process.env.PORT ?? DEFAULT_PORT);
	const port = await findFreePort(wanted);
	if (port !== wanted) console.log(`Port ${wanted} is taken; using ${port}.`);
	const env = { ...settings(String(port)), DASHBRANCH_DEMO: '1' };
	const entry = ['build/cli/demo.js', 'build/index.js'].find((path) => existsSync(join(ROOT, path)));
	const stop = new AbortController();
	void announce({ healthUrl: `http://127.0.0.1:${port}/healthz`, url: env.ORIGIN, open, signal: stop.signal });
	try {
		return await run(process.execPath, [entry], { env });
	} finally {
		stop.abort();
	}
}

/** Settings of the built app that are not given; adapter-node's own defaults listen on every address and cap at 512K. */
function settings(port) {
	return {
		HOST: process.env.HOST ?? '127.0.0.1',
		PORT: port,
		ORIGIN: process.env.ORIGIN ?? `http://localhost:${port}`,
		BODY_SIZE_LIMIT: process.env.BODY_SIZE_LIMIT ?? '64M'
	};
}

async function announce({ healthUrl, url, open, signal }) {
	while (!signal.aborted) {
		const answer = await fetch(healthUrl).catch(() => undefined);
		if (answer?.ok) {
			console.log(`\n  Dashbranch's demo: ${url}\n  Stop it with Ctrl-C.\n`);
			if (open) openBrowser(url);
			return;
		}
		await sleep(200);
	}
}

/** Best effort: a machine without a desktop, or CI, just reads the address. */
function openBrowser(url) {
	if (process.env.CI) return;
	const hasDesktop = process.env.DISPLAY !== undefined || process.env.WAYLAND_DISPLAY !== undefined;
	const command =
		process.platform === 'darwin'
			? ['open', url]
			: process.platform === 'win32'
				? ['cmd', '/c', 'start', '', url]
				: hasDesktop && findProgram('xdg-open')
					? ['xdg-open', url]
					: undefined;
	if (command === undefined) return;
	const child = spawn(command[0], command.slice(1), { stdio: 'ignore', detached: true });
	child.once('error', () => console.log(`No browser could be opened; the address is ${url}`));
	child.unref();
}
