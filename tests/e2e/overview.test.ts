import type { Page } from '@playwright/test';
import { expect, test } from '#tests/support/e2e/test.ts';

async function openOverview(page: Page): Promise<string> {
	await page.goto('/dashboards');
	await page.getByRole('link', { name: 'Sales overview', exact: true }).first().click();
	await page.getByRole('link', { name: 'Overview', exact: true }).click();
	await expect(picture(page)).toBeVisible();
	return new URL(page.url()).pathname;
}

const picture = (page: Page) => page.getByRole('group', { name: /^Layout (of|at) / });
const panel = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const boxOf = (page: Page, name: string) =>
	picture(page).getByRole('link', { name: new RegExp(`${name}”, last changed by`) });

test('OVERVIEW-1 each chart of the picture says who changed it last', async ({ page, signIn, axe }) => {
	await signIn('analyst');
	await openOverview(page);
	await expect(boxOf(page, 'Net revenue by month')).toContainText('Ines · ');
	await boxOf(page, 'Net revenue by month').hover();
	await axe();
});

test('OVERVIEW-2 a press on a chart tells who made each setting, and leads to commit, dataset and history', async ({
	page,
	signIn,
	axe
}) => {
	await signIn('analyst');
	const path = await openOverview(page);
	await expect(panel(page, 'Sales overview').getByRole('heading', { name: 'Filters' })).toBeVisible();
	await boxOf(page, 'Net revenue by month').focus();
	await page.keyboard.press('Enter');
	const chart = panel(page, 'Net revenue by month');
	await expect(chart.getByText('Visualization Type')).toBeVisible();
	await expect(page).toHaveURL((url) => url.searchParams.has('asset'));
	await axe();
	await page.reload();
	await expect(chart.getByText('Visualization Type')).toBeVisible();
	await chart.getByText('Data from').locator('..').getByRole('link').click();
	await expect(page.getByRole('heading', { name: 'Metrics', exact: true })).toBeVisible();
	await page.goBack();
	await chart.getByRole('link', { name: 'History' }).click();
	await expect(page).toHaveURL((url) => url.pathname.endsWith('/history') && url.searchParams.has('asset'));
	expect(await page.locator('section ol').getByRole('link').count()).toBeGreaterThan(0);
	await page.goto(path);
	await panel(page, 'Sales overview').getByRole('link', { name: 'Explain net and gross' }).first().click();
	await expect(page.getByRole('heading', { level: 1, name: 'Explain net and gross' })).toBeVisible();
});

test('OVERVIEW-3 a text tells who changed it last', async ({ page, signIn }) => {
	await signIn('analyst');
	await openOverview(page);
	await picture(page)
		.getByRole('link', { name: /^Text / })
		.first()
		.click();
	await expect(page).toHaveURL((url) => url.searchParams.has('element'));
	await expect(page.getByRole('heading', { name: 'Changed last by' })).toBeVisible();
	await expect(page.getByRole('main').getByText('Text', { exact: true })).toBeVisible();
});

test('OVERVIEW-4 an older commit is looked at in the same way, and leads back', async ({ page, signIn }) => {
	await signIn('analyst');
	const path = await openOverview(page);
	await page.goto(path.replace('/overview', '/history'));
	await page.locator('section ol').getByRole('link').last().click();
	await expect(page.getByRole('heading', { name: /^What changed/ })).toBeVisible();
	const commit = new URL(page.url()).pathname.split('/').at(-1)!;
	await page.goto(`${path}?at=${commit}&asset=00000000-0000-4000-8000-000000000000`);
	await expect(page.getByText(`As it was at ${commit.slice(0, 7)}`)).toBeVisible();
	await expect(panel(page, 'Sales overview')).toBeVisible();
	await page.getByRole('link', { name: 'main as it is now' }).click();
	await expect(page).toHaveURL((url) => !url.searchParams.has('at'));
});

test('OVERVIEW-5 what is inside comes after the page', async ({ page, signIn }) => {
	await signIn('analyst');
	await openOverview(page);
	await expect(panel(page, 'Sales overview').getByText('Color scheme')).toBeVisible();
	await expect(panel(page, 'Sales overview').getByRole('status')).toHaveCount(0);
});

for (const colorScheme of ['light', 'dark'] as const) {
	test(`OVERVIEW-1 axe finds nothing on a phone, ${colorScheme}`, async ({ page, signIn, axe }) => {
		await page.setViewportSize({ width: 390, height: 844 });
		await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
		await signIn('analyst');
		await openOverview(page);
		await boxOf(page, 'Customers').click();
		await expect(panel(page, 'Customers').getByText('Metric')).toBeVisible();
		await expect(panel(page, 'Customers')).toBeInViewport();
		await axe();
		expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
	});
}
