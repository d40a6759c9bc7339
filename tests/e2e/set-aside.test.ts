import type { Page } from '@playwright/test';
import { startOwnDemo, type OwnApp } from '#tests/support/e2e/own-app.ts';
import { renameFirstChart } from '#tests/support/e2e/practice.ts';
import { expect, test } from '#tests/support/e2e/test.ts';

const TITLE = 'Finance monthly';

let own: OwnApp;
const shared = process.env['DASHBRANCH_E2E_URL'];

// One writes into dev at a time, and nearly every step here does.
test.beforeAll(async () => {
	own = await startOwnDemo();
	process.env['DASHBRANCH_E2E_URL'] = own.url;
});
test.afterAll(async () => {
	process.env['DASHBRANCH_E2E_URL'] = shared;
	await own.close();
});

async function openDashboard(page: Page): Promise<string> {
	await page.goto('/dashboards');
	await page.getByRole('link', { name: TITLE, exact: true }).first().click();
	await expect(page.getByRole('heading', { level: 1, name: TITLE })).toBeVisible();
	return new URL(page.url()).pathname;
}

const done = (page: Page, words: string) => page.getByRole('status').filter({ hasText: words });

/** Open the branch that is looked at in dev; what no commit has is set aside. */
async function openInDev(page: Page, path: string, branch: string): Promise<void> {
	await page.goto(branch === 'main' ? path : `${path}?branch=${encodeURIComponent(branch)}`);
	await page.getByRole('button', { name: `Open ${branch} in dev` }).click();
	const plan = page.getByRole('region', { name: `Edit ${branch} in dev` });
	await plan.getByRole('button', { name: `${branch} in dev` }).click();
	await expect(done(page, `dev shows ${branch} now`)).toBeVisible();
}

async function renameAndCheck(page: Page, to: string): Promise<void> {
	await renameFirstChart(page, to);
	await page.getByRole('button', { name: 'Check for changes' }).click();
	await expect(page.getByText(to).first()).toBeVisible();
}

async function startBranch(page: Page, name: string): Promise<void> {
	await page.keyboard.press('b');
	await page.getByLabel('New branch from main').fill(name);
	await page.getByRole('button', { name: 'Create branch' }).click();
	await expect(page).toHaveURL((url) => url.searchParams.get('branch') === name);
}

/**
 * A branch of the test's own with a commit of its own, in dev; there its first chart is called otherwise, and that was set
 * aside when main was opened. @returns the dashboard's address, and what the chart was called
 */
async function setAside(page: Page, branch: string): Promise<{ path: string; name: string }> {
	const path = await openDashboard(page);
	await startBranch(page, branch);
	// It differs from main, so that there is something to open.
	await renameAndCheck(page, `Own ${Date.now()}`);
	await commit(page, branch);
	await openInDev(page, path, branch);
	const name = `Aside ${Date.now()}`;
	await page.goto(`${path}?branch=${encodeURIComponent(branch)}`);
	await renameAndCheck(page, name);
	await openInDev(page, path, 'main');
	return { path, name };
}

async function commit(page: Page, branch: string): Promise<void> {
	await page.getByRole('button', { name: /^Commit \d+ changes? to / }).click();
	await expect(done(page, `Committed to ${branch}`)).toBeVisible();
}

const section = (page: Page) => page.getByRole('region', { name: 'Set aside' });
const rowOf = (page: Page, name: string) => section(page).getByRole('listitem').filter({ hasText: name }).first();

/** The plan to bring back what is listed by this name. */
async function planBack(page: Page, { path, name }: { path: string; name: string }, branch: string): Promise<void> {
	await page.goto(`${path}/branches`);
	await rowOf(page, name).getByRole('button', { name: 'Bring back…' }).click();
	await expect(page.getByRole('heading', { level: 1, name: `Bring back changes of ${branch}` })).toBeVisible();
}

test('OPEN-14 a branch that dev holds already is shown there without a write', async ({ page, signIn }) => {
	await signIn('analyst');
	const path = await openDashboard(page);
	await startBranch(page, 'e2e/held');
	await renameAndCheck(page, `Held ${Date.now()}`);
	await commit(page, 'e2e/held');
	await page.getByRole('button', { name: 'Open e2e/held in dev' }).click();
	await expect(page.getByText('dev has all of it already, so nothing is written.')).toBeVisible();
	await page.getByRole('button', { name: 'Show e2e/held in dev' }).click();
	await expect(done(page, 'dev shows e2e/held now')).toBeVisible();
	await openInDev(page, path, 'main');
});

test('OPEN-15 a branch with a long name can be opened by a press', async ({ page, signIn }) => {
	await signIn('analyst');
	await openDashboard(page);
	const name = `e2e/${'long-'.repeat(30)}name`;
	await startBranch(page, name);
	await renameAndCheck(page, `Long ${Date.now()}`);
	for (const width of [1440, 390]) {
		await page.setViewportSize({ width, height: 900 });
		await page.getByRole('button', { name: `Open ${name} in dev` }).click({ trial: true });
	}
	await page.getByRole('button', { name: `Open ${name} in dev` }).click();
	await expect(page.getByRole('region', { name: `Edit ${name} in dev` })).toBeVisible();
});

test('OPEN-6 what was set aside is listed with its branch, what changed, where and by whom', async ({
	page,
	signIn,
	axe
}) => {
	await signIn('analyst');
	const { path, name } = await setAside(page, 'e2e/listed');
	await page.goto(`${path}/branches`);
	const row = rowOf(page, name);
	await expect(row).toContainText('e2e/listed');
	await expect(row).toContainText('set it aside in dev');
	await expect(row).toContainText(/renamed “.*” → “Aside/);
	await expect(row).toContainText('(analyst)');
	for (const colorScheme of ['light', 'dark'] as const) {
		for (const width of [1440, 390]) {
			await page.emulateMedia({ colorScheme });
			await page.setViewportSize({ width, height: 900 });
			await axe();
			expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
		}
	}
});

test('OPEN-7 what was set aside is compared by one press', async ({ page, signIn }) => {
	await signIn('analyst');
	const { path, name } = await setAside(page, 'e2e/compared');
	await page.goto(`${path}/branches`);
	await rowOf(page, name).getByRole('link', { name: 'See what it is' }).click();
	await expect(page).toHaveURL((url) => url.pathname === `${path}/compare`);
	await expect(page.getByText('1 asset differs')).toBeVisible();
	await expect(page.getByRole('listitem').filter({ hasText: name }).first()).toBeVisible();
});

test('OPEN-8 the changes of a branch say that something of it is set aside', async ({ page, signIn, axe }) => {
	await signIn('analyst');
	const { path, name } = await setAside(page, 'e2e/said');
	await page.goto(`${path}?branch=e2e%2Fsaid`);
	await expect(page.getByText('Changes of e2e/said are set aside')).toBeVisible();
	await axe();
	await page.getByRole('link', { name: 'Look at them' }).click();
	await expect(rowOf(page, name)).toBeInViewport();
});

test('OPEN-9 it comes back by a plan that is seen first; undone, it is set aside again', async ({
	page,
	signIn,
	axe
}) => {
	await signIn('analyst');
	const { path, name } = await setAside(page, 'e2e/back');
	await planBack(page, { path, name }, 'e2e/back');
	await expect(page.getByRole('region', { name: 'Back in dev' })).toContainText('dev shows e2e/back then');
	for (const width of [390, 1440]) {
		await page.setViewportSize({ width, height: 900 });
		await axe();
	}
	await page.getByRole('button', { name: 'Bring back in dev' }).click();
	const back = done(page, 'Changes are back in dev');
	await expect(back).toBeVisible();
	await expect(page).toHaveURL((url) => url.searchParams.get('branch') === 'e2e/back');
	await expect(page.getByText(name).first()).toBeVisible();
	await expect(page.getByText('Changes of e2e/back are set aside')).toHaveCount(0);
	await back.getByRole('button', { name: 'Undo' }).click();
	await expect(done(page, 'dev holds what it held before')).toContainText('is set aside');
	await page.goto(`${path}/branches`);
	await expect(rowOf(page, name)).toContainText('e2e/back');
});

test('OPEN-11 with changes that no commit has it is chosen what becomes of them', async ({ page, signIn, axe }) => {
	await signIn('analyst');
	const { path, name } = await setAside(page, 'e2e/chosen');
	const other = `Other ${Date.now()}`;
	await page.goto(path);
	await renameAndCheck(page, other);
	await planBack(page, { path, name }, 'e2e/chosen');
	await page.getByRole('radio', { name: /Commit them to a new branch/ }).check();
	await page.getByLabel('Name of the branch').fill('e2e/saved');
	await axe();
	await page.getByRole('button', { name: 'Bring back in dev' }).click();
	await expect(done(page, 'Changes are back in dev')).toBeVisible();
	await page.goto(`${path}/history?branch=e2e%2Fsaved`);
	await page.locator('section ol').getByRole('link').first().click();
	await expect(page.getByText(other).first()).toBeVisible();
});

test('OPEN-12 where its branch changed the same it says so, and it comes back exactly', async ({
	page,
	signIn,
	axe
}) => {
	await signIn('analyst');
	const { path, name } = await setAside(page, 'e2e/same');
	await openInDev(page, path, 'e2e/same');
	const other = `Same ${Date.now()}`;
	await page.goto(`${path}?branch=e2e%2Fsame`);
	await renameAndCheck(page, other);
	await commit(page, 'e2e/same');
	await planBack(page, { path, name }, 'e2e/same');
	const refused = page.getByRole('alert').filter({ hasText: 'e2e/same changed the same' });
	await expect(refused).toContainText(`${other}: was changed again since`);
	for (const width of [390, 1440]) {
		await page.setViewportSize({ width, height: 900 });
		await axe();
	}
	await expect(refused.getByRole('link', { name: 'Compare with the branch' })).toHaveAttribute(
		'href',
		/from=e2e%2Fsame/
	);
	await expect(refused.getByRole('link', { name: 'Leave it set aside' })).toBeVisible();
	await refused.getByRole('button', { name: 'Bring back exactly as it was…' }).click();
	await expect(page.getByRole('region', { name: 'The dashboard as it was, in dev' })).toBeVisible();
	await page.getByRole('button', { name: 'Bring back in dev' }).click();
	await expect(done(page, 'Changes are back in dev')).toBeVisible();
	await expect(page.getByText(name).first()).toBeVisible();
});

test('OPEN-13 an address of what was brought back says so', async ({ page, signIn, axe }) => {
	await signIn('analyst');
	const path = await openDashboard(page);
	await page.goto(`${path}/bring-back?id=1700000000000`);
	await expect(page.getByText('These changes are not set aside any more')).toBeVisible();
	await axe();
	await page.getByRole('link', { name: 'What is set aside' }).click();
	await expect(page).toHaveURL(`${path}/branches`);
});

test('OPEN-5 an undo asks what becomes of what was edited since', async ({ page, signIn, axe }) => {
	await signIn('analyst');
	const { path, name } = await setAside(page, 'e2e/asked');
	await planBack(page, { path, name }, 'e2e/asked');
	await page.getByRole('button', { name: 'Bring back in dev' }).click();
	const back = done(page, 'Changes are back in dev');
	await expect(back).toBeVisible();
	const edited = `Edited ${Date.now()}`;
	await renameFirstChart(page, edited);
	await back.getByRole('button', { name: 'Undo' }).click();
	const asking = page.getByRole('region', { name: 'dev was edited since, so nothing was put back yet' });
	await expect(asking).toContainText(edited);
	await axe();
	await asking.getByRole('button', { name: 'Put back what was there' }).click();
	await expect(done(page, 'dev holds what it held before')).toBeVisible();
	await page.goto(`${path}/branches`);
	await expect(rowOf(page, edited)).toBeVisible();
});

test('OPEN-16 it is dropped after a question that says what goes, and put back by one press', async ({
	page,
	signIn,
	axe
}) => {
	await signIn('analyst');
	const { path, name } = await setAside(page, 'e2e/dropped');
	await page.goto(`${path}/branches`);
	const drop = async () => {
		await rowOf(page, name).getByRole('button', { name: 'Drop changes of e2e/dropped' }).click();
		const asked = page.getByRole('alertdialog', { name: 'Drop what was set aside of e2e/dropped' });
		await expect(asked).toContainText(`1 change that is on no branch goes: “${name}”`);
		await axe();
		await asked.getByRole('button', { name: 'Drop 1 change' }).click();
		await expect(rowOf(page, name)).toHaveCount(0);
	};
	await drop();
	await page.getByRole('button', { name: 'Undo' }).click();
	await expect(rowOf(page, name)).toContainText('e2e/dropped');
	await drop();
	const dropped = page.getByRole('region', { name: 'Dropped changes' });
	await expect(dropped).toContainText('Changes of e2e/dropped');
	for (const width of [390, 1440]) {
		await page.setViewportSize({ width, height: 900 });
		await axe();
	}
	await dropped.getByRole('button', { name: 'Set aside again' }).first().click();
	await expect(rowOf(page, name)).toContainText('e2e/dropped');
});
