import type { Page } from '@playwright/test';
import { expect, test } from '#tests/support/e2e/test.ts';

const HIDDEN = /[\u2068\u2069]/g;

/** Track an export that no other test tracks, so that nobody misses it. @returns its address and its title */
async function track(page: Page, file: string): Promise<{ path: string; title: string }> {
	await page.goto('/dashboards/track');
	await page.locator('input[type=file]').setInputFiles(`specs/examples/superset/6.1.0/${file}`);
	await page.getByRole('button', { name: `Add ${file}` }).click();
	await page.waitForURL(/\/dashboards\/[0-9a-f-]{36}/);
	const title = await page.getByRole('heading', { level: 1 }).textContent();
	return { path: new URL(page.url()).pathname, title: (title ?? '').replace(HIDDEN, '').trim() };
}

async function stopTracking(page: Page, { path, title }: { path: string; title: string }): Promise<void> {
	await page.goto(`${path}/settings`);
	await page.getByRole('button', { name: 'Stop tracking…' }).click();
	const dialog = page.getByRole('alertdialog', { name: `Stop tracking ${title}` });
	await expect(dialog).toContainText('For 30 days it can be brought back');
	await dialog.getByRole('button', { name: 'Stop tracking it' }).click();
	await page.waitForURL((url) => url.pathname === '/dashboards');
}

const section = (page: Page) => page.getByRole('region', { name: 'No longer tracked' });
/** Of the table, not of the section below it. */
const inList = (page: Page, title: string) => page.getByRole('row').getByRole('link', { name: title, exact: true });

test('UNTRACK-1 after tracking was stopped one press brings it back as it was', async ({ page, signIn, axe }) => {
	await signIn('engineer');
	const dashboard = await track(page, 'theme.zip');
	await stopTracking(page, dashboard);
	await expect(inList(page, dashboard.title)).toHaveCount(0);
	const toast = page.getByRole('status').filter({ hasText: `“${dashboard.title}” is not tracked any more` });
	await expect(toast).toBeVisible();
	await axe();
	await toast.getByRole('button', { name: 'Undo' }).click();
	await expect(inList(page, dashboard.title)).toBeVisible();
	await page.goto(dashboard.path);
	await expect(page.getByRole('heading', { level: 1, name: dashboard.title })).toBeVisible();
});

test('UNTRACK-2 what is not tracked any more is listed, and comes back with its branches', async ({
	page,
	signIn,
	axe
}) => {
	await signIn('engineer');
	const dashboard = await track(page, 'unicode.zip');
	await page.keyboard.press('b');
	await page.getByLabel('New branch from main').fill('e2e/kept');
	await page.getByRole('button', { name: 'Create branch' }).click();
	await expect(page).toHaveURL((url) => url.searchParams.get('branch') === 'e2e/kept');
	await stopTracking(page, dashboard);
	await page.goto('/dashboards');
	await page.getByRole('link', { name: /^No longer tracked/ }).click();
	const row = section(page).getByRole('listitem').filter({ hasText: dashboard.title });
	await expect(row).toContainText('kept for 30 more days');
	await expect(row).toContainText(/just now|ago/);
	for (const width of [390, 1440]) {
		await page.setViewportSize({ width, height: 900 });
		await axe();
		expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
	}
	await row.getByRole('button', { name: `Bring back ${dashboard.title}` }).click();
	await expect(page).toHaveURL(dashboard.path);
	await page.goto(`${dashboard.path}/branches`);
	await expect(page.getByRole('rowheader', { name: /e2e\/kept/ })).toBeVisible();
});

test('UNTRACK-3 one that was tracked anew meanwhile stays away, and says why', async ({
	page,
	signIn,
	expectedErrors
}) => {
	expectedErrors.push(/409/, /503/);
	// This window hears nothing of the other one, as when both press in the same moment.
	await page.route('**/live?*', (route) => route.fulfill({ status: 503, body: '' }));
	await signIn('engineer');
	const dashboard = await track(page, 'ids-everywhere.zip');
	await stopTracking(page, dashboard);
	await page.goto('/dashboards');
	const row = section(page).getByRole('listitem').filter({ hasText: dashboard.title });
	await expect(row.getByRole('button')).toBeVisible();
	const other = await page.context().newPage();
	const anew = await track(other, 'ids-everywhere.zip');
	await row.getByRole('button', { name: `Bring back ${dashboard.title}` }).click();
	const refused = section(page).getByRole('alert');
	await expect(refused).toContainText(`“${dashboard.title}” is tracked already`);
	await expect(refused).toContainText('stop tracking the new one first');
	await page.reload();
	await expect(row.getByRole('button')).toHaveCount(0);
	await row.getByRole('link', { name: `Open the new ${dashboard.title}` }).click();
	await expect(page).toHaveURL(anew.path);
});

test('UNTRACK-4 who may not stop tracking sees a lock with the reason, and no section', async ({ page, signIn }) => {
	await signIn('engineer');
	await stopTracking(page, await track(page, 'shared-chart-a.zip'));
	await expect(section(page)).toBeVisible();
	await page.context().clearCookies();
	await signIn('analyst');
	const { path, title } = await track(page, 'shared-chart-b.zip');
	await page.goto(`${path}/settings`);
	await expect(page.getByRole('button', { name: 'Stop tracking…' })).toBeDisabled();
	const reason = page.getByRole('region', { name: 'Stop tracking' }).getByText('Your role may not do this.');
	await expect(reason).toContainText('Ask an engineer or an admin.');
	await page.goto('/dashboards');
	await expect(inList(page, title)).toBeVisible();
	await expect(section(page)).toHaveCount(0);
});
