import type { Page } from '@playwright/test';
import { expect, test } from '#tests/support/e2e/test.ts';

const SALES = 'Sales overview';

/** The page of a practice dashboard; its address without query. */
async function openDashboard(page: Page, title = SALES): Promise<string> {
	await page.goto('/dashboards');
	await page.getByRole('link', { name: title, exact: true }).first().click();
	await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
	return new URL(page.url()).pathname;
}

/** A branch of the test's own, from main, that is looked at then. */
async function createBranch(page: Page, name: string): Promise<void> {
	await page.keyboard.press('b');
	await expect(page.getByRole('searchbox', { name: 'Find a branch' })).toBeFocused();
	await page.getByLabel('New branch from main').fill(name);
	await page.getByRole('button', { name: 'Create branch' }).click();
	await expect(page).toHaveURL((url) => url.searchParams.get('branch') === name);
}

test('DASH-2 b opens the selector, and typing finds a branch', async ({ page, signIn }) => {
	await signIn('analyst');
	await openDashboard(page);
	await page.keyboard.press('b');
	const search = page.getByRole('searchbox', { name: 'Find a branch' });
	await expect(search).toBeFocused();
	await page.keyboard.type('YEAR');
	const branches = page.getByRole('list', { name: 'Branches' });
	await expect(branches.getByRole('link')).toHaveCount(1);
	await page.keyboard.press('Escape');
	await expect(search).toBeHidden();
	await expect(page.getByRole('button', { name: /^Branch main/ })).toBeFocused();
});

test('DASH-3 choosing a branch changes the address and nothing else', async ({ page, signIn }) => {
	await signIn('analyst');
	const path = await openDashboard(page);
	await page.keyboard.press('b');
	await page
		.getByRole('list', { name: 'Branches' })
		.getByRole('link', { name: /feature\/year/ })
		.click();
	await expect(page).toHaveURL(`${path}?branch=feature%2Fyear`);
	await expect(page.getByRole('button', { name: /^Branch feature\/year/ })).toBeVisible();
	await page.reload();
	await expect(page.getByRole('button', { name: /^Branch feature\/year/ })).toBeVisible();
	await page.goBack();
	await expect(page.getByRole('button', { name: /^Branch main/ })).toBeVisible();
});

test('DASH-4 a new branch is looked at; a bad name says why where it was typed', async ({
	page,
	signIn,
	expectedErrors
}) => {
	expectedErrors.push(/400/);
	await signIn('analyst');
	await openDashboard(page);
	await page.keyboard.press('b');
	await page.getByLabel('New branch from main').fill('two words');
	await page.getByRole('button', { name: 'Create branch' }).click();
	await expect(page.getByRole('alert')).toContainText('is not a name that git takes');
	await expect(page.getByLabel('New branch from main')).toHaveValue('two words');
	await page.getByLabel('New branch from main').fill('e2e/new');
	await page.getByRole('button', { name: 'Create branch' }).click();
	await expect(page.getByRole('button', { name: /^Branch e2e\/new/ })).toBeVisible();
});

test('DASH-5 a branch is deleted with what goes, and comes back', async ({ page, signIn }) => {
	await signIn('analyst');
	const path = await openDashboard(page);
	await createBranch(page, 'e2e/gone');
	await page.goto(`${path}/branches`);
	await page.getByRole('button', { name: 'What else can be done with e2e/gone' }).click();
	await page.getByRole('menuitem', { name: 'Delete…' }).click();
	await expect(page.getByRole('alertdialog')).toContainText('so no work is lost');
	await page.getByRole('button', { name: 'Delete e2e/gone' }).click();
	await expect(page.getByRole('status').filter({ hasText: 'e2e/gone is deleted' })).toBeVisible();
	await expect(page.getByRole('rowheader', { name: /e2e\/gone/ })).toHaveCount(0);
	await page.getByRole('button', { name: 'Bring it back' }).click();
	await expect(page.getByRole('button', { name: /^Branch e2e\/gone/ })).toBeVisible();
});

/** A branch of the test's own at the first commit of all, so that dev has many changes. */
async function startAtFirst(page: Page, name: string): Promise<void> {
	const path = await openDashboard(page);
	await page.goto(`${path}/history`);
	await page.locator('section ol').getByRole('link').last().click();
	await page.getByRole('button', { name: 'Branch from here' }).click();
	await page.getByRole('dialog').getByLabel('Name').fill(name);
	await page.getByRole('button', { name: 'Create branch' }).click();
	await expect(page.getByRole('button', { name: `Branch ${name}` })).toBeVisible();
}

const ticksOf = (page: Page) => page.getByRole('checkbox', { name: /^Take (?!all)/ });
const words = (count: number) => (count === 1 ? '1 change' : `${count} changes`);

const TABS = ['', '/history', '/branches', '/compare', '/deployments', '/settings', '/deploy'];

for (const colorScheme of ['light', 'dark'] as const) {
	for (const width of [1440, 390]) {
		test(`DASH-7 axe finds nothing on any tab, ${colorScheme} at ${width} px`, async ({ page, signIn, axe }) => {
			await page.emulateMedia({ colorScheme });
			await page.setViewportSize({ width, height: 900 });
			await signIn('engineer');
			const path = await openDashboard(page);
			for (const tab of TABS) {
				await page.goto(path + tab);
				await axe();
			}
		});
	}
}

test('DASH-7 no tab scrolls sideways at 320 px', async ({ page, signIn }) => {
	await page.setViewportSize({ width: 320, height: 700 });
	await signIn('engineer');
	const path = await openDashboard(page);
	for (const tab of TABS) {
		await page.goto(path + tab);
		const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
		expect(tooWide, `${tab || 'Changes'} scrolls sideways`).toBeLessThanOrEqual(0);
	}
});

test('DASH-8 a dashboard from a ZIP has nothing to look into', async ({ page, signIn }) => {
	await signIn('analyst');
	await page.goto('/dashboards/track');
	await page.locator('input[type=file]').setInputFiles('specs/examples/superset/6.1.0/two-schemas.zip');
	await page.getByRole('button', { name: 'Add two-schemas.zip' }).click();
	await page.waitForURL(/\/dashboards\/[0-9a-f-]{36}/);
	await expect(page.getByText('so there is no Superset to look into')).toBeVisible();
	await expect(page.getByRole('button', { name: 'Check for changes' })).toHaveCount(0);
});

test('CHANGES-1 everything is in the commit until it is unticked', async ({ page, signIn }) => {
	await signIn('analyst');
	await startAtFirst(page, 'e2e/ticks');
	const ticks = ticksOf(page);
	const all = await ticks.count();
	expect(all).toBeGreaterThan(2);
	for (const tick of await ticks.all()) await expect(tick).toBeChecked();
	await ticks.first().uncheck();
	await expect(page.getByText(`${all - 1} of ${all}`)).toBeVisible();
	await page.getByRole('checkbox', { name: /^Take all/ }).check();
	await expect(ticks.first()).toBeChecked();
});

test('CHANGES-10 all changes of a kind are ticked or unticked at once', async ({ page, signIn }) => {
	await signIn('analyst');
	await startAtFirst(page, 'e2e/kinds');
	const all = await ticksOf(page).count();
	await page.getByRole('button', { name: 'Tick by kind' }).click();
	const charts = page.getByRole('menuitemcheckbox', { name: /^Charts/ });
	await expect(charts).toBeChecked();
	await charts.click();
	await expect(page.getByText(`${all} of ${all}`)).toBeHidden();
	await page.getByRole('button', { name: 'Tick by kind' }).click();
	await expect(charts).toContainText(/0 of \d+/);
	await charts.click();
	await expect(page.getByText(`${all} of ${all}`)).toBeVisible();
});

test('CHANGES-2 the button says how many changes go where, and with none what to do', async ({ page, signIn }) => {
	await signIn('analyst');
	await openDashboard(page);
	const all = await ticksOf(page).count();
	await expect(page.getByRole('button', { name: `Commit ${words(all)} to main` })).toBeEnabled();
	await page.getByRole('checkbox', { name: /^Take all/ }).uncheck();
	await expect(page.getByRole('button', { name: 'Tick what to commit' })).toBeDisabled();
});

test('CHANGES-3 what is ticked is committed, the rest is left', async ({ page, signIn }) => {
	await signIn('analyst');
	await startAtFirst(page, 'e2e/commit');
	const ticks = ticksOf(page);
	const all = await ticks.count();
	await page.getByRole('checkbox', { name: /^Take all/ }).uncheck();
	await ticks.last().check();
	await page.getByLabel('What is this about?').fill('Take one of them');
	await page.getByRole('button', { name: 'Commit 1 change to e2e/commit' }).click();
	const strip = page.getByRole('status').filter({ hasText: 'Committed to e2e/commit' });
	await expect(strip).toContainText('Take one of them');
	await expect(ticks).toHaveCount(all - 1);
	for (const tick of await ticks.all()) await expect(tick).toBeChecked();
	await strip.getByRole('link', { name: 'Look at it' }).click();
	await expect(page.getByRole('heading', { level: 1, name: 'Take one of them' })).toBeVisible();
	await page.goBack();
	await expect(strip).toBeVisible();
});

test('CHANGES-4 a refused commit says why, and what was typed stays', async ({ page, signIn, expectedErrors }) => {
	expectedErrors.push(/409/, /503/);
	// This window hears nothing of the other one, as when both press in the same moment.
	await page.route('**/live?*', (route) => route.fulfill({ status: 503, body: '' }));
	await page.route('**/checks', (route) => route.fulfill({ json: { how: 'fresh', changed: false, capturedAt: null } }));
	await signIn('analyst');
	await openDashboard(page);
	await createBranch(page, 'e2e/refused');
	const other = await page.context().newPage();
	await other.goto(page.url());
	await other.getByLabel('What is this about?').fill('First');
	await other.getByRole('button', { name: /^Commit/ }).click();
	await expect(other.getByRole('status').filter({ hasText: 'Committed to' })).toBeVisible();
	await page.getByLabel('What is this about?').fill('Second');
	await page.getByRole('button', { name: /^Commit/ }).click();
	await expect(page.getByRole('alert')).toContainText('changed while you were working');
	await expect(page.getByLabel('What is this about?')).toHaveValue('Second');
});

test('CHANGES-6 a check shows its progress in the page, then what it found', async ({ page, signIn }) => {
	await signIn('analyst');
	const path = await openDashboard(page);
	await page.getByRole('button', { name: 'Check for changes' }).click();
	await expect(page.getByText('captured just now')).toBeVisible();
	await expect(page).toHaveURL(path);
});

test('CHANGES-7 the asset that is looked at stands in the address', async ({ page, signIn }) => {
	await signIn('analyst');
	await startAtFirst(page, 'e2e/look');
	const [first, next] = await ticksOf(page).evaluateAll((ticks) => ticks.map((tick) => tick.getAttribute('value')));
	await page.keyboard.press('j');
	await expect(page).toHaveURL((url) => url.searchParams.get('asset') === next);
	await page.reload();
	await expect(page.locator('main li[aria-current=true]').getByRole('checkbox')).toHaveValue(next ?? '');
	await page.keyboard.press('k');
	await expect(page).toHaveURL((url) => url.searchParams.get('asset') === first);
});

test('HISTORY-3 a search is in the address, and the address alone shows the same', async ({ page, signIn }) => {
	await signIn('analyst');
	const path = await openDashboard(page);
	await page.keyboard.press('g');
	await page.keyboard.press('h');
	await expect(page).toHaveURL(`${path}/history`);
	const commits = page.locator('section ol').getByRole('link');
	const all = await commits.count();
	const subject = (await commits.last().locator('.font-strong').first().textContent()) ?? '';
	await page.keyboard.press('/');
	await page.keyboard.type(subject);
	await expect(page).toHaveURL((url) => url.searchParams.get('q') === subject);
	await expect(commits).toHaveCount(1);
	expect(all).toBeGreaterThan(1);
	await page.reload();
	await expect(page.getByRole('searchbox', { name: 'Search history' })).toHaveValue(subject);
	await expect(commits).toHaveCount(1);
});

test('HISTORY-4 a commit’s page says what it changed, and leads to its parent', async ({ page, signIn, axe }) => {
	await signIn('analyst');
	const path = await openDashboard(page);
	await page.goto(`${path}/history`);
	await page.locator('section ol').getByRole('link').first().click();
	await expect(page.getByRole('heading', { name: /^What changed/ })).toBeVisible();
	await axe();
	const here = page.url();
	await page.locator('dd a').first().click();
	await expect(page).not.toHaveURL(here);
	await expect(page.getByRole('heading', { name: /^What changed/ })).toBeVisible();
});

test('HISTORY-5 a commit is downloaded as a ZIP', async ({ page, signIn }) => {
	await signIn('analyst');
	const path = await openDashboard(page);
	await page.goto(`${path}/history`);
	await page.locator('section ol').getByRole('link').first().click();
	const [download] = await Promise.all([
		page.waitForEvent('download'),
		page.getByRole('link', { name: 'Download ZIP' }).click()
	]);
	expect(download.suggestedFilename()).toMatch(/^sales-overview-[0-9a-f]{7}\.zip$/);
});
