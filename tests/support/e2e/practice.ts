import { expect, type Page } from '@playwright/test';

/**
 * Rename the first chart of the dashboard that is looked at, in the practice Superset where it is edited, as somebody
 * else does: by the form of the chart's own page.
 */
export async function renameFirstChart(page: Page, to: string): Promise<void> {
	const { dev, html } = await pageInDev(page);
	await rename({ page, dev, id: /href="\/explore\/\?slice_id=(\d+)"/.exec(html)?.[1] }, to);
}

/** The same for the chart whose name fits. */
export async function renameChart(page: Page, from: RegExp, to: string): Promise<void> {
	const { dev, html } = await pageInDev(page);
	const charts = [...html.matchAll(/href="\/explore\/\?slice_id=(\d+)">([^<]*)</g)];
	await rename({ page, dev, id: charts.find(([, , name]) => from.test(name ?? ''))?.[1] }, to);
}

async function pageInDev(page: Page): Promise<{ readonly dev: string; readonly html: string }> {
	const dev = await page
		.getByRole('link', { name: /^Open dev/ })
		.first()
		.getAttribute('href');
	return { dev: dev ?? '', html: await (await page.request.get(dev ?? '')).text() };
}

async function rename(chart: { page: Page; dev: string; id: string | undefined }, to: string): Promise<void> {
	const { page, dev, id } = chart;
	const saved = await page.request.post(new URL(`/practice/chart/${id}`, dev).href, { form: { title: to } });
	expect(saved.ok()).toBe(true);
}
