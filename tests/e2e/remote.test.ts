import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { serve, startHost, TOKEN, type GitHost } from '#tests/support/git-host.ts';
import { expect, test } from '#tests/support/e2e/test.ts';

const FILE = 'orphan.zip';

let folder: string;
let host: GitHost;

/** Git on the host, as somebody else who works there. */
function git(...args: string[]): string {
	const eve = { NAME: 'Eve', EMAIL: 'eve@example.org' };
	const people = ['AUTHOR', 'COMMITTER'].flatMap((who) => Object.entries(eve).map(([k, v]) => [`GIT_${who}_${k}`, v]));
	const env = { ...process.env, ...Object.fromEntries(people), GIT_CONFIG_GLOBAL: '/dev/null' };
	const gitDir = join(folder, 'sales.git');
	return execFileSync('git', [`--git-dir=${gitDir}`, ...args], { env, encoding: 'utf8' }).trim();
}

/** Somebody else publishes a commit on top of a branch of the host to a branch of it. */
function publishThere(branch: string, from: string, subject: string): void {
	const commit = git('commit-tree', `${from}^{tree}`, '-p', from, '-m', subject);
	git('update-ref', `refs/heads/${branch}`, commit);
}

test.beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'dashbranch-host-'));
	execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', join(folder, 'sales.git')]);
	git('config', 'http.receivepack', 'true');
	host = await startHost(folder);
});

test.afterAll(async () => {
	await host.close();
	rmSync(folder, { recursive: true });
});

test.beforeEach(() => {
	host.answer = undefined;
});

/** The dashboard that only these tests use; its address. */
async function openOurs(page: Page): Promise<string> {
	const answer = await page.request.get('/api/v1/dashboards');
	const known = ((await answer.json()) as { id: string; title: string; home: string | null }[]).find(
		({ title, home }) => home === null && title === 'Orphans'
	);
	if (known) {
		await page.goto(`/dashboards/${known.id}`);
		return `/dashboards/${known.id}`;
	}
	await page.goto('/dashboards/track');
	await page.locator('input[type=file]').setInputFiles(`specs/examples/superset/6.1.0/${FILE}`);
	await page.getByRole('button', { name: `Add ${FILE}` }).click();
	await page.waitForURL(/\/dashboards\/[0-9a-f-]{36}/);
	return new URL(page.url()).pathname;
}

const api = (page: Page, method: string, path: string, data: object = {}) =>
	page.request.fetch(`/api/v1${path}`, { method, data, headers: { origin: new URL(page.url()).origin } });

/** Ours, connected to the host; `main` is published. */
async function openConnected(page: Page): Promise<string> {
	const path = await openOurs(page);
	const fields = { kind: 'token', url: host.url, username: 'ada', token: TOKEN };
	expect((await api(page, 'PUT', `${path}/remote`, fields)).ok()).toBe(true);
	const { href } = (await (await api(page, 'POST', `${path}/branches/published`, { name: 'main' })).json()) as {
		href: string;
	};
	await page.request.get(`${href}/events`);
	await api(page, 'POST', `${path}/remote/checks`, { maxAgeMs: 0 });
	return path;
}

/** Each look of a page by itself asks the host, however short ago it was fetched. */
const alwaysAsk = (page: Page) =>
	page.route('**/remote/checks', (route) =>
		route.continue({
			headers: { ...route.request().headers(), 'content-type': 'application/json' },
			postData: JSON.stringify({ maxAgeMs: 0 })
		})
	);

const card = (page: Page) => page.getByRole('region', { name: 'Git remote' });

test('DASH-17 without a remote Publish is locked, and leads to where one is connected', async ({ page, signIn }) => {
	await signIn('engineer');
	const path = await openOurs(page);
	await api(page, 'DELETE', `${path}/remote`);
	await page.goto(`${path}/branches`);
	await expect(page.getByRole('button', { name: 'Publish', exact: true })).toBeDisabled();
	await page.getByRole('link', { name: 'Connect one' }).click();
	await expect(card(page)).toContainText('Connect a repository on GitHub, GitLab, Gitea or any other git server');
});

test('DASH-11 a remote is tested and connected; what was typed stays when it is refused', async ({ page, signIn }) => {
	await signIn('engineer');
	const path = await openOurs(page);
	await page.goto(`${path}/settings`);
	await card(page).getByRole('link', { name: 'Connect a git remote…' }).click();
	await page.getByLabel('Address of the repository').fill(host.url);
	await page.getByLabel('User', { exact: true }).fill('ada');
	const token = page.getByRole('textbox', { name: 'Token' });
	await token.fill('wrong');
	await page.getByRole('button', { name: 'Test', exact: true }).click();
	await expect(card(page)).toContainText('127.0.0.1 does not let us in. Make a new token');
	await expect(page.getByLabel('Address of the repository')).toHaveValue(host.url);
	await expect(token).toHaveValue('wrong');
	await token.fill(TOKEN);
	await page.getByRole('button', { name: 'Test', exact: true }).click();
	await expect(card(page)).toContainText('Branches may be published');
	expect(git('for-each-ref')).toBe('');
	await page.getByRole('button', { name: 'Connect', exact: true }).click();
	await expect(page.getByText('Connected to 127.0.0.1.')).toBeVisible();
	await expect(card(page)).toContainText(host.url);
	await expect(card(page)).toContainText('as ada, with a token');
	expect(git('for-each-ref')).toBe('');
	expect(await page.content()).not.toContain(TOKEN);
});

test('DASH-11 an address that is none says why at its field', async ({ page, signIn, expectedErrors }) => {
	expectedErrors.push(/400/);
	await signIn('engineer');
	const path = await openOurs(page);
	await page.goto(`${path}/settings?remote=edit`);
	await page.getByLabel('Address of the repository').fill('https://ada:planted@git.example/a.git');
	await page.getByRole('textbox', { name: 'Token' }).fill('some-token');
	await page.getByRole('button', { name: 'Connect', exact: true }).click();
	await expect(card(page)).toContainText('It must not hold a user or a password; give them apart.');
	await expect(page.getByLabel('Address of the repository')).toHaveValue('https://ada:planted@git.example/a.git');
});

test('DASH-12 ssh: a key is made and shown; the host key is confirmed before anything is sent', async ({
	page,
	signIn
}) => {
	await signIn('engineer');
	const path = await openOurs(page);
	await api(page, 'DELETE', `${path}/remote`);
	await page.goto(`${path}/settings?remote=edit`);
	await page.getByLabel('Address of the repository').fill('git@127.0.0.1:team/sales.git');
	await expect(page.getByRole('radio', { name: /SSH key/ })).toBeChecked();
	await expect(page.getByRole('button', { name: 'Connect', exact: true })).toBeDisabled();
	await page.getByRole('button', { name: 'Make a key' }).click();
	await expect(page.getByLabel('Public key')).toHaveValue(/^ssh-ed25519 [A-Za-z0-9+/=]+ dashbranch-[0-9a-f]{8}$/);
	await expect(page.getByRole('button', { name: 'Copy public key' })).toBeVisible();
	await expect(page.getByLabel('Address of the repository')).toHaveValue('git@127.0.0.1:team/sales.git');

	// No ssh server stands here, so its answer is made up; from there on all is real.
	const sent: string[] = [];
	const data = JSON.stringify([
		...[{ remote: 1, test: 2 }, true, { kind: 3, host: 4, found: 5, confirmed: 8 }, 'host_key', '127.0.0.1'],
		...[{ type: 6, fingerprint: 7 }, 'ssh-ed25519', 'SHA256:planted', null]
	]);
	await page.route(/settings\?\/(test|connect)/, (route) => {
		sent.push(decodeURIComponent(route.request().postData() ?? ''));
		return route.fulfill({ json: { type: 'success', status: 200, data } });
	});
	await page.getByRole('button', { name: 'Test', exact: true }).click();
	await expect(card(page)).toContainText('Is this the host key of 127.0.0.1?');
	await expect(card(page)).toContainText('ssh-ed25519 SHA256:planted');
	await page.getByRole('checkbox', { name: /I compared it/ }).check();
	await page.getByRole('button', { name: 'Connect', exact: true }).click();
	await expect.poll(() => sent.length).toBe(2);
	expect(sent[0]).not.toContain('SHA256:planted');
	expect(sent[1]).toContain('SHA256:planted');
});

test('DASH-13 what is new is fetched; disconnecting says that nothing is deleted', async ({ page, signIn }) => {
	await signIn('engineer');
	const path = await openConnected(page);
	publishThere('e2e/new', 'main', 'Theirs');
	await page.goto(`${path}/settings`);
	await expect(card(page)).toContainText('Last fetched');
	await card(page).getByRole('button', { name: 'Fetch now' }).click();
	await expect(page.getByText('From 127.0.0.1: 1 branch new or moved.')).toBeVisible();
	await card(page).getByRole('button', { name: 'Disconnect…' }).click();
	await expect(page.getByRole('dialog')).toContainText('Nothing is deleted: all branches, tags and commits stay');
	await page.getByRole('button', { name: 'Disconnect', exact: true }).click();
	await expect(card(page).getByRole('link', { name: 'Connect a git remote…' })).toBeVisible();
	await page.goto(`${path}/branches`);
	await expect(page.getByRole('rowheader', { name: 'origin/e2e/new' })).toBeVisible();
	expect(git('for-each-ref')).toContain('refs/heads/main');
});

test('DASH-14 who may not connect sees the card with a lock and whom to ask', async ({ page, signIn }) => {
	await signIn('analyst');
	const path = await openOurs(page);
	await page.goto(`${path}/settings?remote=edit`);
	await expect(card(page)).toContainText('Your role may not do this. Ask an engineer or an admin.');
	await expect(card(page).getByRole('button', { name: /Connect a git remote…|Disconnect…/ })).toBeDisabled();
	await expect(page.getByLabel('Address of the repository')).toHaveCount(0);
});

test('DASH-15 the selector opens from what is known and asks behind', async ({ page, signIn, expectedErrors }) => {
	expectedErrors.push(/502/);
	await signIn('engineer');
	await openConnected(page);
	publishThere('e2e/known', 'main', 'Known');
	await page.reload();
	await alwaysAsk(page);
	await page.keyboard.press('b');
	const there = page.getByRole('list', { name: 'Branches that only the git remote has' });
	await expect(there.getByRole('link', { name: /origin\/e2e\/known/ })).toBeVisible();
	await page.keyboard.press('Escape');

	// A host that never answers: all that is known is there all the same.
	let hangUp = () => {};
	host.answer = (_request, response) => void (hangUp = () => response.destroy());
	await page.keyboard.press('b');
	await expect(there.getByRole('link', { name: /origin\/e2e\/known/ })).toBeVisible();
	await expect(page.getByText('asking 127.0.0.1…')).toBeVisible();
	await page.getByRole('searchbox', { name: 'Find a branch' }).fill('KNOWN');
	hangUp();
	await expect(page.getByText('127.0.0.1 cannot be reached. This is what is known.')).toBeVisible();
	await expect(page.getByRole('searchbox', { name: 'Find a branch' })).toHaveValue('KNOWN');
	await expect(there.getByRole('link')).toHaveCount(1);
});

test('DASH-16 a branch that only the remote has is looked at, then got', async ({ page, signIn }) => {
	await signIn('engineer');
	const path = await openConnected(page);
	publishThere('e2e/got', 'main', 'Bands of 10 EUR');
	await api(page, 'POST', `${path}/remote/checks`, { maxAgeMs: 0 });
	await page.goto(`${path}/branches`);
	await page.getByRole('link', { name: 'origin/e2e/got' }).click();
	await expect(page.getByText('You look at origin/e2e/got, which is on the git remote')).toBeVisible();
	await page.getByRole('link', { name: 'History' }).click();
	await expect(page.getByText('Bands of 10 EUR').first()).toBeVisible();
	const branches = await (await page.request.get(`/api/v1${path}/branches`)).text();
	expect(branches).not.toContain('e2e/got');
	await page.getByRole('button', { name: 'Get e2e/got' }).click();
	await expect(page).toHaveURL((url) => url.searchParams.get('branch') === 'e2e/got');
	await expect(page.getByRole('button', { name: /^Branch e2e\/got/ })).toBeVisible();
	await expect(page.getByText('which is on the git remote')).toHaveCount(0);
});

test('DASH-17 a branch is published from the head; what others published first is told with the way on', async ({
	page,
	signIn
}) => {
	await signIn('engineer');
	const path = await openConnected(page);
	for (const name of ['e2e/pub', 'e2e/race']) await api(page, 'POST', `${path}/branches`, { name, from: 'main' });
	await page.goto(`${path}?branch=e2e%2Fpub`);
	await page.getByRole('button', { name: 'On 127.0.0.1 Publish branch' }).click();
	await expect(page.getByText('e2e/pub is published to 127.0.0.1.')).toBeVisible();
	await expect(page.getByRole('button', { name: /^On 127\.0\.0\.1 Up to date · / })).toBeVisible();
	expect(git('rev-parse', 'e2e/pub')).toBe(git('rev-parse', 'main'));

	await page.route('**/remote/checks', (route) => route.fulfill({ json: { how: 'fresh' } }));
	publishThere('e2e/race', 'main', 'Faster');
	await page.goto(`${path}/branches`);
	await page.getByRole('button', { name: 'Publish of e2e/race' }).click();
	const alert = page.getByRole('alert').filter({ hasText: 'e2e/race was not published' });
	await expect(alert).toContainText('Others published to e2e/race meanwhile, so 127.0.0.1 did not take it.');
	await alert.getByRole('button', { name: 'Fetch now' }).click();
	await expect(alert).toBeHidden();
	await expect(page.getByRole('row', { name: /e2e\/race/ })).toContainText('1 commit to get');
});

test('DASH-17 a host that refuses is told with its reason, and nothing is lost', async ({
	page,
	signIn,
	expectedErrors
}) => {
	expectedErrors.push(/502/);
	await signIn('engineer');
	const path = await openConnected(page);
	await api(page, 'POST', `${path}/branches`, { name: 'e2e/refused', from: 'main' });
	host.answer = (request, response) => {
		if (request.url?.includes('receive-pack')) return response.writeHead(403).end();
		return serve(folder, request, response);
	};
	await page.goto(`${path}/branches`);
	await page.getByRole('button', { name: 'Publish of e2e/refused' }).click();
	const alert = page.getByRole('alert').filter({ hasText: 'e2e/refused was not published' });
	await expect(alert).toContainText(
		'127.0.0.1 does not allow this to our token or key. Give it the right to read and write'
	);
	await expect(page.getByRole('button', { name: 'Publish of e2e/refused' })).toBeEnabled();
});

for (const colorScheme of ['light', 'dark'] as const) {
	for (const width of [1440, 390]) {
		test(`DASH-18 axe finds nothing with a remote, ${colorScheme} at ${width} px`, async ({ page, signIn, axe }) => {
			await page.emulateMedia({ colorScheme });
			await page.setViewportSize({ width, height: 900 });
			await signIn('engineer');
			const path = await openConnected(page);
			const long = `e2e/${'long'.repeat(40)}`;
			publishThere(long, 'main', '<b>bold</b> שלום');
			await api(page, 'POST', `${path}/remote/checks`, { maxAgeMs: 0 });
			for (const at of [
				'/settings',
				'/settings?remote=edit',
				'/branches',
				`?branch=origin%2F${encodeURIComponent(long)}`
			]) {
				await page.goto(path + at);
				await axe();
				const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
				expect(tooWide, `${at} scrolls sideways`).toBeLessThanOrEqual(0);
			}
			await page.keyboard.press('b');
			await expect(page.getByRole('searchbox', { name: 'Find a branch' }).last()).toBeFocused();
			await axe();
		});
	}
}

test('DASH-19 on a branch of the remote, what writes keeps its place with a lock and the reason', async ({
	page,
	signIn,
	axe
}) => {
	await signIn('engineer');
	const path = await openConnected(page);
	publishThere('e2e/locked', 'main', 'Locked there');
	await api(page, 'POST', `${path}/remote/checks`, { maxAgeMs: 0 });
	await page.goto(`${path}/history?branch=origin%2Fe2e%2Flocked`);
	await page.locator('section ol').getByRole('link').last().click();
	const reason = /^Only the git remote has it: get it first/;
	for (const name of ['Restore…', 'Revert']) {
		const button = page.getByRole('button', { name });
		await expect(button).toBeDisabled();
	}
	await expect(page.getByRole('button', { name: 'Restore…' })).toHaveAttribute('title', reason);
	await expect(page.getByText('You look at origin/e2e/locked, which is on the git remote')).toBeVisible();
	for (const width of [390, 1440]) {
		await page.setViewportSize({ width, height: 900 });
		await axe();
	}
	await page.getByRole('button', { name: 'Get e2e/locked' }).click();
	await expect(page).toHaveURL((url) => url.searchParams.get('branch') === 'e2e/locked');
});
