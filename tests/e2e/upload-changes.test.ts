import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import JSZip from 'jszip';
import { startOwnApp } from '#tests/support/e2e/own-app.ts';
import { expect, test } from '#tests/support/e2e/test.ts';

/** No other test edits this one, or commits to it. */
const TITLE = 'Finance monthly';
const CHART = 'From income to result';
/** A recorded export of a dashboard that no other test adds. */
const RECORDED = 'specs/examples/superset/6.1.0/shared-chart-b.zip';
const RECORDED_TITLE = 'Shared chart B';

interface FilePayload {
	readonly name: string;
	readonly mimeType: string;
	readonly buffer: Buffer;
}

/** A ZIP in which texts stand for others. */
async function edited(
	zip: Uint8Array,
	name: string,
	texts: Readonly<Record<string, string>> = {}
): Promise<FilePayload> {
	const archive = await JSZip.loadAsync(zip);
	for (const file of Object.values(archive.files)) {
		if (file.dir) continue;
		let text = await file.async('string');
		for (const [from, to] of Object.entries(texts)) text = text.replaceAll(from, to);
		archive.file(file.name, text);
	}
	return { name, mimeType: 'application/zip', buffer: await archive.generateAsync({ type: 'nodebuffer' }) };
}

async function openDashboard(page: Page): Promise<string> {
	await page.goto('/dashboards');
	await page.getByRole('link', { name: TITLE, exact: true }).first().click();
	await expect(page.getByRole('heading', { level: 1, name: TITLE })).toBeVisible();
	return new URL(page.url()).pathname;
}

/** What main of the dashboard holds, as a file, with another title of one chart. */
async function exportOf(page: Page, path: string, title: string): Promise<FilePayload> {
	const answer = await page.request.get(`${path}/download?commit=main`);
	return edited(await answer.body(), 'finance.zip', { [`slice_name: ${CHART}`]: `slice_name: ${title}` });
}

async function choose(page: Page, file: FilePayload): Promise<void> {
	const [chooser] = await Promise.all([
		page.waitForEvent('filechooser'),
		page.getByRole('button', { name: 'Upload an export (ZIP)' }).click()
	]);
	await chooser.setFiles(file);
}

const bannerOf = (page: Page) => page.getByRole('status').filter({ hasText: 'From the uploaded file' });

test('CHANGES-14 an uploaded export is shown as changes, by its name, also after a reload and on another branch', async ({
	page,
	signIn,
	axe
}) => {
	await signIn('analyst');
	const path = await openDashboard(page);
	await choose(page, await exportOf(page, path, 'Bridge'));
	await expect(bannerOf(page)).toContainText('From the uploaded file finance.zip, not from dev');
	const form = page.getByRole('form', { name: 'Changes in finance.zip' });
	await expect(form.getByText(`renamed “${CHART}” → “Bridge”`).first()).toBeVisible();
	await expect(page.getByRole('button', { name: 'Discard…' })).toHaveCount(0);
	await axe();
	await page.reload();
	await expect(bannerOf(page)).toContainText('finance.zip');
	await page.getByRole('link', { name: 'Text', exact: true }).first().click();
	await expect(page.getByText('Bridge').first()).toBeVisible();
	await expect(page.getByText('finance.zip').first()).toBeVisible();

	await page.keyboard.press('b');
	await page.getByLabel('New branch from main').fill('e2e/upload-other');
	await page.getByRole('button', { name: 'Create branch' }).click();
	await expect(page).toHaveURL((url) => url.searchParams.get('branch') === 'e2e/upload-other');
	await expect(bannerOf(page)).toContainText('finance.zip');
	await page.keyboard.press('b');
	await page.getByRole('list', { name: 'Branches' }).getByRole('link', { name: /^main/ }).click();
	await expect(page).toHaveURL(({ searchParams }) => !searchParams.has('branch') && searchParams.has('upload'));
	await expect(bannerOf(page)).toContainText('finance.zip');
	await bannerOf(page).getByRole('link', { name: 'Back to what dev holds' }).click();
	await expect(bannerOf(page)).toHaveCount(0);
});

test('CHANGES-15 what is ticked of an upload is committed, and the rest is left', async ({ page, signIn, axe }) => {
	await signIn('analyst');
	const path = await openDashboard(page);
	const answer = await page.request.get(`${path}/download?commit=main`);
	const names = { 'slice_name: Accounts': 'slice_name: All accounts', 'slice_name: Result': 'slice_name: Total' };
	await choose(page, await edited(await answer.body(), 'two.zip', names));
	const ticks = page.getByRole('checkbox', { name: /^Take (?!all)/ });
	await expect(ticks).toHaveCount(2);
	await page.getByRole('checkbox', { name: 'Take All accounts into the commit' }).uncheck();
	await page.getByLabel('What is this about?').fill('Total from the file');
	await page.getByRole('button', { name: 'Commit 1 change to main' }).click();
	const strip = page.getByRole('status').filter({ hasText: 'Committed to main' });
	await expect(strip).toContainText('Total from the file');
	await expect(ticks).toHaveCount(1);
	await page.getByRole('button', { name: 'Commit 1 change to main' }).click();
	await expect(page.getByText('Nothing to commit')).toBeVisible();
	await expect(page.getByText('What two.zip holds is what main has.')).toBeVisible();
	await axe();
	await strip.getByRole('button', { name: 'Undo' }).click();
	await expect(ticks).toHaveCount(1);
	await expect(bannerOf(page)).toContainText('two.zip');
	await page.getByRole('button', { name: 'Put it back' }).click();
	await expect(page.getByText('What two.zip holds is what main has.')).toBeVisible();
});

test('CHANGES-16 what cannot be taken is refused by name, with a way on', async ({
	page,
	signIn,
	axe,
	expectedErrors
}) => {
	expectedErrors.push(/422/);
	await signIn('analyst');
	const path = await openDashboard(page);
	await choose(page, { name: 'notes.zip', mimeType: 'application/zip', buffer: Buffer.from('These are notes.') });
	const refused = page.getByRole('alert');
	await expect(refused).toContainText('notes.zip was not read, and nothing is changed');
	await expect(refused.getByRole('button', { name: 'Choose another file' })).toBeVisible();

	await choose(page, await edited(await readFile(RECORDED), 'other.zip'));
	await expect(refused).toContainText(`The file holds “${RECORDED_TITLE}”, not “${TITLE}”.`);
	await axe();
	await expect(refused.getByRole('link', { name: 'Add it as a dashboard of its own' })).toHaveAttribute(
		'href',
		'/dashboards/track#zip'
	);

	await page.goto(`${path}?upload=${'a'.repeat(40)}`);
	await expect(refused).toContainText('Files are kept for a week');

	const unchanged = await exportOf(page, path, CHART);
	await page.goto(path);
	await choose(page, unchanged);
	await expect(page.getByText('Nothing to commit')).toBeVisible();
	await expect(page.getByText('What finance.zip holds is what main has.')).toBeVisible();
	await page.getByRole('link', { name: 'Back to what dev holds' }).click();
	await expect(page).toHaveURL(path);
});

test('CHANGES-18 a file is taken where it is dropped', async ({ page, signIn }) => {
	await signIn('analyst');
	const path = await openDashboard(page);
	const { name, buffer } = await exportOf(page, path, 'Dropped');
	const dropped = await page.evaluateHandle(
		([fileName, base64]) => {
			const data = new DataTransfer();
			const bytes = Uint8Array.from(atob(base64!), (sign) => sign.charCodeAt(0));
			data.items.add(new File([bytes], fileName!, { type: 'application/zip' }));
			return data;
		},
		[name, buffer.toString('base64')]
	);
	await page.locator('main').dispatchEvent('dragover', { dataTransfer: dropped });
	await expect(page.getByText('Drop the export to see what it changes on main')).toBeVisible();
	await page.locator('main').dispatchEvent('drop', { dataTransfer: dropped });
	await expect(bannerOf(page)).toContainText('finance.zip');
	await expect(page.getByText('Drop the export')).toHaveCount(0);
	await expect(page.getByText('“Dropped”').first()).toBeVisible();
});

for (const [colorScheme, width] of [
	['light', 390],
	['dark', 1440]
] as const) {
	test(`CHANGES-14 an upload fits and axe finds nothing, ${colorScheme} at ${width} px`, async ({
		page,
		signIn,
		axe
	}) => {
		await page.emulateMedia({ colorScheme });
		await page.setViewportSize({ width, height: 900 });
		await signIn('analyst');
		const path = await openDashboard(page);
		const file = await exportOf(page, path, `'<b>عنوان</b> ${'x'.repeat(400)}'`);
		await choose(page, { ...file, name: `${'a very long name of a file '.repeat(8)}.zip` });
		await expect(bannerOf(page)).toBeVisible();
		const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
		expect(tooWide, 'scrolls sideways').toBeLessThanOrEqual(0);
		await axe();
	});
}

test('CHANGES-17 a dashboard that was tracked from a ZIP takes its next export, with no Superset anywhere', async ({
	page,
	axe,
	expectedErrors
}) => {
	expectedErrors.push(/413/);
	const code = 'ABCD-EFGH-JKLM';
	const app = await startOwnApp({ DASHBRANCH_FIRST_RUN_CODE: code, BODY_SIZE_LIMIT: '200K' });
	try {
		await page.goto(`${app.url}/first-run`, { waitUntil: 'networkidle' });
		await page.getByLabel('Your name').fill('Ada');
		await page.getByLabel('E-mail').fill('ada@example.org');
		await page.getByLabel('Code').fill(code);
		await page.getByLabel('Password').fill('a long enough one');
		await page.getByRole('button', { name: 'Next: your Superset' }).click();
		await expect(page.getByRole('heading', { name: 'Where are dashboards edited?' })).toBeVisible();
		await page.goto(`${app.url}/dashboards/track`, { waitUntil: 'networkidle' });
		await page.locator('input[type=file]').setInputFiles(RECORDED);
		await page.getByRole('button', { name: 'Add shared-chart-b.zip' }).click();
		await expect(page.getByRole('heading', { level: 1, name: RECORDED_TITLE })).toBeVisible();
		await expect(page.getByText('so there is no Superset to look into')).toBeVisible();
		await axe();

		await choose(page, await edited(await readFile(RECORDED), 'next.zip', { 'Revenue, shared': 'Income' }));
		await expect(bannerOf(page)).toContainText('From the uploaded file next.zip');
		await expect(bannerOf(page)).not.toContainText('not from');
		await page.getByRole('button', { name: /^Commit \d+ changes? to main/ }).click();
		await expect(page.getByRole('status').filter({ hasText: 'Committed to main' })).toBeVisible();
		await expect(page.getByText('What next.zip holds is what main has.')).toBeVisible();
		await page.getByRole('link', { name: 'Close it' }).click();
		await expect(page.getByRole('button', { name: 'Upload an export (ZIP)' })).toBeVisible();

		// CHANGES-16: one that is larger than the server takes.
		await choose(page, { name: 'large.zip', mimeType: 'application/zip', buffer: Buffer.alloc(2_000_000) });
		await expect(page.getByRole('alert')).toContainText('larger than this server takes');
		await expect(page.getByRole('button', { name: 'Choose another file' })).toBeVisible();
		// Its stream ends with the server.
		await page.goto('about:blank');
	} finally {
		await app.close();
	}
});
