import type { Page } from '@playwright/test';
import { expect, test } from '#tests/support/e2e/test.ts';

const EXPORT = 'specs/examples/superset/6.1.0/virtual.zip';

/** The ZIP as a dashboard, whether or not an earlier test has added it. */
async function addFromZip(page: Page): Promise<void> {
	await page.goto('/dashboards', { waitUntil: 'networkidle' });
	if (await page.getByRole('link', { name: 'Virtual dataset' }).isVisible()) return;
	await page.goto('/dashboards/track', { waitUntil: 'networkidle' });
	await page.locator('input[type=file]').setInputFiles(EXPORT);
	await page.getByRole('button', { name: 'Add virtual.zip' }).click();
	await page.waitForURL(/\/dashboards\/[0-9a-f-]{36}/);
}

test('ADD-1 a ZIP becomes a dashboard, and its page opens', async ({ page, signIn }) => {
	await signIn('analyst');
	await addFromZip(page);
	await page.goto('/dashboards', { waitUntil: 'networkidle' });
	const row = page.getByRole('row', { name: /Virtual dataset/ });
	await expect(row).toContainText('from a ZIP');
	await expect(row).toContainText('Only in git');
	await row.getByRole('link', { name: 'Virtual dataset' }).click();
	await expect(page.getByRole('heading', { name: 'Virtual dataset' }).first()).toBeVisible();
});

test('ADD-2 a file that is no export says what is wrong', async ({ page, signIn, expectedErrors }) => {
	expectedErrors.push(/422/);
	await signIn('analyst');
	await page.goto('/dashboards/track', { waitUntil: 'networkidle' });
	const file = { name: 'notes.zip', mimeType: 'application/zip', buffer: Buffer.from('These are notes.') };
	await page.locator('input[type=file]').setInputFiles(file);
	await page.getByRole('button', { name: 'Add notes.zip' }).click();
	await expect(page.getByRole('alert')).toContainText(/ZIP/);
	await expect(page).toHaveURL(/\/dashboards\/track/);
});

test('LIST-7 the address alone shows the same list', async ({ page, signIn }) => {
	await signIn('analyst');
	await addFromZip(page);
	await page.goto('/dashboards', { waitUntil: 'networkidle' });
	await page.keyboard.press('/');
	const search = page.getByRole('searchbox', { name: 'Find a dashboard, commit or person' });
	await expect(search).toBeFocused();
	await page.keyboard.type('virtual zip');
	await expect(page).toHaveURL('/dashboards?q=virtual+zip');
	await expect(page.getByRole('row')).toHaveCount(2);
	await page.getByRole('link', { name: 'Dashboard', exact: true }).click();
	await expect(page).toHaveURL('/dashboards?q=virtual+zip&sort=title');
	await expect(page.getByRole('columnheader', { name: 'Dashboard' })).toHaveAttribute('aria-sort', 'ascending');

	await page.reload();
	await expect(search).toHaveValue('virtual zip');
	await expect(page.getByRole('row')).toHaveCount(2);
	await search.fill('nothing has this name');
	await page.getByRole('link', { name: 'Show all' }).click();
	await expect(page).toHaveURL('/dashboards');
});
