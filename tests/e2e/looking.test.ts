import type { Page } from '@playwright/test';
import { renameFirstChart } from '#tests/support/e2e/practice.ts';
import { expect, test } from '#tests/support/e2e/test.ts';

/** No other test edits this one. */
const TITLE = 'Warehouse';

async function openDashboard(page: Page): Promise<void> {
	await page.goto('/dashboards');
	await page.getByRole('link', { name: TITLE, exact: true }).first().click();
	await expect(page.getByRole('heading', { level: 1, name: TITLE })).toBeVisible();
}

test('CHANGES-8 what somebody edits in Superset shows by itself', async ({ page, signIn }) => {
	await signIn('analyst');
	await openDashboard(page);
	const name = `Renamed ${Date.now()}`;
	await renameFirstChart(page, name);
	// As when a person comes back from Superset's window.
	await expect(async () => {
		await page.evaluate(() => window.dispatchEvent(new Event('focus')));
		await expect(page.getByText(name).first()).toBeVisible({ timeout: 1_000 });
	}).toPass();
});

test('CHANGES-8 what is saved just after somebody came back shows without another look of theirs', async ({
	page,
	signIn
}) => {
	await signIn('analyst');
	const looked = page.waitForResponse('**/checks');
	await openDashboard(page);
	await looked;
	const name = `Late ${Date.now()}`;
	await renameFirstChart(page, name);
	await expect(page.getByText(name).first()).toBeVisible();
});

test('CHANGES-9 when Superset is away the page says so, and shows what is known', async ({
	page,
	signIn,
	expectedErrors
}) => {
	expectedErrors.push(/504/);
	await page.route('**/checks', (route) =>
		route.fulfill({
			status: 504,
			json: { error: { code: 'superset_unreachable', message: 'dev did not answer within 5 s.', hint: 'Is it on?' } }
		})
	);
	await signIn('analyst');
	await openDashboard(page);
	await expect(page.getByRole('status').filter({ hasText: 'could not be looked at' })).toContainText('Is it on?');
	await expect(page.getByRole('navigation', { name: TITLE })).toBeVisible();
});
