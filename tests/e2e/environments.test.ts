import type { Page } from '@playwright/test';
import { expect, test } from '#tests/support/e2e/test.ts';

/** Nothing listens on port 9, and connecting to one's own machine fails at once. */
const AWAY = 'http://127.0.0.1:9';

test('ENVPAGE-4 name and title follow the stage until they are typed', async ({ page, signIn }) => {
	await signIn('admin');
	await page.goto('/environments/new', { waitUntil: 'networkidle' });
	const name = page.getByRole('textbox', { name: 'Name' });
	const title = page.getByRole('textbox', { name: 'Title' });
	await page.getByRole('radio', { name: /Staging/ }).check();
	await expect(name).toHaveValue(/^staging(-\d+)?$/);
	await expect(title).toHaveValue('Staging');
	await title.fill('Rehearsal');
	await page.getByRole('radio', { name: /Production/ }).check();
	await expect(name).toHaveValue(/^prod(-\d+)?$/);
	await expect(title).toHaveValue('Rehearsal');
});

async function fillAway(page: Page, name: string): Promise<void> {
	await page.goto('/environments/new', { waitUntil: 'networkidle' });
	await page.getByRole('textbox', { name: 'Name' }).fill(name);
	await page.getByRole('textbox', { name: 'Address' }).fill(AWAY);
	await page.getByRole('textbox', { name: 'Account' }).fill('robot');
	await page.locator('input[name=password]').fill('not a real one');
}

async function addAway(page: Page): Promise<void> {
	await page.getByRole('button', { name: 'Add environment' }).click();
	await expect(page.getByRole('alert')).toContainText('127.0.0.1');
	await expect(page).toHaveURL(/\/environments\/new/);
	await page.getByRole('button', { name: 'Save it all the same' }).click();
	await expect(page).toHaveURL('/environments');
}

async function deleteHere(page: Page, name: string): Promise<void> {
	await page.goto(`/environments/${name}`, { waitUntil: 'networkidle' });
	await page.getByRole('button', { name: 'Delete…' }).click();
	const dialog = page.getByRole('alertdialog', { name: `Delete ${name}?` });
	await expect(dialog).toContainText('In that Superset nothing changes.');
	await expect(dialog.getByRole('button', { name: 'Keep it' })).toBeFocused();
	await dialog.getByRole('button', { name: `Delete ${name}` }).click();
	await expect(page).toHaveURL('/environments');
}

test('ENVPAGE-5 what is away is tested while one types, and added only when asked', async ({
	page,
	signIn,
	expectedErrors
}) => {
	expectedErrors.push(/50[24]|400/);
	await signIn('admin');
	await fillAway(page, 'away');
	await expect(page.getByRole('list', { name: 'Test of the connection' })).toContainText('Address does not answer');
	await addAway(page);
	await expect(page.getByRole('row', { name: /away/ })).toContainText('Does not answer');
	await deleteHere(page, 'away');
});

test('ENVPAGE-6 deleting says first what goes and what stays', async ({ page, signIn, expectedErrors }) => {
	expectedErrors.push(/50[24]|400/);
	await signIn('admin');
	await fillAway(page, 'gone-soon');
	await addAway(page);
	await deleteHere(page, 'gone-soon');
	await expect(page.getByRole('row', { name: /gone-soon/ })).toHaveCount(0);
});

test('ENVPAGE-7 who may not change environments is told, and nothing disappears', async ({ page, signIn }) => {
	await signIn('analyst');
	await page.goto('/environments/new', { waitUntil: 'networkidle' });
	await expect(page.getByText('Only an admin adds environments.')).toBeVisible();
	await expect(page.getByRole('button', { name: 'Add environment' })).toBeDisabled();
});
