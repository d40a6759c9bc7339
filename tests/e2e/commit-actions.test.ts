import type { Page } from '@playwright/test';
import { expect, test } from '#tests/support/e2e/test.ts';

/** A branch of the test's own of the practice dashboard with a history; its address without query. */
async function ownBranch(page: Page, name: string): Promise<string> {
	await page.goto('/dashboards');
	await page.getByRole('link', { name: 'Sales overview', exact: true }).first().click();
	await expect(page.getByRole('heading', { level: 1, name: /Sales overview/ })).toBeVisible();
	await page.keyboard.press('b');
	await page.getByLabel('New branch from main').fill(name);
	await page.getByRole('button', { name: 'Create branch' }).click();
	await expect(page).toHaveURL((url) => url.searchParams.get('branch') === name);
	return new URL(page.url()).pathname;
}

async function openCommit(page: Page, subject: string): Promise<void> {
	await page.getByRole('link', { name: 'History', exact: true }).click();
	await page.getByRole('link', { name: new RegExp(subject) }).click();
	await expect(page.getByRole('heading', { level: 1, name: subject })).toBeVisible();
}

const committed = (page: Page, branch: string) =>
	page.getByRole('status').filter({ hasText: `Committed to ${branch}` });

test('HISTORY-7 one chart is restored as it was, by a commit of its own', async ({ page, signIn, axe }) => {
	await signIn('analyst');
	await ownBranch(page, 'e2e/restore');
	await openCommit(page, 'Put the channels before the months');
	await page.getByRole('link', { name: 'Restore…' }).click();
	await axe();
	const ticks = page.getByRole('checkbox', { name: /^Take / });
	for (const tick of await ticks.all()) await tick.uncheck();
	await expect(page.getByRole('button', { name: 'Tick what to restore' })).toBeDisabled();
	await page.getByRole('checkbox', { name: /Revenue by month/ }).check();
	await page.getByRole('button', { name: 'Restore 1 asset on e2e/restore' }).click();
	await expect(committed(page, 'e2e/restore')).toContainText('Restore “Revenue by month” as of');
});

test('HISTORY-8 a commit is tagged; a name that is taken says so', async ({ page, signIn, expectedErrors }) => {
	expectedErrors.push(/409/);
	await signIn('analyst');
	await ownBranch(page, 'e2e/tag');
	await openCommit(page, 'Explain net and gross');
	await page.getByRole('button', { name: 'Tag…' }).click();
	const dialog = page.getByRole('dialog');
	await expect(dialog.getByLabel('Name')).toHaveValue('v1.4');
	await dialog.getByLabel('Name').fill('v1.3');
	await dialog.getByRole('button', { name: 'Create tag' }).click();
	await expect(dialog).toContainText('There is a tag “v1.3” already');
	await dialog.getByLabel('Name').fill('e2e-tag');
	await dialog.getByRole('button', { name: 'Create tag' }).click();
	await expect(page.getByRole('status').filter({ hasText: 'Tagged e2e-tag' })).toBeVisible();
	await expect(page.getByText('e2e-tag').first()).toBeVisible();
});

test('HISTORY-9 a commit is reverted by one press', async ({ page, signIn }) => {
	await signIn('analyst');
	await ownBranch(page, 'e2e/revert');
	await openCommit(page, 'Filter by category');
	await page.getByRole('button', { name: 'Revert' }).click();
	await expect(committed(page, 'e2e/revert')).toContainText('Revert “Filter by category”');
});

test('HISTORY-6 a commit is compared with an environment, as text', async ({ page, signIn }) => {
	await signIn('analyst');
	await ownBranch(page, 'e2e/against');
	await openCommit(page, 'Show net revenue by month');
	await page.getByRole('navigation', { name: 'How to look at it' }).getByRole('link', { name: 'Text' }).click();
	await expect(page.getByRole('table', { name: 'Lines that differ' })).toContainText('net_revenue');
	await page.getByRole('button', { name: /^Compared with/ }).click();
	await page
		.getByLabel(/choose what to compare/)
		.getByRole('link', { name: 'prod' })
		.first()
		.click();
	await expect(page).toHaveURL((url) => url.searchParams.get('against') === 'environment:prod');
	await page.reload();
	await expect(page.getByRole('button', { name: /^Compared with environment.*prod/ })).toBeVisible();
	await expect(page.getByRole('table', { name: 'Lines that differ' })).toBeVisible();
});

test('CHANGES-11 a change is looked at as text', async ({ page, signIn, axe }) => {
	await signIn('analyst');
	await ownBranch(page, 'e2e/text');
	await page.getByRole('navigation', { name: 'How to look at it' }).getByRole('link', { name: 'Text' }).click();
	await expect(page).toHaveURL((url) => url.searchParams.get('view') === 'text');
	await expect(page.getByRole('table', { name: 'Lines that differ' })).toBeVisible();
	await axe();
});

test('CHANGES-12 the last commit is taken back and put back', async ({ page, signIn }) => {
	await signIn('analyst');
	await ownBranch(page, 'e2e/undo');
	const ticks = page.getByRole('checkbox', { name: /^Take (?!all)/ });
	const all = await ticks.count();
	await page.getByRole('button', { name: /^Commit \d/ }).click();
	await committed(page, 'e2e/undo').getByRole('button', { name: 'Undo' }).click();
	const undone = page.getByRole('status').filter({ hasText: 'was taken back from e2e/undo' });
	await expect(undone).toBeVisible();
	await expect(ticks).toHaveCount(all);
	await undone.getByRole('button', { name: 'Put it back' }).click();
	await expect(committed(page, 'e2e/undo')).toBeVisible();
	await expect(ticks).toHaveCount(0);
});
