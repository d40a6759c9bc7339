import { z } from 'zod';
import { Role } from '#lib/domain/permission.ts';
import { createApp } from '#lib/server/app.ts';
import { parseConfig } from '#lib/server/config.ts';
import { EnvironmentName } from '#lib/domain/ids.ts';
import { withEnvironmentLock } from '#lib/server/operations/environment/with-lock.ts';
import { defineOperation } from '#lib/server/operations/operation.ts';

/** A job that never ends by itself, in the middle of writing into `dev`. */
const work = defineOperation({
	name: 'test.work',
	permission: 'dashboard:read',
	input: z.object({}),
	title: () => 'Work for ever',
	run: (context) =>
		withEnvironmentLock(context, { environment: EnvironmentName.parse('dev'), purpose: 'Working' }, async () => {
			await context.report('In the middle', 0.5);
			console.log('working');
			await new Promise(() => {});
		})
});

const workAgain = defineOperation({ ...work, name: 'test.work-again', resumable: true });

/** Start it as `person` of `role`, and print `working` when it is in the middle. */
export default async function workForever(
	dir: string,
	how: 'once' | 'again',
	personId: string,
	role: string
): Promise<void> {
	const app = await createApp(parseConfig({ DATA_DIR: dir, LOG_LEVEL: 'silent' }));
	const actor = { personId, name: 'Ana', email: 'ana@example.org', role: Role.parse(role) };
	const id = await app.jobs.start(how === 'again' ? workAgain : work, actor, {});
	console.log(id);
	// Keeps the process alive: neither the job nor its heartbeat does.
	setInterval(() => {}, 60_000);
}
