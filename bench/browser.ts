import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import type * as Playwright from '@playwright/test';
import type { Page } from '@playwright/test';
import { createBranch } from '#lib/server/operations/branch/create.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { addLongSql, textRows } from './browser-text.ts';
import { addCommits } from './pages.ts';
import { absoluteRow, type Row } from './measure.ts';
import { openBench, trackLarge } from './world.ts';

const PERSON = { name: 'Ada', email: 'ada@example.org', password: 'correct horse battery', role: 'admin' } as const;
const RUNS = 5;

/** What one load of a page came to, as the browser tells it. */
interface Load {
	/** Until the first byte of the answer, from asking. */
	readonly server: number;
	readonly lcp: number;
	/** Cumulative layout shift; no unit. */
	readonly cls: number;
	/** Of all scripts, as they went over the wire. */
	readonly scriptKb: number;
}

/**
 * Pages of the built app in Chromium, on a dashboard of 200 charts with 1,000 commits: web vitals of a cold load (the
 * browser's cache empty) on a warm server.
 */
export async function browser(): Promise<Row[]> {
	const bench = await openBench();
	try {
		const dashboardId = await trackLarge(bench);
		await execute(createBranch, bench.context, { dashboardId, name: 'first' });
		await addCommits(bench.app.repoOf(dashboardId), 1000);
		await addLongSql(bench.app.repoOf(dashboardId), PERSON);
		await bench.app.auth.createPerson(PERSON);
		await bench.app.close();
		const server = await startBuilt(bench.app.config.dataDir);
		try {
			const base = `/dashboards/${dashboardId}`;
			return await withBrowser(server.url, async (opened) => [
				...(await rowsOf(opened, base)),
				...(await textRows(opened, `${base}/compare?from=long&to=main`))
			]);
		} finally {
			server.process.kill('SIGTERM');
			await once(server.process, 'close');
		}
	} finally {
		await bench.close();
	}
}

async function rowsOf(opened: Opened, base: string): Promise<Row[]> {
	const at = '200 charts, 1,000 commits';
	const rows: Row[] = [];
	for (const [what, path] of [
		['Changes', base],
		['Overview', `${base}/overview`],
		['History', `${base}/history`],
		['Compare with the first commit', `${base}/compare?from=first&to=main`]
	] as const) {
		const loads = await loadsOf(opened, path);
		const middle = (of: (load: Load) => number) => loads.map(of).sort((a, b) => a - b)[Math.floor(loads.length / 2)]!;
		const cls = Math.max(...loads.map((load) => load.cls));
		const kb = middle((load) => load.scriptKb);
		rows.push(
			absoluteRow(
				`${what}: server`,
				at,
				middle((load) => load.server),
				80
			),
			absoluteRow(
				`${what}: largest contentful paint`,
				'″',
				middle((load) => load.lcp),
				1000
			),
			{
				what: `${what}: layout shift`,
				at: '″',
				measured: cls.toFixed(3),
				floor: '',
				limit: '≤ 0.001',
				isKept: cls <= 0.001
			},
			{
				what: `${what}: scripts`,
				at: '″',
				measured: `${Math.round(kb)} KB`,
				floor: '',
				limit: '≤ 150 KB',
				isKept: kb <= 150
			}
		);
	}
	return rows;
}

/** A browser in which somebody is signed in; each page has a cache of its own. */
export interface Opened {
	readonly url: string;
	readonly newPage: () => Promise<Page>;
}

async function withBrowser<Result>(url: string, use: (opened: Opened) => Promise<Result>): Promise<Result> {
	// By a name that no bundler follows: the browser's driver is not part of a build.
	const driver = '@playwright/test';
	const { chromium } = (await import(/* @vite-ignore */ driver)) as typeof Playwright;
	const executablePath = process.env['CHROMIUM'];
	const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'];
	const opened = await chromium.launch({ ...(executablePath && { executablePath }), args });
	try {
		const first = await opened.newContext();
		const page = await first.newPage();
		await page.goto(`${url}/sign-in`);
		await page.getByLabel('E-mail').fill(PERSON.email);
		await page.getByLabel('Password').fill(PERSON.password);
		await page.getByRole('button', { name: 'Sign in' }).click();
		await page.waitForURL((now) => now.pathname !== '/sign-in');
		const storageState = await first.storageState();
		const newPage = async () => {
			const context = await opened.newContext({ storageState, viewport: { width: 1440, height: 900 } });
			return context.newPage();
		};
		return await use({ url, newPage });
	} finally {
		await opened.close();
	}
}

async function loadsOf({ url, newPage }: Opened, path: string): Promise<Load[]> {
	const loads: Load[] = [];
	for (let run = -1; run < RUNS; run += 1) {
		const page = await newPage();
		const load = await loadOf(page, url + path);
		await page.context().close();
		if (run >= 0) loads.push(load);
	}
	return loads;
}

async function loadOf(page: Page, address: string): Promise<Load> {
	await page.addInitScript(() => {
		const seen = { lcp: 0, cls: 0 };
		(window as unknown as { seen: typeof seen }).seen = seen;
		new PerformanceObserver((list) => {
			for (const entry of list.getEntries()) seen.lcp = Math.max(seen.lcp, entry.startTime);
		}).observe({ type: 'largest-contentful-paint', buffered: true });
		new PerformanceObserver((list) => {
			for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[])
				if (!entry.hadRecentInput) seen.cls += entry.value;
		}).observe({ type: 'layout-shift', buffered: true });
	});
	await page.goto(address, { waitUntil: 'networkidle' });
	return page.evaluate(() => {
		const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
		const scripts = (performance.getEntriesByType('resource') as PerformanceResourceTiming[]).filter(({ name }) =>
			/\.js(\?|$)/.test(name)
		);
		const { lcp, cls } = (window as unknown as { seen: { lcp: number; cls: number } }).seen;
		return {
			server: navigation!.responseStart - navigation!.requestStart,
			lcp,
			cls,
			scriptKb: scripts.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0) / 1024
		};
	});
}

async function startBuilt(dataDir: string): Promise<{ url: string; process: ChildProcess }> {
	const probe = createServer().listen(0, '127.0.0.1');
	await once(probe, 'listening');
	const { port } = probe.address() as AddressInfo;
	probe.close();
	await once(probe, 'close');
	const url = `http://127.0.0.1:${port}`;
	const env = {
		...process.env,
		DATA_DIR: dataDir,
		HOST: '127.0.0.1',
		PORT: String(port),
		ORIGIN: url,
		LOG_LEVEL: 'warn'
	};
	const started = spawn(process.execPath, ['build/index.js'], { env, stdio: 'ignore' });
	for (let left = 1_000; left > 0 && started.exitCode === null; left -= 1) {
		const answer = await fetch(`${url}/healthz`).catch(() => undefined);
		if (answer?.ok) return { url, process: started };
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
	throw new Error('The built server does not answer; npm run build makes it.');
}
