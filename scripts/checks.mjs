import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuild } from './build.mjs';
import { runTool } from './child.mjs';
import {
	closingLine,
	countCheck,
	countPlaywright,
	countVitest,
	exitCodeOf,
	failuresOfPlaywright,
	failuresOfVitest,
	sumCounts
} from './counts.mjs';
import { ensureChromium, ensureNode24 } from './install.mjs';
import { ROOT } from './machine.mjs';

const RESULTS = join(ROOT, '.cache', 'results');
/** How a line begins that names what failed; `.ci/run` repeats those at its end. */
const FAILURE = '✗ ';
/** What failed in this process's run. */
const failures = [];

/**
 * Everything that CI checks. All steps run, also after one that failed; the last line is the sum of all.
 *
 * @param {{ installChromium: boolean }} options
 */
export async function isgood({ installChromium }) {
	const steps = {
		format: async () => countCheck(await runTool('prettier', ['--check', '--log-level=warn', '.'])),
		lint: async () => countCheck(await runTool('eslint', ['.', '--max-warnings', '0'])),
		types: async () => countCheck(await checkTypes()),
		'unit and integration': () => runVitest('vitest', ['--project', 'unit', '--project', 'integration']),
		'unit and integration on Node 24': async () =>
			runVitest('vitest-node24', ['--project', 'unit', '--project', 'integration'], await ensureNode24()),
		build: async () => countCheck(await ensureBuild().then(() => 0)),
		'end to end': () => runPlaywright([], { installChromium })
	};
	await syncTypes();
	const all = [];
	for (const [name, step] of Object.entries(steps)) {
		const started = Date.now();
		console.log(`\n── ${name} ──`);
		const counts = await step().catch((error) => {
			console.error(error.expected ? error.message : error);
			return countCheck(1);
		});
		if (counts.failed > 0) failures.push(`${name}: ${closingLine(counts)}`);
		all.push({ name, counts, seconds: Math.round((Date.now() - started) / 1000) });
	}
	console.log('');
	for (const { name, counts, seconds } of all) console.log(`  ${name}: ${closingLine(counts)} (${seconds} s)`);
	return close(sumCounts(all.map(({ counts }) => counts)));
}

/** Repair what can be repaired by itself. */
export async function begood() {
	await syncTypes();
	const lint = await runTool('eslint', ['.', '--fix']);
	const format = await runTool('prettier', ['--write', '--log-level=warn', '.']);
	return lint || format;
}

/** The end-to-end tests alone, with Playwright's own arguments. */
export async function runEndToEnd(args) {
	return close(await runPlaywright(args, { installChromium: true }));
}

/** End a run: what failed, and the line that counts. Says with which exit code. */
export function close(counts) {
	for (const failure of failures) console.log(`${FAILURE}${failure}`);
	console.log(closingLine(counts));
	return exitCodeOf(counts);
}

/** Run vitest with readable output and a report, and count from the report. */
export async function runVitest(name, args, { node, env } = {}) {
	const file = reportFile(name);
	const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
	const code = await runTool('vitest', ['run', ...reporters, ...args], { node, env });
	const report = readReport(file);
	failures.push(...failuresOfVitest(report));
	return countVitest(report, code);
}

async function runPlaywright(args, { installChromium }) {
	const chromium = await ensureChromium({ install: installChromium });
	const file = reportFile('playwright');
	const env = { CHROMIUM: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: file };
	const options = { from: '@playwright/test', env };
	const code = await runTool('playwright', ['test', '--reporter=list,json', ...args], options);
	const report = readReport(file);
	failures.push(...failuresOfPlaywright(report));
	return countPlaywright(report, code);
}

async function checkTypes() {
	return runTool('svelte-check', ['--tsconfig', './tsconfig.json', '--fail-on-warnings', '--output', 'human']);
}

/** tsconfig.json extends a file that SvelteKit writes; every tool that reads it needs that file. */
const syncTypes = () => runTool('svelte-kit', ['sync'], { from: '@sveltejs/kit' });

function reportFile(name) {
	mkdirSync(RESULTS, { recursive: true });
	const file = join(RESULTS, `${name}.json`);
	rmSync(file, { force: true }); // or a run that dies early would be counted from an older report
	return file;
}

function readReport(file) {
	return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}
