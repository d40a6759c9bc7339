import { listEnvironments } from '#lib/server/operations/environment/list.ts';
import { tryEnvironment } from '#lib/server/operations/environment/try.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { contextFor, expect, openWorld, test } from '#tests/support/app.ts';
import { describingSupersets } from '#tests/support/superset-client.ts';

const fields = { credentialsKind: 'password', username: 'robot', password: 'planted-password' };

test('ENVPAGE-1 it tells who we would be, good or bad, and keeps nothing', async () => {
	const { asked, supersetOf } = describingSupersets();
	const world = await openWorld({}, { supersetOf });
	const tried = (url: string) => execute(tryEnvironment, contextFor(world.app), { ...fields, url });

	expect(await tried('https://dev.example')).toMatchObject({ kind: 'ok', version: '6.1.0', account: 'robot' });
	expect(await tried('https://away.example')).toMatchObject({
		kind: 'failed',
		code: 'superset_unreachable',
		hint: 'Start it.'
	});
	await expect(tried('ftp://dev.example')).rejects.toMatchObject({ code: 'invalid_input' });

	expect(await execute(listEnvironments, contextFor(world.app), {})).toEqual([]);
	expect(asked.closed).toBe(2);
	expect(world.logLines.join('')).not.toContain('planted-password');
	await world.close();
});
