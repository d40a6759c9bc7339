import { expect, type Page } from '@playwright/test';

/**
 * Rename the first chart of the dashboard that is looked at, in the practice Superset where it is edited, as somebody
 * else does: by the form of the chart's own page.
 */
export async function renameFirstChart(page: Page, to: string): Promise<void> {
	const dev = await page
		.getByRole('link', { name: /^Open dev/ })
		.first()
		.getAttribute('href');
	const html = await (await page.request.get(dev ?? '')).text();
	const chart = /href="\/explore\/\?slice_id=(\d+)"/.exec(html)?.[1];
	const saved = await page.request.post(new URL(`/practice/chart/${chart}`, dev ?? '').href, { form: { title: to } });
	expect(saved.ok()).toBe(true);
}
