import type { Locator, Page } from '@playwright/test';
import { renameChart } from '#tests/support/e2e/practice.ts';
import { expect, test } from '#tests/support/e2e/test.ts';

/** Two dashboards that show one chart together. No other test edits them, or commits to them. */
const HERE = 'Web traffic';
const THERE = 'Marketing campaigns';
/** The chart, whatever a test before has called it; and one that only the other dashboard shows. */
const CHART = /^(Where they come from|Sources \d+)$/;
const OWN_THERE = /^Spend( \d+)?$/;

async function openDashboard(page: Page, title: string): Promise<string> {
	await page.goto('/dashboards');
	await page.getByRole('link', { name: title, exact: true }).first().click();
	await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
	return new URL(page.url()).pathname;
}

const check = (page: Page) => page.getByRole('button', { name: 'Check for changes' }).click();
const tickOf = (page: Page) => page.getByRole('checkbox', { name: new RegExp(`^${THERE}`) });
const linesOf = (page: Page) => page.getByRole('list', { name: 'Other dashboards' });

/** Rename the shared chart in dev, and look at it here; the other dashboard was looked at before. @returns its name */
async function renameShared(page: Page): Promise<string> {
	await openDashboard(page, HERE);
	const name = `Sources ${Date.now()}`;
	await renameChart(page, CHART, name);
	await check(page);
	await expect(page.getByText(`“${name}”`).filter({ visible: true }).first()).toBeVisible();
	return name;
}

/** Look into the other dashboard from here, where nobody has meanwhile, so that it is offered. */
async function offered(page: Page): Promise<Locator> {
	const look = page.getByRole('button', { name: 'Look there' });
	await expect(tickOf(page).or(look).first()).toBeVisible();
	if (await look.isVisible()) await look.click();
	await expect(tickOf(page)).toBeVisible();
	return tickOf(page);
}

/** A commit of something else in the other dashboard, as somebody makes it meanwhile. */
async function commitThere(page: Page): Promise<void> {
	const other = await page.context().newPage();
	await openDashboard(other, THERE);
	const name = `Spend ${Date.now()}`;
	await renameChart(other, OWN_THERE, name);
	await check(other);
	const own = other.getByRole('checkbox', { name: `Take ${name} into the commit` });
	await expect(own).toBeVisible();
	await other.getByRole('checkbox', { name: /^Take all/ }).uncheck();
	await own.check();
	await other.getByRole('button', { name: 'Commit 1 change to main', exact: true }).click();
	await expect(other.getByRole('status').filter({ hasText: 'Committed to main' })).toBeVisible();
	await other.close();
}

test('CHANGES-19 a change of a chart says which other dashboards show it, once the page is there', async ({
	page,
	signIn,
	axe
}) => {
	await signIn('analyst');
	let answer: (() => void) | undefined;
	const held = new Promise<void>((resolve) => (answer = resolve));
	await page.route('**/changes/shared?*', async (route) => {
		await held;
		await route.continue();
	});
	const chart = await renameShared(page);
	const path = new URL(page.url()).pathname;
	await expect(page.getByText(/^also in/)).toHaveCount(0);
	await expect(page.getByRole('button', { name: /^Commit 1 change/ })).toBeEnabled();
	answer?.();
	const row = page.getByRole('listitem').filter({ hasText: chart });
	await expect(row.getByText('also in')).toBeVisible();
	await axe();
	await row.getByRole('link', { name: THERE }).click();
	await expect(page.getByRole('heading', { level: 1, name: THERE })).toBeVisible();
	await page.goto(path);
	await offered(page);
	await page.getByRole('button', { name: /^Commit 1 change to main/ }).click();
	await expect(page.getByText('Nothing to commit')).toBeVisible();
});

test('CHANGES-19 when it cannot be found out, the page says so and asks again', async ({
	page,
	signIn,
	expectedErrors
}) => {
	expectedErrors.push(/503/);
	await signIn('analyst');
	await page.route('**/changes/shared?*', (route) => route.fulfill({ status: 503, body: '' }));
	await renameShared(page);
	await expect(page.getByRole('alert')).toContainText('What other dashboards have is not known.');
	await expect(page.getByRole('button', { name: 'Commit 1 change to main' })).toBeEnabled();
	await page.unroute('**/changes/shared?*');
	await page.getByRole('alert').getByRole('button', { name: 'Try again' }).click();
	await expect(page.getByText('also in').first()).toBeVisible();
	await expect(page.getByRole('alert')).toHaveCount(0);
});

test('CHANGES-20 a dashboard that has the change is offered, and is not ticked by itself', async ({
	page,
	signIn,
	axe
}) => {
	await signIn('analyst');
	const chart = await renameShared(page);
	const tick = await offered(page);
	await expect(tick).not.toBeChecked();
	await expect(page.getByRole('group', { name: 'Commit it there too?' })).toContainText('main · the same change');
	await tick.check();
	await expect(page.getByRole('button', { name: 'Commit 1 change to main and in 1 more dashboard' })).toBeEnabled();
	await axe();
	await page.getByRole('checkbox', { name: `Take ${chart} into the commit` }).uncheck();
	await expect(tick).toHaveCount(0);
});

test('CHANGES-21 one that was looked at at another time is looked into by one press', async ({ page, signIn }) => {
	await signIn('analyst');
	await renameShared(page);
	await expect(page.getByText(`${THERE} was looked at at another time`)).toBeVisible();
	await page.getByRole('button', { name: 'Look there' }).click();
	await expect(tickOf(page)).toBeVisible();
	await expect(page.getByRole('button', { name: 'Look there' })).toHaveCount(0);
});

test('CHANGES-22 it is committed to both, and the page says so and leads there', async ({ page, signIn, axe }) => {
	await signIn('analyst');
	const chart = await renameShared(page);
	await (await offered(page)).check();
	await page.getByLabel('What is this about?').fill(`In both: ${chart}`);
	await page.getByRole('button', { name: 'Commit 1 change to main and in 1 more dashboard' }).click();
	await expect(page.getByRole('status').filter({ hasText: 'Committed to main and in 1 more dashboard' })).toBeVisible();
	await expect(linesOf(page)).toContainText(`${THERE} committed to main`);
	await axe();
	await page.reload();
	await expect(linesOf(page)).toContainText(`${THERE} committed to main`);
	await linesOf(page).getByRole('link').last().click();
	await expect(page.getByRole('heading', { level: 1, name: `In both: ${chart}` })).toBeVisible();
	await expect(page.getByRole('link', { name: THERE }).first()).toBeVisible();
});

test('CHANGES-22 where the branch moved it says so, and is tried again', async ({ page, signIn, axe }) => {
	await signIn('analyst');
	await renameShared(page);
	await (await offered(page)).check();
	await commitThere(page);
	await page.getByRole('button', { name: 'Commit 1 change to main and in 1 more dashboard' }).click();
	await expect(linesOf(page)).toContainText('not committed: main got another commit while you were working');
	await axe();
	await page.getByRole('button', { name: `Try again in ${THERE}` }).click();
	await expect(linesOf(page)).toContainText(`${THERE} committed to main`);
	await expect(page.getByRole('button', { name: /^Try again/ })).toHaveCount(0);
});

test('CHANGES-23 undo takes it back in both, and one press puts it back in both', async ({ page, signIn }) => {
	await signIn('analyst');
	const chart = await renameShared(page);
	const path = new URL(page.url()).pathname;
	await (await offered(page)).check();
	await page.getByRole('button', { name: /and in 1 more dashboard$/ }).click();
	await page.getByRole('button', { name: 'Undo all' }).click();
	await expect(page.getByText('was taken back from main')).toBeVisible();
	await expect(linesOf(page)).toContainText(`${THERE} taken back from main too`);
	await expect(page.getByText(`“${chart}”`).first()).toBeVisible();
	await page.getByRole('button', { name: 'Put it back' }).click();
	await expect(linesOf(page)).toContainText(`${THERE} committed to main`);

	await commitThere(page);
	await page.getByRole('button', { name: 'Undo all' }).click();
	await expect(linesOf(page)).toContainText(`${THERE} stays in main`);
	await page.goto(path);
	await page.getByRole('button', { name: 'Commit 1 change to main' }).click();
	await expect(page.getByText('Nothing to commit')).toBeVisible();
});

for (const [colorScheme, width] of [
	['light', 390],
	['dark', 1440]
] as const) {
	test(`CHANGES-20 the choice fits and axe finds nothing, ${colorScheme} at ${width} px`, async ({
		page,
		signIn,
		axe
	}) => {
		await page.emulateMedia({ colorScheme });
		await page.setViewportSize({ width, height: 900 });
		await signIn('analyst');
		// As many others as a list can hold, with titles of all kinds.
		await page.route('**/changes/shared?*', async (route) => {
			const [use] = (await (await route.fetch()).json()) as { dashboardId: string; assets: object[] }[];
			const uses = Array.from({ length: 120 }, (_, at) => ({
				...use,
				dashboardId: `${String(at).padStart(8, '0')}-0000-4000-8000-000000000000`,
				title: ['عنوان بالعربية', '<b>Bold</b>', 'x'.repeat(500), `Dashboard ${at}`][at % 4],
				branch: at % 3 ? 'main' : `feature/${'long-'.repeat(40)}`,
				assets: use?.assets.map((asset) => ({ ...asset, form: at % 5 ? 'same' : 'other' }))
			}));
			await route.fulfill({ json: uses });
		});
		await renameShared(page);
		await expect(page.getByRole('checkbox', { name: '<b>Bold</b>' }).first()).toBeVisible();
		await axe();
		const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
		expect(tooWide, 'scrolls sideways').toBeLessThanOrEqual(0);
	});
}
