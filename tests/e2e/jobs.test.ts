import type { Page } from '@playwright/test';
import { expect, test } from '#tests/support/e2e/test.ts';

const log = (page: Page) => page.getByRole('log', { name: /lines/ }).getByRole('paragraph');

/** Start a look into dev and open its job. */
async function startJob(page: Page): Promise<void> {
	await page.goto('/dashboards');
	await page.getByRole('link', { name: 'Sales overview', exact: true }).first().click();
	await page.getByRole('button', { name: 'Check for changes' }).first().click();
	await expect(page).not.toHaveURL(/job=/);
	await page.goto('/jobs');
	await page
		.getByRole('link', { name: /Capture “Sales overview” from dev/ })
		.first()
		.click();
	await page.waitForURL(/\/jobs\/[0-9a-f-]{36}$/);
}

test('JOBPAGE-2 a log is complete, whoever opens it and when', async ({ page, signIn, axe }) => {
	await signIn('analyst');
	await startJob(page);
	await expect(log(page).last()).toContainText('Done');
	const lines = await log(page).allTextContents();
	expect(lines.length).toBeGreaterThan(3);
	await axe();
	await page.reload();
	await expect(log(page)).toHaveText(lines);
	const other = await page.context().newPage();
	await other.goto(page.url());
	await expect(log(other)).toHaveText(lines);
});

test('JOBPAGE-3 whoever comes later sees the log of a deployment, and the way to its proof', async ({
	page,
	signIn
}) => {
	await signIn('analyst');
	await page.goto('/jobs');
	await page
		.getByRole('link', { name: /^.*Deploy “Sales overview” to staging/ })
		.first()
		.click();
	await expect(log(page).last()).toContainText('Done');
	await page.getByRole('link', { name: 'See the proof' }).click();
	await expect(page.getByRole('heading', { name: /objects in staging match/ })).toBeVisible();
});

test('JOBPAGE-4 a failed job says why and what to do', async ({ page, signIn }) => {
	await signIn('admin');
	await page.goto('/dashboards');
	await page.getByRole('link', { name: 'Sales overview', exact: true }).first().click();
	await page.waitForURL(/\/dashboards\/[0-9a-f-]{36}$/);
	// A plan that nobody made: the job is taken, and finds nothing.
	const answer = await page.request.post(`${page.url()}/deploy?/deploy`, {
		form: { planHash: '0'.repeat(64) },
		headers: { origin: new URL(page.url()).origin, accept: 'application/json' }
	});
	const { location } = (await answer.json()) as { location: string };
	await page.goto(location);
	const alert = page.getByRole('alert');
	await expect(alert).toContainText('There is no plan “000000000000”.');
	await expect(alert).toContainText('Make the plan again.');
});
