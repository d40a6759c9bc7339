import type { Page } from '@playwright/test';
import { expect, test } from '#tests/support/e2e/test.ts';

const TITLE = 'Sales overview';
const palette = (page: Page) => page.getByRole('dialog', { name: 'Search and commands' });
const field = (page: Page) => page.getByRole('combobox', { name: 'Do or find' });
const option = (page: Page, name: string | RegExp) => page.getByRole('option', { name });

async function openDashboard(page: Page): Promise<void> {
	await page.goto('/dashboards');
	await page.getByRole('link', { name: TITLE, exact: true }).first().click();
	await expect(page.getByRole('heading', { level: 1, name: TITLE })).toBeVisible();
	await page.waitForLoadState('networkidle');
}

test('PALETTE-7 it opens by key from a field too, and gives the focus back', async ({ page, signIn }) => {
	await signIn('analyst');
	await page.goto('/dashboards', { waitUntil: 'networkidle' });
	const search = page.getByRole('searchbox', { name: /^Find a dashboard/ });
	await search.focus();
	await page.keyboard.press('ControlOrMeta+k');
	await expect(field(page)).toBeFocused();
	await page.keyboard.press('Escape');
	await expect(palette(page)).toBeHidden();
	await expect(search).toBeFocused();
	await page.getByRole('navigation', { name: 'Main', exact: true }).getByRole('button', { name: 'Search' }).click();
	await expect(field(page)).toBeFocused();
	await page.keyboard.press('ControlOrMeta+k');
	await expect(palette(page)).toBeHidden();
});

test('PALETTE-8 arrows choose, Enter goes there, and it comes first the next time', async ({ page, signIn }) => {
	await signIn('analyst');
	await openDashboard(page);
	await page.keyboard.press('ControlOrMeta+k');
	await field(page).fill('histo');
	await expect(option(page, /^History/).first()).toHaveAttribute('aria-selected', 'true');
	const chosen = async () => page.locator(`[id="${await field(page).getAttribute('aria-activedescendant')}"]`);
	await expect(await chosen()).toContainText('History');
	await page.keyboard.press('ArrowUp');
	await page.keyboard.press('ArrowDown');
	await expect(await chosen()).toContainText('History');
	await page.keyboard.press('Enter');
	await expect(palette(page)).toBeHidden();
	await expect(page).toHaveURL(/\/history/);
	await page.keyboard.press('ControlOrMeta+k');
	await expect(page.getByRole('group', { name: 'Recent' }).getByRole('option', { name: /^History/ })).toBeVisible();
});

test('PALETTE-8 what is done here is done: the key of the page', async ({ page, signIn }) => {
	await signIn('analyst');
	await openDashboard(page);
	await page.keyboard.press('ControlOrMeta+k');
	await field(page).fill('create a branch');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('searchbox', { name: 'Find a branch' })).toBeFocused();
});

test('PALETTE-3 branches, commits and other dashboards are found by name', async ({ page, signIn }) => {
	await signIn('analyst');
	await openDashboard(page);
	await page.keyboard.press('ControlOrMeta+k');
	await field(page).fill('year');
	await expect(
		page.getByRole('group', { name: 'Branches' }).getByRole('option', { name: /feature\/year/ })
	).toBeVisible();
	await field(page).fill('warehouse');
	await page
		.getByRole('group', { name: 'Dashboards' })
		.getByRole('option', { name: /Warehouse/ })
		.click();
	await expect(page.getByRole('heading', { level: 1, name: 'Warehouse' })).toBeVisible();
});

test('PALETTE-10 without an answer of the server what is known is there', async ({ page, signIn, expectedErrors }) => {
	expectedErrors.push(/503/);
	await page.route('**/palette?*', (route) => route.fulfill({ status: 503, body: '' }));
	await signIn('analyst');
	await page.goto('/environments', { waitUntil: 'networkidle' });
	await page.keyboard.press('ControlOrMeta+k');
	await field(page).fill('jobs');
	await expect(palette(page).getByRole('status')).toContainText('did not answer');
	await expect(option(page, /^Jobs/)).toBeVisible();
	await field(page).fill('nothing is called so');
	await expect(page.getByRole('option')).toHaveCount(0);
});

for (const colorScheme of ['light', 'dark'] as const) {
	for (const width of [1440, 390]) {
		test(`PALETTE-9 axe finds nothing, ${colorScheme} at ${width} px`, async ({
			page,
			signIn,
			axe,
			takeScreenshot
		}) => {
			await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
			await page.setViewportSize({ width, height: 900 });
			await signIn('engineer');
			await openDashboard(page);
			await page.keyboard.press('ControlOrMeta+k');
			await expect(option(page, /^Deploy /).first()).toBeVisible();
			await axe();
			await field(page).fill('sales');
			await expect(page.getByRole('group', { name: 'Dashboards' })).toBeVisible();
			await axe();
			await takeScreenshot(`palette-${colorScheme}-${width}`);
		});
	}
}

test('PALETTE-9 it fits into 320 px', async ({ page, signIn }) => {
	await page.setViewportSize({ width: 320, height: 640 });
	await signIn('engineer');
	await openDashboard(page);
	await page.getByRole('button', { name: 'Search' }).click();
	await expect(field(page)).toBeFocused();
	await field(page).fill('a'.repeat(500));
	await expect(palette(page).getByRole('status')).toContainText('Nothing has');
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
});

test('FRAME-12 the sheet shows the keys of the page, and no other', async ({ page, signIn }) => {
	await signIn('engineer');
	await page.goto('/environments', { waitUntil: 'networkidle' });
	await page.keyboard.press('?');
	const sheet = page.getByRole('dialog', { name: 'Keys' });
	await expect(sheet).toContainText('Search and commands');
	await expect(sheet).not.toContainText('branch');
	await page.keyboard.press('Escape');
	await openDashboard(page);
	await page.keyboard.press('?');
	await expect(sheet.getByRole('heading', { name: 'In this dashboard' })).toBeVisible();
	await expect(sheet).toContainText('Choose or create a branch');
});
