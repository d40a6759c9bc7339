import type { Page } from '@playwright/test';
import { expect, test, type DemoRole } from '#tests/support/e2e/test.ts';
import { withBringBackPlan, withDropped, withSetAside, withUntracked } from './prepared.ts';

/** One state of a page: how one gets there, as somebody. */
interface State {
	readonly name: string;
	readonly as?: DemoRole;
	readonly go: (page: Page, base: string) => Promise<unknown>;
}

const at = (path: string) => async (page: Page, base: string) => page.goto(base + path);

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
	}
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
