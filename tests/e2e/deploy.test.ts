import type { Page } from '@playwright/test';
import { renameFirstChart } from '#tests/support/e2e/practice.ts';
import { expect, test } from '#tests/support/e2e/test.ts';

/** The page of “Sales overview”; its address without query. */
async function openDashboard(page: Page): Promise<string> {
	await page.goto('/dashboards');
	await page.getByRole('link', { name: 'Sales overview', exact: true }).first().click();
	await expect(page.getByRole('heading', { level: 1, name: 'Sales overview' })).toBeVisible();
	return new URL(page.url()).pathname;
}

async function makePlan(page: Page, environment: string): Promise<void> {
	const path = await openDashboard(page);
	await page.goto(`${path}/deploy?environment=${environment}`);
	await expect(page.getByRole('radio', { name: new RegExp(`^${environment}`) })).toBeChecked();
	await page.getByRole('button', { name: 'Make plan' }).click();
	await expect(page).toHaveURL(/[?&]plan=[0-9a-f]{64}/);
}

const figure = (page: Page, label: string) =>
	page.getByRole('list', { name: 'Show only' }).getByRole('link', { name: label });

test('DEPLOYPAGE-1 a count filters, its choice is in the address', async ({ page, signIn, axe }) => {
	await signIn('analyst');
	await makePlan(page, 'prod');
	await axe();
	await figure(page, 'unchanged').click();
	await expect(page).toHaveURL(/show=unchanged/);
	const unchanged = Number.parseInt((await figure(page, 'unchanged').textContent()) ?? '', 10);
	await expect(page.locator('details > summary')).toHaveCount(unchanged);
	await page.reload();
	await expect(page.locator('details > summary')).toHaveCount(unchanged);
});

test('DEPLOYPAGE-9 whoever may not deploy sees whom to ask', async ({ page, signIn }) => {
	await signIn('analyst');
	await makePlan(page, 'prod');
	await expect(page.getByRole('button', { name: 'Deploy main to prod' })).toBeDisabled();
	await expect(page.getByText('Send this page’s address to an engineer.')).toBeVisible();
});

test('DEPLOYPAGE-4 a plan is deployed and proven', async ({ page, signIn, axe }) => {
	await signIn('engineer');
	await makePlan(page, 'staging');
	await page.getByRole('button', { name: 'Deploy main to staging' }).click();
	await page.waitForURL(/\/jobs\/[0-9a-f-]{36}$/);
	const proof = page.getByRole('link', { name: 'See the proof' });
	await expect(page)
		.toHaveURL(/\/deployments\/[0-9a-f-]{36}/)
		.catch(() => proof.click());
	const claim = page.getByRole('heading', { name: /objects in staging match/ });
	await expect(claim).toHaveText(/^\s*(\d+) of \1\s+objects in staging match main/);
	const trees = page.getByRole('group', { name: 'The two trees are equal' }).getByRole('code');
	expect(await trees.first().textContent()).toBe(await trees.last().textContent());
	await axe();
});

test('DEPLOYPAGE-8 a rollback says what it does, and is proven itself', async ({ page, signIn, axe }) => {
	await signIn('engineer');
	const path = await openDashboard(page);
	await page.goto(`${path}/deployments?environment=staging`);
	const before = await page.getByRole('row').count();
	await page.getByRole('button', { name: 'Roll back…' }).click();
	const dialog = page.getByRole('alertdialog', { name: 'Roll staging back' });
	await expect(dialog.getByRole('list', { name: 'What is undone' }).getByRole('listitem')).toHaveCount(4);
	await axe();
	await dialog.getByRole('button', { name: 'Roll staging back' }).click();
	await expect(page.getByRole('heading', { level: 1, name: 'staging is rolled back' })).toBeVisible({
		timeout: 30_000
	});
	await expect(page.getByRole('heading', { name: /objects in staging match/ })).toBeVisible();
	await page.goto(`${path}/deployments?environment=staging`);
	await expect(page.getByRole('row')).toHaveCount(before + 1);
	await expect(page.getByRole('row').nth(1)).toContainText('rollback');
});

test('DEPLOYPAGE-10 what somebody edited there since is told before a rollback, and confirmed', async ({
	page,
	signIn,
	axe
}) => {
	await signIn('engineer');
	const path = await openDashboard(page);
	await page.goto(`${path}/deployments?environment=staging`);
	await page.getByRole('row').nth(1).getByRole('link').first().click();
	const name = `By hand ${Date.now()}`;
	await renameFirstChart(page, name, /^Open in staging/);
	await page.getByRole('button', { name: 'Roll back…' }).click();
	await page.getByRole('alertdialog').getByRole('button', { name: 'Roll staging back' }).click();
	const edited = page.getByRole('list', { name: 'Edited since' });
	await expect(edited).toContainText(`→ “${name}”`, { timeout: 30_000 });
	await expect(page.getByText('so nothing was rolled back yet')).toBeVisible();
	await axe();
	await page.getByRole('button', { name: 'Roll staging back all the same' }).click();
	await expect(page.getByRole('heading', { level: 1, name: 'staging is rolled back' })).toBeVisible({
		timeout: 30_000
	});
	await expect(edited).toBeHidden();
});
