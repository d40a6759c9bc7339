import type { Browser, Page } from '@playwright/test';
import { expect, test } from '#tests/support/e2e/test.ts';

const TITLE = 'Sales overview';

/** Another person on a computer of their own. */
async function somebodyElse(browser: Browser, baseURL: string | undefined, role: string): Promise<Page> {
	const context = await browser.newContext({ baseURL: baseURL ?? '' });
	const page = await context.newPage();
	await page.goto('/sign-in');
	await page.getByRole('button', { name: new RegExp(`\\b${role}\\b`, 'i') }).click();
	await page.waitForURL((url) => url.pathname !== '/sign-in');
	return page;
}

/** A branch of the test's own at the first commit of all, so that dev has many changes. @returns its address */
async function branchAtFirst(page: Page, name: string): Promise<string> {
	await page.goto('/dashboards');
	await page.getByRole('link', { name: TITLE, exact: true }).first().click();
	await expect(page.getByRole('heading', { level: 1, name: TITLE })).toBeVisible();
	await page.goto(`${new URL(page.url()).pathname}/history`);
	await page.locator('section ol').getByRole('link').last().click();
	await page.getByRole('button', { name: 'Branch from here' }).click();
	await page.getByRole('dialog').getByLabel('Name').fill(name);
	await page.getByRole('button', { name: 'Create branch' }).click();
	await expect(page.getByRole('button', { name: `Branch ${name}` })).toBeVisible();
	return page.url();
}

const ticksOf = (page: Page) => page.getByRole('checkbox', { name: /^Take (?!all)/ });
const chip = (page: Page) => page.getByText('Not live: reconnecting');

test('LIVE-15 a commit in one window shows in the other, and what is typed there stays', async ({
	page,
	signIn,
	browser,
	baseURL
}) => {
	await signIn('engineer');
	const url = await branchAtFirst(page, `e2e/live-${Date.now()}`);
	await page.getByLabel('What is this about?').fill('My own words');
	const count = await ticksOf(page).count();
	await ticksOf(page).first().uncheck();

	const other = await somebodyElse(browser, baseURL, 'analyst');
	await other.goto(url, { waitUntil: 'networkidle' });
	await other.getByRole('checkbox', { name: /^Take all/ }).uncheck();
	// The last one is no dashboard, so that nothing comes along with it.
	await ticksOf(other).last().check();
	await other.getByRole('button', { name: /^Commit 1 change/ }).click();
	await expect(ticksOf(other)).toHaveCount(count - 1);

	await expect(page.getByRole('status').filter({ hasText: 'Your ticks and your message are kept.' })).toBeVisible();
	await expect(ticksOf(page)).toHaveCount(count - 1);
	await expect(ticksOf(page).first()).not.toBeChecked();
	await expect(page.getByLabel('What is this about?')).toHaveValue('My own words');
	await page.getByRole('button', { name: /^Commit / }).click();
	await expect(ticksOf(page)).toHaveCount(1);
	// Who committed is not told about it.
	await expect(other.getByText('in another window')).toHaveCount(0);
	await other.context().close();
});

test('LIVE-14 a page that hears nothing says so, and nothing while all is well', async ({
	page,
	signIn,
	expectedErrors
}) => {
	expectedErrors.push(/503|live/);
	await signIn('analyst');
	await expect(chip(page)).toHaveCount(0);
	await page.route('**/live?*', (route) => route.fulfill({ status: 503, body: '' }));
	await page.goto('/dashboards');
	await expect(chip(page)).toBeVisible();
	await page.unroute('**/live?*');
	await expect(chip(page)).toHaveCount(0);
});

test('LIVE-16 a page whose session ended leads to the sign-in, and is live again after it', async ({
	page,
	signIn,
	axe,
	expectedErrors
}) => {
	expectedErrors.push(/401|live/);
	await signIn('analyst');
	await page.goto('/dashboards');
	const search = page.getByRole('searchbox').first();
	await search.fill('typed');
	const other = await page.context().newPage();
	await other.goto('/dashboards');
	await other.getByRole('button', { name: /^Your account/ }).click();
	await other.getByRole('menuitem', { name: 'Sign out' }).click();
	await expect(other).toHaveURL(/sign-in/);
	const signedOut = page.getByRole('link', { name: /^You are signed out/ });
	await expect(signedOut).toBeVisible();
	await axe();
	await expect(search).toHaveValue('typed');
	const [signing] = await Promise.all([page.waitForEvent('popup'), signedOut.click()]);
	await signing.getByRole('button', { name: /analyst/i }).click();
	await signing.waitForURL(/\/dashboards/);
	// As when the person comes back to this window.
	await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
	await expect(signedOut).toHaveCount(0);
	await expect(search).toHaveValue('typed');
});

test('FRAME-11 the title says what waits', async ({ page, signIn }) => {
	await signIn('engineer');
	await branchAtFirst(page, `e2e/title-${Date.now()}`);
	await expect(page).toHaveTitle(/^● \d+ changes · Sales overview · Changes · Dashbranch$/);
	await expect(page.locator('link[rel="icon"]')).toHaveAttribute('href', '/favicon-changes.svg');
	await page.goto('/environments');
	await expect(page.locator('link[rel="icon"]')).toHaveAttribute('href', /\/favicon\.svg$/);
});

test('FRAME-13 a deleted branch is taken back by z, also on another page', async ({ page, signIn }) => {
	await signIn('engineer');
	const name = `e2e/undo-${Date.now()}`;
	const url = new URL(await branchAtFirst(page, name));
	await page.goto(`${url.pathname}/branches`);
	await page.getByRole('button', { name: `What else can be done with ${name}` }).click();
	await page.getByRole('menuitem', { name: 'Delete…' }).click();
	await page.getByRole('button', { name: `Delete ${name}` }).click();
	await expect(page.getByText(`Branch ${name} deleted.`)).toBeVisible();
	await page.getByRole('navigation', { name: TITLE }).getByRole('link', { name: 'History' }).click();
	await expect(page).toHaveURL(/\/history/);
	await page.keyboard.press('z');
	await expect(page.getByText('Taken back.')).toBeVisible();
	await page.goto(`${url.pathname}/branches`);
	await expect(page.getByRole('rowheader', { name })).toBeVisible();
});
