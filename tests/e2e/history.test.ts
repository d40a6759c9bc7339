import type { Page } from '@playwright/test';
import { expect, test } from '#tests/support/e2e/test.ts';

/** The practice dashboard with a history; the address of its history. */
async function openHistory(page: Page): Promise<string> {
	await page.goto('/dashboards');
	await page.getByRole('link', { name: 'Sales overview', exact: true }).first().click();
	await page.getByRole('link', { name: 'History', exact: true }).click();
	await expect(page.getByRole('group', { name: 'Filters' })).toBeVisible();
	return new URL(page.url()).pathname;
}

const commits = (page: Page) => page.locator('section ol').getByRole('link');
const filter = (page: Page, name: string) => page.getByRole('button', { name: new RegExp(`^${name}: `) });
const lanes = (page: Page) => page.locator('section ol [data-lanes]');

async function choose(page: Page, label: string, choice: RegExp): Promise<void> {
	await filter(page, label).click();
	await page.getByRole('list', { name: label }).getByRole('link', { name: choice }).click();
	await expect(page.getByRole('list', { name: label })).toHaveCount(0);
}

test('HISTORY-10 a word of the SQL finds the commits that changed a line with it, and marks it', async ({
	page,
	signIn,
	axe
}) => {
	await signIn('analyst');
	await openHistory(page);
	await page.getByRole('searchbox', { name: 'Search history' }).fill('amount');
	await expect(page).toHaveURL((url) => url.searchParams.get('q') === 'amount');
	const found = commits(page).filter({ hasText: 'Add the net orders, returns taken out' });
	await expect(found).toHaveCount(1);
	await expect(found.locator('mark').first()).toHaveText('amount');
	await expect(found).toContainText('added in orders_net');
	await expect(page.getByRole('status').filter({ hasText: /^\d+ commits? found$/ })).toBeAttached();
	await axe();
	// What is nowhere says where was looked, and leads back.
	await page.getByRole('searchbox', { name: 'Search history' }).fill('no such word anywhere');
	await expect(page.getByText('No commit has “no such word anywhere”')).toBeVisible();
	await axe();
	await page.getByRole('link', { name: 'Show all of it' }).click();
	await expect(page).toHaveURL((url) => !url.searchParams.has('q'));
	await expect(found).toHaveCount(1);
});

test('HISTORY-3 what is typed stays while answers to fewer letters come, and while the page is loaded again', async ({
	page,
	signIn
}) => {
	await signIn('analyst');
	await openHistory(page);
	const field = page.getByRole('searchbox', { name: 'Search history' });
	let isSlow = true;
	await page.route('**/history/__data.json*', async (route) => {
		if (isSlow) await new Promise((resolve) => setTimeout(resolve, 700));
		await route.continue();
	});
	const asked = page.waitForRequest('**/history/__data.json*');
	await field.pressSequentially('net ', { delay: 20 });
	await asked;
	await field.pressSequentially('orders', { delay: 120 });
	await expect(field).toHaveValue('net orders');
	await expect(page).toHaveURL((url) => url.searchParams.get('q') === 'net orders');
	isSlow = false;
	await field.pressSequentially(' x', { delay: 20 });
	await page.evaluate(() => window.dispatchEvent(new Event('focus')));
	await expect(page).toHaveURL((url) => url.searchParams.get('q') === 'net orders x');
	await expect(field).toHaveValue('net orders x');
	await page.getByRole('link', { name: 'Show all of it' }).click();
	await expect(field).toHaveValue('');
});

test('HISTORY-11 people, assets, tags and days narrow the history, together and by the address', async ({
	page,
	signIn,
	axe
}) => {
	await signIn('analyst');
	const path = await openHistory(page);
	const all = await commits(page).count();
	await filter(page, 'Author').click();
	const people = page.getByRole('list', { name: 'Author' }).getByRole('link');
	await axe();
	// By keyboard: down to the first person, and open.
	await people.first().focus();
	await page.keyboard.press('ArrowDown');
	await expect(people.nth(1)).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL((url) => url.searchParams.has('author'));
	await expect(page.getByText(/^\d+ commits? of main/)).toBeVisible();
	const byOne = await commits(page).count();
	expect(byOne).toBeGreaterThan(0);
	expect(byOne).toBeLessThan(all);
	await choose(page, 'Asset', /the dashboard|Sales overview/i);
	await expect(page).toHaveURL((url) => url.searchParams.has('author') && url.searchParams.has('asset'));
	await axe();
	const subjects = await commits(page).allTextContents();
	await page.reload();
	await expect(commits(page)).toHaveText(subjects);
	await page.getByRole('link', { name: 'Show all of it' }).first().click();
	await expect(page).toHaveURL(path);
	await expect(commits(page)).toHaveCount(all);
});

test('HISTORY-12 lines join commits with their parents, and are gone where commits are left out', async ({
	page,
	signIn
}) => {
	await signIn('analyst');
	await openHistory(page);
	await expect(lanes(page)).toHaveCount(await commits(page).count());
	await page.getByRole('searchbox', { name: 'Search history' }).fill('amount');
	await expect(page).toHaveURL((url) => url.searchParams.has('q'));
	await expect(lanes(page)).toHaveCount(0);
	await expect(commits(page).first()).toBeVisible();
});

test('HISTORY-13 days are chosen and stand as moments in the address; one that is none says how to write it', async ({
	page,
	signIn,
	axe,
	expectedErrors
}) => {
	await signIn('analyst');
	const path = await openHistory(page);
	await filter(page, 'Time').click();
	await page.getByLabel('From', { exact: true }).fill('2020-01-31');
	await page.getByLabel('Up to and with').fill('2020-02-01');
	await page.getByRole('button', { name: 'Show these days' }).click();
	await expect(page).toHaveURL((url) => url.searchParams.get('since') === '2020-01-31T00:00:00.000Z');
	expect(new URL(page.url()).searchParams.get('until')).toBe('2020-02-01T23:59:59.999Z');
	await expect(page.getByText('No commit is like that')).toBeVisible();
	await expect(filter(page, 'Time')).toContainText('2020');
	expectedErrors.push(/400/);
	await page.goto(`${path}?since=31.01.2026`);
	await expect(page.getByRole('main')).toContainText('2026-01-31');
	await axe();
});

test('HISTORY-14 while the history is read the page says how far, and looks again by itself', async ({
	page,
	signIn
}) => {
	await signIn('analyst');
	const path = await openHistory(page);
	let asked = 0;
	// The practice history is read in a moment: the first two answers are made to look like those of a long one.
	await page.route('**/history/__data.json*', async (route) => {
		const answer = await route.fetch();
		const text = await answer.text();
		asked++;
		await route.fulfill({ response: answer, body: asked <= 2 ? asIndexing(text) : text });
	});
	await page.getByRole('link', { name: /^Branches/ }).click();
	await expect(page).not.toHaveURL(path);
	await page.getByRole('link', { name: 'History', exact: true }).click();
	await expect(page.getByText('Reading the history: 12 of 90 commits')).toBeVisible();
	await expect(commits(page).first()).toBeVisible();
	await expect(page.getByText('Reading the history')).toHaveCount(0);
	expect(asked).toBeGreaterThanOrEqual(3);
});

test('HISTORY-15 each commit names what it changed', async ({ page, signIn }) => {
	await signIn('analyst');
	await openHistory(page);
	await expect(commits(page).filter({ hasText: 'Add the net orders, returns taken out' })).toContainText(/net orders/i);
});

for (const colorScheme of ['light', 'dark'] as const) {
	for (const width of [1440, 390]) {
		test(`HISTORY-11 axe finds nothing with a filter open, ${colorScheme} at ${width} px`, async ({
			page,
			signIn,
			axe
		}) => {
			await page.setViewportSize({ width, height: 844 });
			await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
			await signIn('analyst');
			const path = await openHistory(page);
			await page.goto(`${path}?q=amount`);
			await expect(page.locator('section ol mark').first()).toBeVisible();
			await axe();
			await filter(page, 'Asset').click();
			await expect(page.getByRole('list', { name: 'Asset' })).toBeVisible();
			await axe();
			await page.keyboard.press('Escape');
			await filter(page, 'Time').click();
			await expect(page.getByLabel('Up to and with')).toBeVisible();
			await axe();
			expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
		});
	}
}

/**
 * An answer of SvelteKit with `indexing` set. Values stand in one list and refer to each other by their place in it
 * (devalue); null is a value there.
 */
function asIndexing(text: string): string {
	const answer = JSON.parse(text) as { nodes: { data?: unknown[] }[] };
	for (const { data } of answer.nodes) {
		const root = data?.[0] as Record<string, number> | undefined;
		if (data === undefined || root?.['indexing'] === undefined) continue;
		const progress = data.push({ done: data.length + 1, of: data.length + 2 }) - 1;
		data.push(12, 90);
		root['indexing'] = progress;
	}
	return JSON.stringify(answer);
}
