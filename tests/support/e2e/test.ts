import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';

export { expect };

/** Who the demo offers to sign in as by one click. */
export type DemoRole = 'analyst' | 'engineer' | 'admin';

// Playwright reads the names of the fixtures that one needs from its pattern, so `{}` has to be one.
/* eslint no-empty-pattern: off */

interface Fixtures {
	/** Sign in on the demo's sign-in page, by one click. */
	readonly signIn: (role: DemoRole) => Promise<void>;
	/** Fail with what axe finds on the page as it stands: rule, place and help. */
	readonly axe: () => Promise<void>;
	/** Keep a picture of the whole page in the test's results. */
	readonly takeScreenshot: (name: string) => Promise<void>;
	/** Messages on the console that a test expects, as when it asks for what is not there. Add to it. */
	readonly expectedErrors: RegExp[];
}

/** Playwright's test on the running app; an error on the console or an uncaught one fails the test. */
export const test = base.extend<Fixtures>({
	baseURL: async ({}, use) => {
		const url = process.env['DASHBRANCH_E2E_URL'];
		if (url === undefined) throw new Error('The app under test was not started (tests/support/e2e/global-setup.ts).');
		await use(url);
	},

	expectedErrors: async ({}, use) => use([]),

	page: async ({ page, expectedErrors }, use) => {
		const errors = collectErrors(page);
		page.context().on('page', waitForAnswers);
		waitForAnswers(page);
		await use(page);
		const unexpected = errors.filter((text) => !expectedErrors.some((pattern) => pattern.test(text)));
		expect(unexpected, 'errors on the console of the browser').toEqual([]);
	},

	signIn: async ({ page }, use) => {
		await use(async (role) => {
			await page.goto('/sign-in');
			await page.getByRole('button', { name: new RegExp(`\\b${role}\\b`, 'i') }).click();
			await page.waitForURL((url) => url.pathname !== '/sign-in');
		});
	},

	axe: async ({ page }, use) => {
		await use(async () => {
			const { violations } = await new AxeBuilder({ page }).analyze();
			const found = violations.map(({ id, help, nodes }) => ({
				id,
				help,
				at: nodes.map(({ target }) => target.join(' '))
			}));
			expect(found, 'what axe finds').toEqual([]);
		});
	},

	takeScreenshot: async ({ page }, use, info) => {
		await use(async (name) => {
			const path = info.outputPath(`${name}.png`);
			await page.screenshot({ path, fullPage: true });
			await info.attach(name, { path, contentType: 'image/png' });
		});
	}
});

/** After each load of a page of ours wait until it answers, as a person does who sees it come to life. */
function waitForAnswers(page: Page): void {
	const ours = process.env['DASHBRANCH_E2E_URL'] ?? '';
	const ready = async () => {
		if (page.url().startsWith(ours)) await page.locator('html[data-ready]').waitFor({ state: 'attached' });
	};
	const { goto, reload } = page;
	page.goto = async (...args) => {
		const answer = await goto.apply(page, args);
		if (answer?.headers()['content-type']?.includes('text/html')) await ready();
		return answer;
	};
	page.reload = async (...args) => {
		const answer = await reload.apply(page, args);
		await ready();
		return answer;
	};
}

function collectErrors(page: Page): string[] {
	const errors: string[] = [];
	page.on('console', (message) => {
		if (message.type() === 'error') errors.push(`${message.text()} (${message.location().url})`);
	});
	page.on('pageerror', (error) => errors.push(error.stack ?? error.message));
	return errors;
}
