import type { Page } from '@playwright/test';
import { renameFirstChart } from '#tests/support/e2e/practice.ts';
import { expect, test } from '#tests/support/e2e/test.ts';

/** No other test writes into dev with this one, nor edits it. */
const TITLE = 'Support desk';

async function openDashboard(page: Page): Promise<string> {
	await page.goto('/dashboards');
	await page.getByRole('link', { name: TITLE, exact: true }).first().click();
	await expect(page.getByRole('heading', { level: 1, name: TITLE })).toBeVisible();
	return new URL(page.url()).pathname;
}

/** Rename it there and look. */
async function renameAndCheck(page: Page, to: string): Promise<void> {
	await renameFirstChart(page, to);
	await page.getByRole('button', { name: 'Check for changes' }).click();
	await expect(page.getByText(to).first()).toBeVisible();
}

test('CHANGES-13 a change is discarded by a plan, and comes back by one press', async ({ page, signIn, axe }) => {
	await signIn('analyst');
	await openDashboard(page);
	const name = `Discarded ${Date.now()}`;
	await renameAndCheck(page, name);
	await page.getByRole('button', { name: 'Discard…' }).click();
	await expect(page.getByRole('heading', { level: 1, name: 'Discard changes in dev' })).toBeVisible();
	const discard = page.getByRole('button', { name: 'Discard in dev' });
	await expect(discard).toBeEnabled();
	await axe();
	await discard.click();
	const done = page.getByRole('status').filter({ hasText: 'dev has what main has again' });
	await expect(done).toBeVisible();
	await expect(page.getByText('Nothing to commit')).toBeVisible();
	await done.getByRole('button', { name: 'Undo' }).click();
	await expect(page.getByRole('status').filter({ hasText: 'dev holds what it held before' })).toBeVisible();
	await expect(page.getByText(name).first()).toBeVisible();
	await page.getByRole('button', { name: /^Commit 1 change to main/ }).click();
});

test('OPEN-3 what no commit has is set aside before another branch is opened', async ({ page, signIn, axe }) => {
	await signIn('analyst');
	const path = await openDashboard(page);
	await renameAndCheck(page, `Kept ${Date.now()}`);
	await page.keyboard.press('b');
	await page.getByLabel('New branch from main').fill('e2e/opened');
	await page.getByRole('button', { name: 'Create branch' }).click();
	await expect(page).toHaveURL((url) => url.searchParams.get('branch') === 'e2e/opened');
	await expect(page.getByText(/dev shows main/)).toBeVisible();
	await page.getByRole('button', { name: 'Open e2e/opened in dev' }).click();
	await expect(page.getByRole('group', { name: 'What shall become of them?' })).toBeVisible();
	await axe();
	await page.getByRole('button', { name: 'Open e2e/opened in dev' }).click();
	await expect(page.getByRole('status').filter({ hasText: 'dev shows e2e/opened now' })).toBeVisible();
	await page.goto(`${path}?branch=e2e%2Fopened`);
	await expect(page.getByText(/dev shows e2e\/opened/)).toBeVisible();
	await expect(page.getByText('Nothing to commit')).toBeVisible();
});

test('HISTORY-9 a commit whose change was changed again is not reverted, and the page says which and why', async ({
	page,
	signIn
}) => {
	await signIn('analyst');
	const path = await openDashboard(page);
	for (const name of [`First ${Date.now()}`, `Second ${Date.now()}`]) {
		await renameAndCheck(page, name);
		await page.getByLabel('What is this about?').fill(`Call it ${name}`);
		await page.getByRole('button', { name: /^Commit \d/ }).click();
		await expect(page.getByRole('status').filter({ hasText: 'Committed to main' })).toContainText(name);
	}
	await page.goto(`${path}/history`);
	await page.getByRole('link', { name: /Call it First/ }).click();
	await page.getByRole('button', { name: 'Revert' }).click();
	const refused = page.getByRole('alert').filter({ hasText: 'Nothing was reverted' });
	await expect(refused).toContainText(/Second \d+/);
	await refused.getByRole('link', { name: 'Choose what to restore' }).click();
	await expect(page.getByRole('heading', { level: 1, name: 'Restore what was' })).toBeVisible();
});

/** A branch at the first commit of all, which dev does not hold. */
async function branchAtFirst(page: Page, name: string): Promise<void> {
	await page.goto(`${await openDashboard(page)}/history`);
	await page.locator('section ol').getByRole('link').last().click();
	await page.getByRole('button', { name: 'Branch from here' }).click();
	await page.getByRole('dialog').getByLabel('Name').fill(name);
	await page.getByRole('button', { name: 'Create branch' }).click();
	await expect(page.getByRole('button', { name: `Branch ${name}` })).toBeVisible();
}

test('OPEN-1 the line says what dev shows, and offers to open what it does not hold', async ({ page, signIn }) => {
	await signIn('analyst');
	await branchAtFirst(page, 'e2e/offered');
	await expect(page.getByText(/dev shows /)).toBeVisible();
	await expect(page.getByRole('button', { name: 'Open e2e/offered in dev' })).toBeVisible();
});

test('OPEN-2 a branch is opened by a plan that is seen first', async ({ page, signIn }) => {
	await signIn('analyst');
	await branchAtFirst(page, 'e2e/plan');
	await page.getByRole('button', { name: 'Open e2e/plan in dev' }).click();
	await expect(page.getByRole('region', { name: 'Edit e2e/plan in dev' })).toContainText('written in dev');
	const choice = page.getByRole('group', { name: 'What shall become of them?' });
	if (await choice.isVisible()) await choice.getByRole('radio', { name: /Set them aside/ }).check();
	await page.getByRole('button', { name: 'Open e2e/plan in dev' }).click();
	await expect(page.getByRole('status').filter({ hasText: 'dev shows e2e/plan now' })).toBeVisible();
});

test('OPEN-4 what was there comes back by one press', async ({ page, signIn }) => {
	await signIn('analyst');
	await branchAtFirst(page, 'e2e/undone');
	await renameAndCheck(page, `Undone ${Date.now()}`);
	await page.getByRole('button', { name: 'Open e2e/undone in dev' }).click();
	await page.getByRole('radio', { name: /Set them aside/ }).check();
	await page.getByRole('button', { name: 'Open e2e/undone in dev' }).click();
	const done = page.getByRole('status').filter({ hasText: 'dev shows e2e/undone now' });
	await done.getByRole('button', { name: 'Undo' }).click();
	await expect(page.getByRole('status').filter({ hasText: 'dev holds what it held before' })).toBeVisible();
	await expect(page.getByText(/Undone \d+/).first()).toBeVisible();
});
