import { expect, test } from '#tests/support/e2e/test.ts';

test('ENTER-1 who was sent to sign in comes back to the page', async ({ page }) => {
	await page.goto('/environments?x=1', { waitUntil: 'networkidle' });
	await expect(page).toHaveURL('/sign-in?next=%2Fenvironments%3Fx%3D1');
	await page.getByRole('button', { name: /analyst/ }).click();
	await expect(page).toHaveURL('/environments?x=1');
});

test('ENTER-1 a way to another site is not followed', async ({ page }) => {
	await page.goto('/sign-in?next=%2F%2Fevil.example%2Fx', { waitUntil: 'networkidle' });
	await page.getByRole('button', { name: /analyst/ }).click();
	await expect(page).toHaveURL('/dashboards');
});

test('ENTER-2 a failed sign-in says why and keeps the e-mail', async ({ page, expectedErrors }) => {
	expectedErrors.push(/401/);
	await page.goto('/sign-in', { waitUntil: 'networkidle' });
	await page.getByLabel('E-mail').fill('nobody@example.org');
	await page.getByLabel('Password').fill('not the password');
	await page.getByRole('button', { name: 'Sign in', exact: true }).click();
	await expect(page.getByRole('alert')).toContainText('E-mail and password do not go together.');
	await expect(page.getByLabel('E-mail')).toHaveValue('nobody@example.org');
});

test('ENTER-3 the demo offers its three people', async ({ page, signIn }) => {
	await page.goto('/sign-in', { waitUntil: 'networkidle' });
	for (const role of ['analyst', 'engineer', 'admin']) {
		await expect(page.getByRole('button', { name: new RegExp(role) })).toBeVisible();
	}
	await signIn('engineer');
	await page.getByRole('button', { name: /^Your account/ }).click();
	await expect(page.getByRole('menu')).toContainText('engineer');
});
