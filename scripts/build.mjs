import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runTool } from './child.mjs';
import { Missing, ROOT } from './machine.mjs';

/** What a build is made of; a change anywhere in here makes a new one. */
const SOURCES = [
	'src',
	'static',
	'migrations',
	'bench',
	'tests/support',
	'package.json',
	'package-lock.json',
	'svelte.config.js',
	'vite.config.ts',
	'vite.cli.config.ts'
];

/**
 * Build the app (`build/index.js`), then the command line and the other programs (`build/cli/*.js`), unless nothing
 * changed since the last build. The app comes first: its adapter empties `build/`.
 *
 * @throws {Missing} when a build fails
 */
export async function ensureBuild({ force = false } = {}) {
	const stamp = join(ROOT, 'build', '.sources');
	const sources = hashOf(SOURCES);
	if (!force && existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return;
	console.log('Building …');
	for (const args of [['build'], ['build', '--config', 'vite.cli.config.ts']]) {
		const code = await runTool('vite', [...args, '--logLevel', 'warn']);
		if (code !== 0) throw new Missing(`vite ${args.join(' ')} failed; the reason stands above.`);
	}
	writeFileSync(stamp, sources);
}

function hashOf(paths) {
	const hash = createHash('sha256');
	const add = (path) => {
		const full = join(ROOT, path);
		if (!existsSync(full)) return;
		if (statSync(full).isDirectory()) {
			for (const name of readdirSync(full).sort()) add(`${path}/${name}`);
			return;
		}
		const bytes = readFileSync(full);
		hash.update(`${path}\0${bytes.length}\0`).update(bytes);
	};
	paths.forEach(add);
	return hash.digest('hex');
}
