import type { Page } from '@playwright/test';
import { renameFirstChart } from '#tests/support/e2e/practice.ts';
import { expect } from '#tests/support/e2e/test.ts';

/** One app serves all pictures: what one has prepared stands there for the others. */
const api = async <Answer>(page: Page, method: string, path: string, data?: object): Promise<Answer> => {
	const headers = { origin: new URL(page.url()).origin };
	const answer = await page.request.fetch(`/api/v1${path}`, { method, headers, ...(data && { data }) });
	expect([path, answer.ok()]).toEqual([path, true]);
	return (await answer.json()) as Answer;
};

async function run(page: Page, path: string, data: object): Promise<void> {
	const { href } = await api<{ href: string }>(page, 'POST', path, data);
	await page.request.get(`${href}/events`);
}

/** What was edited in dev is set aside, and feature/year is opened there. */
export async function withSetAside(page: Page, base: string): Promise<void> {
	const known = await api<unknown[]>(page, 'GET', `${base}/set-aside`);
	if (known.length > 0) return;
	const note = 'Waits until the names of the regions are settled.';
	await run(page, `${base}/applies`, { branch: 'feature/year', uncommitted: { kind: 'set-aside', note } });
}

/** The plan to bring that back, while something else was edited in dev. */
export async function withBringBackPlan(page: Page, base: string): Promise<void> {
	await withSetAside(page, base);
	await page.goto(base);
	await renameFirstChart(page, 'Orders a day');
	await page.goto(`${base}/branches`);
	await page.getByRole('button', { name: 'Bring back…' }).first().click();
	const question = page.getByText('What shall become of them?');
	await question.evaluate((element) => element.scrollIntoView({ block: 'center' }));
	await expect(question).toBeInViewport();
}

/** What was set aside is dropped. */
export async function withDropped(page: Page, base: string): Promise<void> {
	if ((await api<unknown[]>(page, 'GET', `${base}/set-aside/dropped`)).length > 0) return;
	await withSetAside(page, base);
	const [aside] = await api<{ id: string }[]>(page, 'GET', `${base}/set-aside`);
	await api(page, 'DELETE', `${base}/set-aside`, { id: aside!.id });
}

/** Another dashboard is not tracked any more. */
export async function withUntracked(page: Page, title: string): Promise<void> {
	const known = await api<{ id: string; title: string }[]>(page, 'GET', '/dashboards');
	const found = known.find((one) => one.title === title);
	if (found) await api(page, 'DELETE', `/dashboards/${found.id}`);
}
