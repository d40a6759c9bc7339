import type { Page } from '@playwright/test';
import { branchFromZip, type ZipEdit } from '#tests/support/e2e/branch-from-zip.ts';
import { expect, test, type DemoRole } from '#tests/support/e2e/test.ts';
import { withBringBackPlan, withDropped, withSetAside, withUntracked } from './prepared.ts';

/** One state of a page: how one gets there, as somebody. */
interface State {
	readonly name: string;
	readonly as?: DemoRole;
	readonly go: (page: Page, base: string) => Promise<unknown>;
}

const at = (path: string) => async (page: Page, base: string) => page.goto(base + path);

const MINE = 'feature/regions';
const THEIRS = 'feature/returns';

/** The page of a merge with questions about a chart and a text; the first picture begins it. */
async function openMerge(page: Page, base: string): Promise<void> {
	await page.goto(`${base}/branches`);
	const waiting = page.getByRole('link', { name: 'Decide the rest' });
	if ((await waiting.count()) === 0) await beginMerge(page, base);
	else await waiting.click();
	await expect(page.getByRole('heading', { level: 1, name: `Merge ${THEIRS} into ${MINE}` })).toBeVisible();
}

async function beginMerge(page: Page, base: string): Promise<void> {
	const chart = (viz: string, limit: number): ZipEdit[] => [
		{ file: 'charts/channels-', from: 'viz_type: pie', to: `viz_type: ${viz}` },
		{ file: 'charts/channels-', from: 'row_limit: 1000', to: `row_limit: ${limit}` }
	];
	const sql = (join: string): ZipEdit => ({
		file: 'datasets/shop/orders-net-',
		from: 'LEFT JOIN sales.returns',
		to: join
	});
	const year: ZipEdit = { file: 'charts/customers-0e', from: 'time_grain_sqla: P1W', to: 'time_grain_sqla: P1M' };
	await branchFromZip(page, base, {
		name: MINE,
		edits: [...chart('echarts_timeseries_bar', 200), sql('JOIN sales.returns')]
	});
	await branchFromZip(page, base, {
		name: THEIRS,
		edits: [...chart('table', 50), sql('INNER JOIN sales.returns'), year]
	});
	await page.goto(`${base}/branches?branch=${encodeURIComponent(MINE)}`);
	await page.getByRole('button', { name: `What else can be done with ${THEIRS}` }).click();
	await page.getByRole('menuitem', { name: 'Merge into…' }).click();
	await page.getByRole('button', { name: /^Merge and decide/ }).click();
	await page.waitForURL(/\/merges\//);
}

const STATES: readonly State[] = [
	{ name: 'dashboards', go: (page) => page.goto('/dashboards') },
	{ name: 'changes', go: at('') },
	{ name: 'history', go: at('/history') },
	{ name: 'history-search', go: at('/history?q=amount') },
	{
		name: 'history-filter',
		go: async (page, base) => {
			await page.goto(`${base}/history`);
			await page.getByRole('button', { name: /^Asset: / }).click();
			await expect(page.getByRole('list', { name: 'Asset' })).toBeVisible();
		}
	},
	{ name: 'history-nothing', go: at('/history?q=no+such+word') },
	{ name: 'overview', go: at('/overview') },
	{
		name: 'overview-chart',
		go: async (page, base) => {
			await page.goto(`${base}/overview`);
			await page.getByRole('link', { name: /Net revenue by month”, last changed by/ }).click();
			await expect(page.getByText('Visualization Type')).toBeVisible();
		}
	},
	{ name: 'settings', go: at('/settings') },
	{
		name: 'connect-remote',
		go: async (page, base) => {
			await page.goto(`${base}/settings`);
			await page.getByRole('link', { name: 'Connect a git remote…' }).click();
			await expect(page.getByRole('button', { name: 'Connect', exact: true })).toBeVisible();
		}
	},
	{
		name: 'upload',
		go: async (page, base) => {
			const zip = await (await page.request.get(`${base}/download?commit=v1.1`)).body();
			await page.goto(base);
			const [chooser] = await Promise.all([
				page.waitForEvent('filechooser'),
				page.getByRole('button', { name: 'Upload an export (ZIP)' }).first().click()
			]);
			await chooser.setFiles({ name: 'sales-overview.zip', mimeType: 'application/zip', buffer: zip });
			await expect(page.getByText('From the uploaded file')).toBeVisible();
		}
	},
	{ name: 'branches', go: at('/branches') },
	{ name: 'changes-layout', go: at('?view=layout') },
	{ name: 'changes-text', go: at('?view=text') },
	{ name: 'compare', go: at('/compare?from=v1.1&to=main') },
	{ name: 'compare-layout', go: at('/compare?from=v1.1&to=main&view=layout') },
	{ name: 'compare-text', go: at('/compare?from=v1.1&to=main&view=text') },
	{
		name: 'palette',
		go: async (page, base) => {
			await page.goto(base, { waitUntil: 'networkidle' });
			await page.keyboard.press('ControlOrMeta+k');
			await expect(page.getByRole('combobox')).toBeFocused();
		}
	},
	{
		name: 'keys',
		go: async (page, base) => {
			await page.goto(base, { waitUntil: 'networkidle' });
			await page.keyboard.press('?');
			await expect(page.getByRole('dialog')).toBeVisible();
		}
	},
	{
		name: 'open-branch',
		go: async (page, base) => {
			await page.goto(`${base}?branch=feature%2Fyear`);
			await page.getByRole('button', { name: 'Open feature/year in dev' }).click();
			await expect(page.getByText('What shall become of them?')).toBeVisible();
		}
	},
	{
		name: 'restore',
		go: async (page, base) => {
			await page.goto(`${base}/history`);
			await page.getByRole('link', { name: /Put the channels before the months/ }).click();
			await page.getByRole('link', { name: 'Restore…' }).click();
			await expect(page.getByRole('heading', { level: 1, name: 'Restore what was' })).toBeVisible();
		}
	},
	{
		name: 'tag',
		go: async (page, base) => {
			await page.goto(`${base}/history`);
			await page.locator('section ol').getByRole('link').first().click();
			await page.getByRole('button', { name: 'Tag…' }).click();
			await expect(page.getByRole('dialog')).toBeVisible();
		}
	},
	{ name: 'deployments', go: at('/deployments') },
	{
		name: 'branch-selector',
		go: async (page, base) => {
			await page.goto(base, { waitUntil: 'networkidle' });
			await page.keyboard.press('b');
			await expect(page.getByRole('searchbox', { name: 'Find a branch' })).toBeFocused();
		}
	},
	{
		name: 'commit',
		go: async (page, base) => {
			await page.goto(`${base}/history`);
			await page.locator('section ol').getByRole('link').first().click();
			await page.waitForURL(/\/history\/[0-9a-f]{40}/);
		}
	},
	{
		name: 'merge-dialog',
		go: async (page, base) => {
			await page.goto(`${base}/branches`);
			await page.getByRole('button', { name: 'What else can be done with feature/year' }).click();
			await page.getByRole('menuitem', { name: 'Merge into…' }).click();
			await expect(page.getByRole('dialog').getByRole('button', { name: /feature\/year/ })).toBeEnabled();
		}
	},
	// From here on states are prepared, which those before must not see.
	{
		name: 'set-aside',
		go: async (page, base) => {
			await withSetAside(page, base);
			await page.goto(`${base}/branches#set-aside`);
			await expect(page.getByRole('button', { name: 'Bring back…' }).first()).toBeInViewport();
		}
	},
	{
		name: 'drop-set-aside',
		go: async (page, base) => {
			await withSetAside(page, base);
			await page.goto(`${base}/branches`);
			await page.getByRole('button', { name: 'Drop changes of' }).first().click();
			await expect(page.getByRole('alertdialog')).toBeVisible();
		}
	},
	{ name: 'bring-back', go: withBringBackPlan },
	{
		name: 'dropped',
		go: async (page, base) => {
			await withDropped(page, base);
			await page.goto(`${base}/branches`);
			await page.getByRole('region', { name: 'Dropped changes' }).scrollIntoViewIfNeeded();
		}
	},
	{
		name: 'untracked',
		go: async (page) => {
			await withUntracked(page, 'Finance monthly');
			await page.goto('/dashboards');
			await page.getByRole('link', { name: /^No longer tracked/ }).click();
			await expect(page.getByRole('region', { name: 'No longer tracked' })).toBeInViewport();
		}
	},
	// Last, since it makes branches that other pictures would show.
	{ name: 'merge', go: openMerge }
];

for (const { name, as = 'engineer', go } of STATES)
	for (const scheme of ['light', 'dark'] as const)
		for (const width of [1440, 390])
			test(`${name} ${scheme} ${width}`, async ({ page, signIn }) => {
				await page.emulateMedia({ colorScheme: scheme });
				await page.setViewportSize({ width, height: 900 });
				await signIn(as);
				await page.goto('/dashboards');
				const link = page.getByRole('link', { name: 'Sales overview', exact: true }).first();
				const base = new URL((await link.getAttribute('href')) ?? '', page.url()).pathname;
				await go(page, base);
				await page.waitForLoadState('networkidle');
				await page.screenshot({ path: `specs/features/screens/${name}-${scheme}-${width}.png` });
			});
