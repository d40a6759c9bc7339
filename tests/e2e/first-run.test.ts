import { startOwnApp } from '#tests/support/e2e/own-app.ts';
import { expect, test } from '#tests/support/e2e/test.ts';

const code = 'ABCD-EFGH-JKLM';

test('ENTER-4 a new server leads from the code to the first dashboard, and each step can wait', async ({
	page,
	axe,
	expectedErrors
}) => {
	expectedErrors.push(/40[03]/);
	const app = await startOwnApp({ DASHBRANCH_FIRST_RUN_CODE: code });
	try {
		await page.goto(`${app.url}/environments`, { waitUntil: 'networkidle' });
		await expect(page).toHaveURL(`${app.url}/first-run`);
		await axe();
		const enter = async (given: string) => {
			await page.getByLabel('Code').fill(given);
			await page.getByLabel('Password').fill('a long enough one');
			await page.getByRole('button', { name: 'Next: your Superset' }).click();
		};
		await page.getByLabel('Your name').fill('Ada');
		await page.getByLabel('E-mail').fill('ada@example.org');
		await enter('AAAA-BBBB-CCCC');
		await expect(page.getByRole('alert')).toContainText('This is not the code that the server printed.');
		await expect(page.getByLabel('E-mail')).toHaveValue('ada@example.org');

		await enter(code.toLowerCase());
		await expect(page.getByRole('heading', { name: 'Where are dashboards edited?' })).toBeVisible();
		await axe();
		await page.goto(`${app.url}/first-run/dashboard`);
		await expect(page, 'without a Superset there is no dashboard').toHaveURL(`${app.url}/first-run/environment`);
		await page.getByRole('link', { name: 'Later' }).click();
		await expect(page.getByRole('heading', { name: 'Put your first dashboard under version control' })).toBeVisible();
		await axe();
		await page.getByRole('link', { name: 'Connect a Superset' }).click();
		await expect(page).toHaveURL(`${app.url}/environments/new`);
		await page.goto(`${app.url}/environments`);
		await expect(page.getByText('No Superset is connected')).toBeVisible();
		await axe();
	} finally {
		await app.close();
	}
});
