import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { createEnvironment } from '#lib/server/operations/environment/create.ts';
import { listEnvironments } from '#lib/server/operations/environment/list.ts';
import { updateEnvironment } from '#lib/server/operations/environment/update.ts';
import { listJobs } from '#lib/server/operations/job/list.ts';
import { defineOperation, execute } from '#lib/server/operations/operation.ts';
import { present } from '#lib/server/web/errors.ts';
import { actorOf, contextFor, expect, openWorld, test } from '#tests/support/app.ts';
import { describingSupersets } from '#tests/support/superset-client.ts';

const PLANTED = 'pl4nted-s3cret';

/** Everything that the app wrote into its folder, as text; the key file holds the key and nothing else. */
const filesIn = (dir: string) =>
	readdirSync(dir, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'latin1'));

test('SECRET-6 planted secrets stand in no log line, answer, job or file', async () => {
	const world = await openWorld({}, { supersetOf: describingSupersets().supersetOf });
	const { app } = world;
	const credentials = { kind: 'password', username: 'robot', password: PLANTED };
	const input = { name: 'dev', title: 'Dev', url: 'https://dev.example', stage: 'dev', credentials };
	const answers: unknown[] = [];
	const keep = (cause: unknown) =>
		answers.push(cause instanceof Error && 'code' in cause ? present(cause as never) : cause);

	answers.push(await execute(createEnvironment, contextFor(app), input));
	await execute(createEnvironment, contextFor(app), { ...input, name: 'NO' }).catch(keep);
	await execute(updateEnvironment, contextFor(app), { name: 'dev', url: 'https://away.example', credentials }).catch(
		keep
	);
	answers.push(await execute(listEnvironments, contextFor(app), {}));
	await app.auth.createPerson({ name: 'Ana', email: 'ana@example.org', password: PLANTED, role: 'analyst' });
	const caller = { address: '192.0.2.1', headers: new Headers() };
	await app.auth.signIn({ email: 'ana@example.org', password: PLANTED }, caller);
	await app.auth.signIn({ email: 'ana@example.org', password: `${PLANTED}x` }, caller).catch(keep);

	const careless = defineOperation({
		name: 'test.careless',
		permission: 'dashboard:read',
		input: z.object({ password: z.string() }),
		run: async (context, { password }) => {
			context.app.log.info(
				{ password, credentials: { password }, request: { headers: { authorization: password } } },
				'x'
			);
			throw new TypeError('bug');
		}
	});
	await app.jobs.finished(await app.jobs.start(careless, actorOf('admin'), { password: PLANTED }));
	answers.push(await execute(listJobs, contextFor(app), {}));

	expect(answers).toHaveLength(6);
	expect(JSON.stringify(answers)).not.toContain(PLANTED);
	expect(world.logLines.length).toBeGreaterThan(1);
	expect(world.logLines.join('')).not.toContain(PLANTED);
	const files = filesIn(world.dir);
	expect(files.some((text) => text.includes('https://dev.example'))).toBe(true);
	expect(files.filter((text) => text.includes(PLANTED))).toEqual([]);
	await world.close();
});
