import type { Request } from '@playwright/test';
import { expect, test } from '#tests/support/e2e/test.ts';

const PAGES = ['/dashboards', '/dashboards/track', '/environments', '/environments/new'];

test('FRAME-1 the first stop of the keyboard leads to the content', async ({ page, signIn }) => {
	await signIn('analyst');
	await page.goto('/environments');
	await page.keyboard.press('Tab');
	const skip = page.getByRole('link', { name: 'Skip to content' });
	await expect(skip).toBeFocused();
	await expect(skip).toBeInViewport();
	await page.keyboard.press('Enter');
	await expect(page.locator('#main')).toBeFocused();
});

test('FRAME-2 the bracket folds the sidebar, and a reload keeps it', async ({ page, signIn }) => {
	await signIn('analyst');
	await page.goto('/environments', { waitUntil: 'networkidle' });
	const sidebar = page.getByRole('navigation', { name: 'Main', exact: true });
	const widthOf = async () => (await sidebar.boundingBox())?.width;
	expect(await widthOf()).toBe(228);
	await page.keyboard.press('[');
	await expect.poll(widthOf).toBe(52);
	await page.reload({ waitUntil: 'networkidle' });
	expect(await widthOf()).toBe(52);
	await sidebar.getByRole('button', { name: 'Unfold' }).click();
	await expect.poll(widthOf).toBe(228);
});

test('FRAME-3 dark is chosen once and is there before the first paint', async ({ page, signIn }) => {
	await signIn('analyst');
	await page.goto('/environments', { waitUntil: 'networkidle' });
	await page.getByRole('button', { name: /^Your account/ }).click();
	await page.getByRole('menuitemcheckbox', { name: 'Dark' }).click();
	await expect(page.locator('html')).toHaveClass('dark');

	// What the root looks like at the moment at which there is a body, before anything of the page can be painted.
	await page.addInitScript(() => {
		const seen = new MutationObserver(() => {
			if (!document.body) return;
			sessionStorage.setItem('first', document.documentElement.className);
			seen.disconnect();
		});
		seen.observe(document, { childList: true, subtree: true });
	});
	await page.reload({ waitUntil: 'networkidle' });
	expect(await page.evaluate(() => sessionStorage.getItem('first'))).toBe('dark');

	await page.getByRole('button', { name: /^Your account/ }).click();
	await page.getByRole('menuitemcheckbox', { name: 'As the system' }).click();
	await expect(page.locator('html')).not.toHaveClass(/dark|light/);
});

test('FRAME-4 the question mark shows the keys, but not while one types', async ({ page, signIn }) => {
	await signIn('admin');
	await page.goto('/dashboards/track', { waitUntil: 'networkidle' });
	await page.keyboard.press('?');
	const keys = page.getByRole('dialog', { name: 'Keys' });
	await expect(keys).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(keys).toBeHidden();
	await page.keyboard.press('g');
	await page.keyboard.press('e');
	await expect(page).toHaveURL('/environments');

	await page.goto('/environments/new', { waitUntil: 'networkidle' });
	await page.getByRole('textbox', { name: 'Title' }).pressSequentially('?[');
	await expect(keys).toBeHidden();
	await expect(page.getByRole('navigation', { name: 'Main', exact: true })).toHaveCSS('width', '228px');
});

for (const width of [320, 390, 900, 1440, 2560]) {
	test(`FRAME-5 nothing scrolls sideways at ${width} px`, async ({ page, signIn }) => {
		await page.setViewportSize({ width, height: 800 });
		await signIn('admin');
		for (const path of PAGES) {
			await page.goto(path);
			await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
			expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBe(width);
		}
		const below = page.getByRole('navigation', { name: 'Main, small screen' });
		await expect(below).toBeVisible({ visible: width < 901 });
	});
}

for (const colorScheme of ['light', 'dark'] as const) {
	for (const width of [390, 1440]) {
		test(`FRAME-6 axe finds nothing, ${colorScheme}, ${width} px`, async ({ page, signIn, axe }) => {
			await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
			await page.setViewportSize({ width, height: 900 });
			await page.goto('/sign-in');
			await axe();
			await signIn('admin');
			for (const path of PAGES) {
				await page.goto(path);
				await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
				await axe();
			}
		});
	}
}

test('FRAME-7 an address that is none says so inside the frame', async ({ page, signIn, expectedErrors }) => {
	expectedErrors.push(/404/);
	await signIn('analyst');
	await page.goto('/environments/nowhere');
	await expect(page.getByRole('alert')).toContainText('“nowhere”');
	await expect(page.getByRole('navigation', { name: 'Main', exact: true })).toBeVisible();
	await page.getByRole('link', { name: 'All dashboards' }).click();
	await expect(page.getByRole('heading', { name: /^Dashboards/, level: 1 })).toBeVisible();
});

test('FRAME-8 signing out closes the way back', async ({ page, signIn }) => {
	await signIn('analyst');
	await page.goto('/environments', { waitUntil: 'networkidle' });
	await page.getByRole('button', { name: /^Your account/ }).click();
	await page.getByRole('menuitem', { name: 'Sign out' }).click();
	await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
	await page.goto('/environments');
	await expect(page).toHaveURL('/sign-in?next=%2Fenvironments');
});

test('FRAME-9 no page loads more than 150 KB of scripts', async ({ page, signIn, browser, baseURL }) => {
	await signIn('admin');
	const storageState = await page.context().storageState();
	for (const path of PAGES) {
		// A context of its own has an empty cache.
		const context = await browser.newContext({ storageState, ...(baseURL !== undefined && { baseURL }) });
		const fresh = await context.newPage();
		const scripts: Request[] = [];
		fresh.on('requestfinished', (request) => void (request.url().endsWith('.js') && scripts.push(request)));
		await fresh.goto(path, { waitUntil: 'networkidle' });
		const sizes = await Promise.all(scripts.map((request) => request.sizes()));
		const bytes = sizes.reduce((sum, { responseBodySize }) => sum + responseBodySize, 0);
		expect(bytes, path).toBeGreaterThan(10_000);
		expect(bytes, path).toBeLessThan(150_000);
		test.info().annotations.push({ type: 'bytes', description: `${path} ${bytes}` });
		await context.close();
	}
});
