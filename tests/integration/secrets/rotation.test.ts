import { EnvironmentName } from '#lib/domain/ids.ts';
import { openCredentials } from '#lib/server/operations/environment/credentials.ts';
import { getEnvironment } from '#lib/server/db/environments.ts';
import { expect, openWorld, test } from '#tests/support/app.ts';
import { addEnvironment } from '#tests/support/environment.ts';

const keyText = (fill: number) => Buffer.alloc(32, fill).toString('base64');
const dev = EnvironmentName.parse('dev');

test('SECRET-7 a new first key takes over at the next start, then the old one can go', async () => {
	const world = await openWorld({ DASHBRANCH_KEY: keyText(1) });
	await addEnvironment(world.app);
	await world.startAnother({ DASHBRANCH_KEY: `${keyText(2)},${keyText(1)}` });
	const next = await world.startAnother({ DASHBRANCH_KEY: keyText(2) });
	const credentials = openCredentials(next.secrets, await getEnvironment(next.db, dev));
	await world.close();
	expect(credentials).toMatchObject({ password: 'kept-password' });
});

test('SECRET-7 a missing key is logged, and whoever needs it is told', async () => {
	const world = await openWorld({ DASHBRANCH_KEY: keyText(1) });
	await addEnvironment(world.app);
	const next = await world.startAnother({ DASHBRANCH_KEY: keyText(2) });
	await expect(next.superset(dev)).rejects.toMatchObject({
		code: 'storage_failed',
		hint: expect.stringContaining('id')
	});
	await world.close();
	expect(world.logLines.join('')).toContain('credentials cannot be opened');
});
