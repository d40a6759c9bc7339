import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { commitEdits, gitAsEve, type FileEdit } from '#tests/support/e2e/host-commit.ts';
import { startOwnDemo, type OwnApp } from '#tests/support/e2e/own-app.ts';
import { expect, test } from '#tests/support/e2e/test.ts';
import { startHost, TOKEN, type GitHost } from '#tests/support/git-host.ts';

const TITLE = 'Sales overview';

const limit = (count: number): FileEdit => ({
	path: 'charts/channels-',
	from: 'row_limit: 1000',
	to: `row_limit: ${count}`
});
const NET = { path: 'datasets/shop/orders-net-', from: 'LEFT JOIN sales.returns' };
/** Two questions, of a chart and of a text; and a chart that only theirs changes. */
const MINE: readonly FileEdit[] = [limit(200), { ...NET, to: 'INNER JOIN sales.returns' }];
const THEIRS: readonly FileEdit[] = [
	limit(50),
	{ ...NET, to: 'JOIN sales.returns' },
	{ path: 'charts/customers-0e', from: 'time_grain_sqla: P1W', to: 'time_grain_sqla: P1M' }
];

let own: OwnApp;
let folder: string;
let host: GitHost;
const shared = process.env['DASHBRANCH_E2E_URL'];
const gitDir = () => join(folder, 'sales.git');
const git = (...args: string[]) => gitAsEve(gitDir(), args);

// The remote belongs to a dashboard, and others look at this one without.
test.beforeAll(async () => {
	own = await startOwnDemo();
	process.env['DASHBRANCH_E2E_URL'] = own.url;
	folder = mkdtempSync(join(tmpdir(), 'dashbranch-merge-'));
	execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', gitDir()]);
	git('config', 'http.receivepack', 'true');
	host = await startHost(folder);
});
test.afterAll(async () => {
	process.env['DASHBRANCH_E2E_URL'] = shared;
	await host.close();
	await own.close();
	rmSync(folder, { recursive: true });
});

async function api(page: Page, method: string, path: string, data: object = {}) {
	const headers = { origin: new URL(page.url()).origin };
	const answer = await page.request.fetch(`/api/v1${path}`, { method, data, headers });
	expect(answer.ok(), `${method} ${path}: ${await answer.text()}`).toBe(true);
	return answer;
}

/** Waits until the host has the branch as it is here. */
async function publish(page: Page, path: string, name: string): Promise<void> {
	const { href } = (await (await api(page, 'POST', `${path}/branches/published`, { name })).json()) as { href: string };
	await page.request.get(`${href}/events`);
	await fetchRemote(page, path);
}
const fetchRemote = (page: Page, path: string) => api(page, 'POST', `${path}/remote/checks`, { maxAgeMs: 0 });

/** The dashboard, connected to the host, which has its `main`; its address. */
async function openConnected(page: Page): Promise<string> {
	await page.goto('/dashboards');
	await page.getByRole('link', { name: TITLE, exact: true }).first().click();
	await expect(page.getByRole('heading', { level: 1, name: TITLE })).toBeVisible();
	const path = new URL(page.url()).pathname;
	await api(page, 'PUT', `${path}/remote`, { kind: 'token', url: host.url, username: 'ada', token: TOKEN });
	await publish(page, path, 'main');
	return path;
}

/** A branch of ours with these changes on top of main, published. */
async function branchWith(page: Page, path: string, name: string, edits: readonly FileEdit[]): Promise<void> {
	commitEdits(gitDir(), { branch: name, from: 'main', subject: `Change ${name}`, edits });
	await fetchRemote(page, path);
	await api(page, 'POST', `${path}/branches`, { name, from: `origin/${name}` });
}

const dialog = (page: Page) => page.getByRole('dialog', { name: /^Merge / });

/** The dialog on the tab of branches, for these two. */
async function askToMerge(page: Page, path: string, { from, into }: { from: string; into: string }) {
	await page.goto(`${path}/branches?branch=${encodeURIComponent(into)}`);
	await page.getByRole('button', { name: `What else can be done with ${from}`, exact: true }).click();
	await page.getByRole('menuitem', { name: 'Merge into…' }).click();
	await expect(dialog(page).getByRole('combobox', { name: 'From' })).toHaveValue(from);
	await expect(dialog(page).getByRole('combobox', { name: 'Into' })).toHaveValue(into);
}

/** Begin a merge with two questions; its page is open then. */
async function beginMerge(page: Page, name: string) {
	const path = await openConnected(page);
	const [into, from] = [`e2e/${name}-mine`, `e2e/${name}-theirs`];
	await branchWith(page, path, into, MINE);
	await branchWith(page, path, from, THEIRS);
	await askToMerge(page, path, { from, into });
	await dialog(page).getByRole('button', { name: 'Merge and decide 2 conflicts' }).click();
	await page.waitForURL(/\/merges\//);
	await expect(page.getByRole('heading', { level: 1, name: `Merge ${from} into ${into}` })).toBeVisible();
	return { path, into, from, head: git('rev-parse', into) };
}

const conflicts = (page: Page) => page.getByRole('navigation', { name: 'Conflicts' });
const question = (page: Page, name: string) => page.getByRole('radiogroup', { name });
const progress = (page: Page) => page.getByRole('progressbar', { name: 'Conflicts decided' });
const finish = (page: Page) => page.getByRole('button', { name: 'Finish merge' });
const fileOf = (branch: string, start: string) =>
	git(
		'show',
		`${branch}:${git('ls-tree', '-r', '--name-only', branch)
			.split('\n')
			.find((one) => one.startsWith(start))}`
	);

test('CONFLICTPAGE-14 the dialog says what merging would do before it does it', async ({ page, signIn, axe }) => {
	await signIn('engineer');
	const path = await openConnected(page);
	await branchWith(page, path, 'e2e/ahead', [limit(300)]);
	await branchWith(page, path, 'e2e/other', [THEIRS[2]!]);
	await askToMerge(page, path, { from: 'e2e/ahead', into: 'main' });
	await expect(dialog(page).getByRole('button', { name: 'Move main to e2e/ahead' })).toBeEnabled();
	await axe();
	await dialog(page).getByRole('combobox', { name: 'Into' }).selectOption('e2e/other');
	await expect(dialog(page)).toContainText('nothing has to be decided');
	await expect(dialog(page).getByRole('button', { name: 'Merge e2e/ahead into e2e/other' })).toBeEnabled();
	await dialog(page).getByRole('combobox', { name: 'From' }).selectOption('main');
	await expect(dialog(page)).toContainText('e2e/other has all of main already.');
	await expect(dialog(page).getByRole('button', { name: 'Merge', exact: true })).toBeDisabled();
	await dialog(page).getByRole('combobox', { name: 'From' }).selectOption('e2e/ahead');
	await dialog(page).getByRole('button', { name: 'Merge e2e/ahead into e2e/other' }).click();
	await page.waitForURL((url) => url.searchParams.has('committed'));
	await publish(page, path, 'e2e/other');
	expect(git('rev-list', '--parents', '-1', 'e2e/other').split(' ').slice(1)).toContain(git('rev-parse', 'e2e/ahead'));
	expect(fileOf('e2e/other', 'charts/channels-')).toContain('row_limit: 300');
});

test('CONFLICTPAGE-14 the branch selector asks what to merge into the branch that is looked at', async ({
	page,
	signIn
}) => {
	await signIn('engineer');
	const path = await openConnected(page);
	await branchWith(page, path, 'e2e/picked', [limit(500)]);
	await page.goto(`${path}?branch=e2e%2Fpicked`, { waitUntil: 'networkidle' });
	await page.keyboard.press('b');
	await page.getByRole('button', { name: 'Merge another branch into e2e/picked…' }).click();
	await expect(dialog(page).getByRole('combobox', { name: 'Into' })).toHaveValue('e2e/picked');
	await dialog(page).getByRole('combobox', { name: 'From' }).selectOption('main');
	await expect(dialog(page)).toContainText('e2e/picked has all of main already.');
});

test('CONFLICTPAGE-11 a merge is decided by mouse and finished with what was chosen', async ({ page, signIn }) => {
	await signIn('engineer');
	const { path, into, from, head } = await beginMerge(page, 'mouse');
	await expect(finish(page)).toBeDisabled();
	await expect(finish(page)).toHaveAccessibleDescription(/2 conflicts are still open/);
	await expect(conflicts(page)).toContainText('Customers');
	await conflicts(page)
		.getByRole('link', { name: /Channels/ })
		.click();
	await question(page, 'Row limit').getByRole('radio', { name: 'Keep theirs' }).check();
	await expect(progress(page)).toHaveAttribute('aria-valuenow', '1');
	await conflicts(page)
		.getByRole('link', { name: /orders_net/ })
		.click();
	await expect(page.getByRole('group', { name: 'What your side made of SQL' })).toContainText(
		'INNER JOIN sales.returns'
	);
	await question(page, 'SQL').getByRole('radio', { name: 'Keep mine' }).check();
	await expect(page.getByText('The result so far is sound.')).toBeVisible();
	await page.getByLabel('What is this about?').fill('Bring theirs in');
	await finish(page).click();
	await page.waitForURL((url) => url.searchParams.get('branch') === into && url.searchParams.has('committed'));
	await publish(page, path, into);
	expect(git('log', '-1', '--format=%s', into)).toBe('Bring theirs in');
	expect(git('rev-list', '--parents', '-1', into).split(' ').slice(1)).toEqual([head, git('rev-parse', from)]);
	expect(fileOf(into, 'charts/channels-')).toContain('row_limit: 50\n');
	expect(fileOf(into, 'datasets/shop/orders-net-')).toContain('INNER JOIN sales.returns');
	expect(fileOf(into, 'charts/customers-0e')).toContain('time_grain_sqla: P1M');
});

test('CONFLICTPAGE-6 a merge is decided by keys alone, and a choice stays over a reload', async ({ page, signIn }) => {
	await signIn('engineer');
	await beginMerge(page, 'keys');
	await page.waitForLoadState('networkidle');
	await page.keyboard.press('n');
	const focused = page.locator('input[type=radio]:focus');
	await expect(focused).toHaveCount(1);
	const first = await focused.locator('xpath=ancestor::*[@data-conflict]').getAttribute('data-conflict');
	await page.keyboard.press('2');
	await expect(focused).toHaveValue('theirs');
	await expect(focused).toBeChecked();
	await expect(progress(page)).toHaveAttribute('aria-valuenow', '1');
	await expect(page.getByRole('status').filter({ hasText: '1 of 2 decided.' })).toBeAttached();
	await page.keyboard.press('n');
	await expect(focused.locator('xpath=ancestor::*[@data-conflict]')).not.toHaveAttribute('data-conflict', first ?? '');
	await page.keyboard.press('1');
	await expect(progress(page)).toHaveAttribute('aria-valuenow', '2');
	await page.keyboard.press('k');
	await expect(focused.locator('xpath=ancestor::*[@data-conflict]')).toHaveAttribute('data-conflict', first ?? '');
	await page.keyboard.press('?');
	await expect(page.getByRole('dialog', { name: 'Keys' })).toContainText('Next open conflict');
	await page.keyboard.press('Escape');
	await expect(finish(page)).toBeEnabled();
	await page.reload();
	await expect(progress(page)).toHaveAttribute('aria-valuenow', '2');
});

test('CONFLICTPAGE-7 a choice that could not be saved says so, and is sent again by a press', async ({
	page,
	signIn,
	expectedErrors
}) => {
	expectedErrors.push(/ERR_FAILED/);
	await signIn('engineer');
	await beginMerge(page, 'unsaved');
	await page.route('**/merges/*?/decide', (route) => route.abort());
	await page.getByRole('button', { name: 'Keep all mine' }).click();
	const alert = page.getByRole('alert').filter({ hasText: '2 choices are not saved' });
	await expect(alert).toContainText('This server did not answer.');
	await expect(finish(page)).toBeDisabled();
	await page.unroute('**/merges/*?/decide');
	await alert.getByRole('button', { name: 'Save again' }).click();
	await expect(alert).toBeHidden();
	await expect(finish(page)).toBeEnabled();
	await page.reload();
	await expect(progress(page)).toHaveAttribute('aria-valuenow', '2');
});

test('CONFLICTPAGE-8 what somebody else decides shows by itself', async ({ page, signIn, browser }) => {
	await signIn('engineer');
	await beginMerge(page, 'live');
	const context = await browser.newContext({ baseURL: own.url });
	const other = await context.newPage();
	await other.goto('/sign-in');
	await other.getByRole('button', { name: /\banalyst\b/i }).click();
	await other.waitForURL((url) => url.pathname !== '/sign-in');
	await other.goto(page.url(), { waitUntil: 'networkidle' });
	await other.getByRole('button', { name: 'Keep all theirs' }).click();
	await expect(progress(page)).toHaveAttribute('aria-valuenow', '2');
	await context.close();
});

test('CONFLICTPAGE-9 a text is written by hand; what is wrong stands at its line', async ({ page, signIn, axe }) => {
	await signIn('engineer');
	const { path, into } = await beginMerge(page, 'edit');
	await conflicts(page)
		.getByRole('link', { name: /orders_net/ })
		.click();
	await page.getByRole('region', { name: 'SQL' }).getByRole('button', { name: 'Edit by hand…' }).click();
	const editor = page.getByRole('textbox', { name: 'SQL of orders_net' });
	await expect(editor).toContainText('INNER JOIN sales.returns');
	await editor.press('Control+End');
	await page.keyboard.type("\nHAVING o.category <> 'x");
	await expect(page.locator('.cm-lint-marker-error')).toHaveCount(1);
	await expect(page.getByRole('button', { name: 'Keep what I wrote' })).toBeDisabled();
	await axe();
	await page.keyboard.type("'");
	await page.keyboard.press('Control+Enter');
	await expect(page.getByText('Edited by hand').first()).toBeVisible();
	await expect(progress(page)).toHaveAttribute('aria-valuenow', '1');
	await page.keyboard.press('n');
	await page.keyboard.press('1');
	await finish(page).click();
	await page.waitForURL((url) => url.searchParams.has('committed'));
	await publish(page, path, into);
	expect(fileOf(into, 'datasets/shop/orders-net-')).toContain("HAVING o.category <> 'x'");
});

test('CONFLICTPAGE-12 aborting says what is lost, and the branch stays as it was', async ({ page, signIn }) => {
	await signIn('engineer');
	const { path, into, head } = await beginMerge(page, 'abort');
	await page.getByRole('button', { name: 'Keep all theirs' }).click();
	await expect(finish(page)).toBeEnabled();
	await page.getByRole('button', { name: 'Abort, put all back…' }).click();
	const asked = page.getByRole('alertdialog', { name: 'Abort this merge?' });
	await expect(asked).toContainText(`${into} stays at ${head.slice(0, 7)}`);
	await expect(asked).toContainText('2 choices are forgotten.');
	await asked.getByRole('button', { name: 'Abort, put all back', exact: true }).click();
	await page.waitForURL((url) => url.pathname === path && url.searchParams.get('branch') === into);
	await expect(page.getByText('Finish merge')).toHaveCount(0);
	await publish(page, path, into);
	expect(git('rev-parse', into)).toBe(head);
});

test('CONFLICTPAGE-15 a merge that waits is told on every tab, with the way to its page', async ({ page, signIn }) => {
	await signIn('engineer');
	const { path, into, from } = await beginMerge(page, 'told');
	const address = new URL(page.url()).pathname;
	for (const tab of ['', '/history', '/branches']) {
		await page.goto(`${path}${tab}?branch=${encodeURIComponent(into)}`);
		await expect(page.getByText(`Merge ${from} into ${into}: 0 of 2 decided.`)).toBeVisible();
		await expect(page.getByRole('link', { name: 'It waits for you Finish merge' })).toHaveAttribute('href', address);
	}
	await page.keyboard.press('p');
	await expect(page).toHaveURL((url) => url.pathname === address);
});

for (const [colorScheme, width] of [
	['light', 1440],
	['dark', 1440],
	['light', 390],
	['dark', 390]
] as const) {
	test(`CONFLICTPAGE-13 axe finds nothing, ${colorScheme} at ${width} px`, async ({ page, signIn, axe }) => {
		await page.emulateMedia({ colorScheme });
		await page.setViewportSize({ width, height: 900 });
		await signIn('engineer');
		await beginMerge(page, `axe-${colorScheme}-${width}`);
		for (const asset of [/Channels/, /orders_net/]) {
			await conflicts(page).getByRole('link', { name: asset }).click();
			await axe();
			const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
			expect(tooWide, 'the page scrolls sideways').toBeLessThanOrEqual(0);
		}
		await page.getByRole('button', { name: 'Keep all mine' }).click();
		await expect(page.getByLabel('What is this about?')).toBeVisible();
		await axe();
	});
}

const syncButton = (page: Page, words: string | RegExp) =>
	page.getByRole('group', { name: 'Git' }).getByRole('button', { name: words });

test('SYNCBUTTON-1 what others pushed is pulled and ours is pushed, by key, after a look at both', async ({
	page,
	signIn,
	axe
}) => {
	await signIn('engineer');
	const path = await openConnected(page);
	await branchWith(page, path, 'e2e/sync', [limit(400)]);
	await branchWith(page, path, 'e2e/sync-more', [THEIRS[2]!]);
	await page.goto(`${path}?branch=e2e%2Fsync`);
	await expect(syncButton(page, /Up to date · /)).toBeVisible();
	await askToMerge(page, path, { from: 'e2e/sync-more', into: 'e2e/sync' });
	await dialog(page).getByRole('button', { name: 'Merge e2e/sync-more into e2e/sync' }).click();
	await expect(syncButton(page, /Push ↑2$/)).toBeVisible();
	commitEdits(gitDir(), { branch: 'e2e/sync', subject: 'Theirs', edits: [{ ...NET, to: 'JOIN sales.returns' }] });
	await fetchRemote(page, path);
	await expect(syncButton(page, /Pull and push ↑2 ↓1$/)).toBeVisible();
	await page.keyboard.press('p');
	const panel = page.getByRole('dialog', { name: 'Pull and push' });
	await expect(panel).toContainText('orders_net');
	await expect(panel).toContainText('Customers');
	await axe();
	await panel.getByRole('button', { name: 'Pull 1 commit and push 2' }).click();
	await expect(page.getByText('e2e/sync took in what 127.0.0.1 had, and is pushed.')).toBeVisible();
	await expect(syncButton(page, /Up to date · /)).toBeVisible();
	expect(fileOf('e2e/sync', 'datasets/shop/orders-net-')).toContain('  JOIN sales.returns');
	expect(fileOf('e2e/sync', 'charts/customers-0e')).toContain('time_grain_sqla: P1M');
});

test('SYNCBUTTON-4 a pull that has to be decided leads to the page of the merge', async ({ page, signIn }) => {
	await signIn('engineer');
	const path = await openConnected(page);
	git('update-ref', 'refs/heads/e2e/pulled', 'main');
	await fetchRemote(page, path);
	await api(page, 'POST', `${path}/branches`, { name: 'e2e/pulled', from: 'main' });
	await branchWith(page, path, 'e2e/pulled-more', [limit(200)]);
	await askToMerge(page, path, { from: 'e2e/pulled-more', into: 'e2e/pulled' });
	await dialog(page).getByRole('button', { name: 'Move e2e/pulled to e2e/pulled-more' }).click();
	await expect(syncButton(page, /Push ↑1$/)).toBeVisible();
	commitEdits(gitDir(), { branch: 'e2e/pulled', subject: 'Theirs', edits: [limit(50)] });
	await fetchRemote(page, path);
	await syncButton(page, /Pull and push ↑1 ↓1$/).click();
	const panel = page.getByRole('dialog', { name: 'Pull and push' });
	await expect(panel).toContainText('1 asset was changed on both sides.');
	await panel.getByRole('button', { name: 'Pull and decide 1 conflict' }).click();
	await page.waitForURL(/\/merges\//);
	await expect(question(page, 'Row limit')).toBeVisible();
});

test('SYNCBUTTON-5 a preview that gets no answer says so, and asks again by a press', async ({
	page,
	signIn,
	expectedErrors
}) => {
	expectedErrors.push(/ERR_FAILED/);
	await signIn('engineer');
	const path = await openConnected(page);
	await page.route('**/sync?*', (route) => route.abort());
	await page.goto(path);
	await syncButton(page, /Up to date · /).click();
	const panel = page.getByRole('dialog', { name: 'Pull and push' });
	await expect(panel).toContainText('This server did not answer.');
	await page.unroute('**/sync?*');
	await panel.getByRole('button', { name: 'Ask again' }).click();
	await expect(panel).toContainText('main is the same here and on 127.0.0.1.');
});
