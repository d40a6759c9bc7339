import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { mustRun, npmCommand, run, runTool } from './child.mjs';
import { findProgram, isDebianRoot, Missing, ROOT } from './machine.mjs';

/**
 * Make node_modules what package-lock.json says, with `npm ci`, unless it is so already. The stamp names the lock and
 * the ABI of Node: the database's native module, compiled for one major version of Node, does not load in another.
 */
export async function ensureDependencies() {
	const stamp = join(ROOT, 'node_modules', '.dashbranch-lock');
	const wanted = `${sha256(readFileSync(join(ROOT, 'package-lock.json')))} abi ${process.versions.modules}\n`;
	if (existsSync(stamp) ? readFileSync(stamp, 'utf8') === wanted : isInstalledByHand()) {
		writeFileSync(stamp, wanted);
		return;
	}
	console.log('Installing dependencies (npm ci; about 90 seconds the first time) …');
	const [npm, lead] = npmCommand();
	await mustRun('npm ci', npm, [...lead, 'ci', '--no-audit', '--no-fund', '--loglevel=error']);
	writeFileSync(stamp, wanted);
}

/** npm writes node_modules/.package-lock.json last: newer than the lock, it says that somebody ran npm themselves. */
function isInstalledByHand() {
	const done = join(ROOT, 'node_modules', '.package-lock.json');
	return existsSync(done) && statSync(done).mtimeMs >= statSync(join(ROOT, 'package-lock.json')).mtimeMs;
}

const CHROMIUMS = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/usr/bin/google-chrome-stable',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
];

/**
 * A Chromium for the end-to-end tests: its path, or '' for the one that Playwright keeps by itself.
 *
 * @throws {Missing} when there is none and `install` is off, or when installing fails.
 */
export async function ensureChromium({ install }) {
	const named = process.env.CHROMIUM;
	if (named) {
		if (!existsSync(named)) throw new Missing(`CHROMIUM names ${named}, and there is no such file.`);
		return named;
	}
	const found = CHROMIUMS.find((path) => existsSync(path)) ?? findProgram('chromium') ?? findProgram('google-chrome');
	if (found !== undefined) return found;
	if (await isPlaywrightChromiumThere()) return '';
	if (!install)
		throw new Missing('There is no Chromium for the end-to-end tests. `npm test` installs one; or set CHROMIUM.');

	if (isDebianRoot()) {
		console.log('Installing Chromium (apt-get install chromium) …');
		const env = { DEBIAN_FRONTEND: 'noninteractive' };
		await run('apt-get', ['update', '-qq'], { env });
		await mustRun(
			'apt-get install chromium',
			'apt-get',
			['install', '-y', '-qq', '--no-install-recommends', 'chromium'],
			{
				env
			}
		);
		return '/usr/bin/chromium';
	}
	console.log('Installing Chromium (playwright install chromium) …');
	const code = await runTool('playwright', ['install', 'chromium'], { from: '@playwright/test' });
	if (code !== 0)
		throw new Missing('Playwright could not install Chromium. Install Chromium or Chrome, or set CHROMIUM.');
	return '';
}

async function isPlaywrightChromiumThere() {
	const { chromium } = await import('@playwright/test');
	return existsSync(chromium.executablePath());
}

const NODE_24 = '24';

/**
 * Node 24 from the npm registry, and the database's native module compiled for it, both kept in .cache/node24.
 * The environment makes that Node load that module instead of the one in node_modules (see node24-sqlite.cjs).
 *
 * @returns {Promise<{ node: string, env: Record<string, string> }>}
 */
export async function ensureNode24() {
	const folder = join(ROOT, '.cache', 'node24');
	const carrier = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
	const bin = join(folder, 'node_modules', carrier, 'bin');
	const node = join(bin, process.platform === 'win32' ? 'node.exe' : 'node');
	const sqlite = JSON.parse(readFileSync(join(ROOT, 'node_modules/better-sqlite3/package.json'), 'utf8')).version;
	const native = join(folder, 'node_modules/better-sqlite3/build/Release/better_sqlite3.node');
	const stamp = join(folder, '.stamp');
	const wanted = `${carrier}@${NODE_24} better-sqlite3@${sqlite}\n`;
	if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
		console.log('Installing Node 24 and compiling the database module for it (about a minute, once) …');
		rmSync(folder, { recursive: true, force: true });
		mkdirSync(folder, { recursive: true });
		const allowScripts = { 'better-sqlite3': true };
		writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, allowScripts }));
		const [npm, lead] = npmCommand();
		const quiet = ['--no-audit', '--no-fund', '--loglevel=error', '--engine-strict=false'];
		const install = [...lead, 'install', ...quiet, `${carrier}@${NODE_24}`];
		await mustRun('npm install of Node 24', npm, install, { cwd: folder });
		// npm itself must run on Node 24, or it would compile for the Node that runs it.
		const env = {
			PATH: `${bin}${delimiter}${process.env.PATH}`,
			npm_config_nodedir: join(folder, 'node_modules', carrier)
		};
		const compile = [...lead, 'install', ...quiet, `better-sqlite3@${sqlite}`];
		await mustRun('compiling better-sqlite3 for Node 24', lead.length === 0 ? npm : node, compile, {
			cwd: folder,
			env
		});
		if (!existsSync(native)) throw new Missing(`better-sqlite3 did not compile for Node 24: no ${native}`);
		writeFileSync(stamp, wanted);
	}
	await mustRun('Node 24', node, ['-p', '`Node ${process.version}, ABI ${process.versions.modules}`']);
	const preload = join(ROOT, 'scripts', 'node24-sqlite.cjs');
	return {
		node,
		env: {
			PATH: `${bin}${delimiter}${process.env.PATH}`,
			NODE_OPTIONS: `--require ${JSON.stringify(preload)}`,
			DASHBRANCH_SQLITE_NATIVE: native
		}
	};
}

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
