import { begood, isgood, runEndToEnd } from './checks.mjs';
import { ensureBuild } from './build.mjs';
import { runNode, runTool } from './child.mjs';
import { ensureChromium, ensureDependencies } from './install.mjs';
import { requireGit } from './machine.mjs';
import { serve, serveDemo } from './serve.mjs';
import { testSupersets } from './superset-tests.mjs';

/** What `npm run …` calls. Each first makes sure of what it needs, and gives the exit code. */
export const COMMANDS = {
	async dev(args) {
		await prepare();
		return runTool('vite', ['dev', ...args]);
	},

	async build() {
		await prepare();
		await ensureBuild({ force: true });
	},

	async start() {
		await prepare();
		await ensureBuild();
		await serve();
	},

	async demo(args) {
		await prepare();
		await ensureBuild();
		return serveDemo({ open: !args.includes('--no-open') });
	},

	async bench(args) {
		await prepare();
		await ensureBuild();
		return runNode(['--expose-gc', 'build/cli/bench.js', ...args]);
	},

	async 'bench-pages'() {
		await prepare();
		await ensureBuild();
		const chromium = await ensureChromium({ install: true });
		return runNode(['build/cli/bench.js', 'browser'], { env: { CHROMIUM: chromium } });
	},

	async screens(args) {
		await prepare();
		await ensureBuild();
		const chromium = await ensureChromium({ install: true });
		const config = ['--config', 'playwright.screens.config.ts'];
		return runTool('playwright', ['test', ...config, ...args], {
			from: '@playwright/test',
			env: { CHROMIUM: chromium }
		});
	},

	async e2e(args) {
		await prepare();
		await ensureBuild();
		return runEndToEnd(args);
	},

	async isgood() {
		await prepare();
		return isgood({ installChromium: false });
	},

	async test() {
		await prepare();
		return isgood({ installChromium: true });
	},

	async begood() {
		await prepare();
		return begood();
	},

	async 'superset-tests'(args) {
		await prepare();
		return testSupersets(args);
	}
};

async function prepare() {
	requireGit();
	await ensureDependencies();
}
