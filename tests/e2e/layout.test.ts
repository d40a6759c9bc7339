import type { Page } from '@playwright/test';
import { expect, test } from '#tests/support/e2e/test.ts';

async function openSales(page: Page, query: string): Promise<void> {
	await page.goto('/dashboards');
	const link = page.getByRole('link', { name: 'Sales overview', exact: true }).first();
	await page.goto(`${new URL((await link.getAttribute('href')) ?? '', page.url()).pathname}${query}`);
}

test('COMPAREPAGE-5 two sides as a layout, tab by tab', async ({ page, signIn, axe }) => {
	await signIn('analyst');
	await openSales(page, '/compare?from=v1.1&to=main&view=layout');
	await expect(page.getByText('text changed').first()).toBeVisible();
	await axe();
	await page.getByRole('link', { name: /^Products/ }).click();
	await expect(page).toHaveURL((url) => url.searchParams.has('tab'));
	await expect(page.getByText('Net revenue by category').first()).toBeVisible();
	await page.reload();
	await expect(page.getByText('Net revenue by category').first()).toBeVisible();
	await page.getByRole('link', { name: 'Both sides' }).click();
	await expect(page).toHaveURL((url) => url.searchParams.get('sides') === 'both');
	await axe();
});

test('COMPAREPAGE-5 a chart that changed leads to what changed in it', async ({ page, signIn }) => {
	await signIn('analyst');
	await openSales(page, '?view=layout');
	await page
		.getByRole('link', { name: /Orders by channel/ })
		.last()
		.click();
	await expect(page).toHaveURL((url) => url.searchParams.get('view') === null && url.searchParams.has('asset'));
	await expect(page.getByRole('heading', { level: 2, name: 'Orders by channel' })).toBeVisible();
	await expect(page.getByRole('region', { name: 'Orders by channel' })).toContainText(/metric Revenue → Orders/i);
});

test('DASH-9 a tag stands there with what it is about; it is deleted and comes back', async ({ page, signIn }) => {
	await signIn('analyst');
	await openSales(page, '/history');
	await page.getByRole('link', { name: /Add revenue against target/ }).click();
	await page.getByRole('button', { name: 'Tag…' }).click();
	await page.getByRole('dialog').getByLabel('Name').fill('own-tag');
	await page.getByRole('dialog').getByLabel('What is in it?').fill('Targets for the board');
	await page.getByRole('button', { name: 'Create tag' }).click();
	await page.getByRole('status').filter({ hasText: 'Tagged own-tag' }).getByRole('link', { name: 'All tags' }).click();
	const row = page.getByRole('table', { name: 'Tags' }).getByRole('row', { name: /own-tag/ });
	await expect(row).toContainText('Targets for the board');
	await page.getByRole('button', { name: 'What else can be done with own-tag' }).click();
	await page.getByRole('menuitem', { name: 'Delete' }).click();
	const gone = page.getByRole('status').filter({ hasText: 'Tag own-tag is deleted' });
	await expect(gone).toBeVisible();
	await expect(row).toHaveCount(0);
	await gone.getByRole('button', { name: 'Bring it back' }).click();
	await expect(row).toBeVisible();
});

test('DASH-10 a branch that was deleted is listed, and comes back', async ({ page, signIn }) => {
	await signIn('analyst');
	await openSales(page, '');
	await page.keyboard.press('b');
	await page.getByLabel('New branch from main').fill('e2e/kept');
	await page.getByRole('button', { name: 'Create branch' }).click();
	await expect(page).toHaveURL((url) => url.searchParams.get('branch') === 'e2e/kept');
	await openSales(page, '/branches');
	await page.getByRole('button', { name: 'What else can be done with e2e/kept' }).click();
	await page.getByRole('menuitem', { name: 'Delete…' }).click();
	await page.getByRole('button', { name: 'Delete e2e/kept' }).click();
	const deleted = page.getByRole('region', { name: /^Deleted branches/ });
	await deleted
		.getByRole('listitem')
		.filter({ hasText: 'e2e/kept' })
		.getByRole('button', { name: 'Bring back' })
		.click();
	await expect(page.getByRole('button', { name: /^Branch e2e\/kept/ })).toBeVisible();
});
