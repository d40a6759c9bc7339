import { expect, type Page } from '@playwright/test';

const OPEN_DEV = /^Open dev/;

/**
 * Rename the first chart of the dashboard that is looked at, in the practice Superset where it is edited, as somebody
 * else does: by the form of the chart's own page. `link`: what leads to another one.
 */
export async function renameFirstChart(page: Page, to: string, link = OPEN_DEV): Promise<void> {
	const { there, html } = await pageThere(page, link);
	await rename({ page, there, id: /href="\/explore\/\?slice_id=(\d+)"/.exec(html)?.[1] }, to);
}

/** The same for the chart whose name fits. */
export async function renameChart(page: Page, from: RegExp, to: string): Promise<void> {
	const { there, html } = await pageThere(page, OPEN_DEV);
	const charts = [...html.matchAll(/href="\/explore\/\?slice_id=(\d+)">([^<]*)</g)];
	await rename({ page, there, id: charts.find(([, , name]) => from.test(name ?? ''))?.[1] }, to);
}

async function pageThere(page: Page, link: RegExp): Promise<{ readonly there: string; readonly html: string }> {
	const there = (await page.getByRole('link', { name: link }).first().getAttribute('href')) ?? '';
	return { there, html: await (await page.request.get(there)).text() };
}

async function rename(chart: { page: Page; there: string; id: string | undefined }, to: string): Promise<void> {
	const { page, there, id } = chart;
	const saved = await page.request.post(new URL(`/practice/chart/${id}`, there).href, { form: { title: to } });
	expect(saved.ok()).toBe(true);
}
