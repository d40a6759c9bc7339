import type { Page } from '@playwright/test';
import { expect, test } from '#tests/support/e2e/test.ts';

async function openCompare(page: Page): Promise<void> {
	await page.goto('/dashboards');
	await page.getByRole('link', { name: 'Sales overview', exact: true }).first().click();
	await page.getByRole('link', { name: 'Compare', exact: true }).click();
	await expect(page.getByRole('button', { name: /^To branch main/ })).toBeVisible();
}

async function choose(page: Page, side: 'From' | 'To', name: string): Promise<void> {
	await page.getByRole('button', { name: new RegExp(`^${side} `) }).click();
	await page.getByRole('searchbox', { name: 'Find what to compare' }).fill(name);
	await page.getByLabel(`${side}: choose what to compare`).getByRole('link', { name }).first().click();
}

const changes = (page: Page) => page.getByRole('region', { name: /^What changed/ }).getByRole('listitem');

test('COMPAREPAGE-2 two sides are chosen, stand in the address, and are turned round', async ({
	page,
	signIn,
	axe
}) => {
	await signIn('analyst');
	await openCompare(page);
	await choose(page, 'From', 'v1.1');
	await expect(page).toHaveURL((url) => url.searchParams.get('from') === 'v1.1');
	await expect(changes(page).getByText('Added')).not.toHaveCount(0);
	const words = await changes(page).allInnerTexts();
	await page.reload();
	expect(await changes(page).allInnerTexts()).toEqual(words);
	await axe();
	await page.getByRole('link', { name: 'Turn round' }).click();
	await expect(page.getByRole('button', { name: /^From branch main/ })).toBeVisible();
	await expect(changes(page).getByText('Removed')).not.toHaveCount(0);
});

test('COMPAREPAGE-3 what cannot be compared says why', async ({ page, signIn }) => {
	await signIn('analyst');
	await openCompare(page);
	await page.goto(`${new URL(page.url()).pathname}?from=no/such&to=main`);
	await expect(page.getByRole('alert')).toContainText('no/such');
	await page.getByRole('link', { name: 'Choose again' }).click();
	await expect(page.getByRole('button', { name: /^To branch main/ })).toBeVisible();
});

test('COMPAREPAGE-4 a comparison with an environment leads to a plan for it', async ({ page, signIn }) => {
	await signIn('engineer');
	await openCompare(page);
	await choose(page, 'From', 'staging');
	await expect(page).toHaveURL((url) => url.searchParams.get('from') === 'environment:staging');
	await page.getByRole('link', { name: 'Plan this…' }).click();
	await expect(page.getByRole('radio', { name: /staging/i })).toBeChecked();
});
