import { hostname } from 'node:os';
import { insertEnvironmentLock, findEnvironmentLock } from '#lib/server/db/environment-locks.ts';
import { breakEnvironmentLock } from '#lib/server/operations/environment/break-lock.ts';
import { deleteEnvironment } from '#lib/server/operations/environment/delete.ts';
import { withEnvironmentLock } from '#lib/server/operations/environment/with-lock.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { vi } from 'vitest';
import { actorOf, contextFor, expect, test } from '#tests/support/app.ts';
import { addEnvironment } from '#tests/support/environment.ts';

const purpose = 'Deploy Sales overview';

test('LOCK-1 of two who want to write one does, the other is told who, what and since when', async ({
	world: { app }
}) => {
	const environment = await addEnvironment(app);
	const context = contextFor(app, actorOf('engineer'));
	await withEnvironmentLock(context, { environment, purpose }, async () => {
		const second = withEnvironmentLock(contextFor(app), { environment, purpose: 'Roll back' }, async () => 'wrote');
		await expect(second).rejects.toMatchObject({
			code: 'environment_locked',
			message: expect.stringMatching(/^Emil is writing into dev since \d{4}-.*: Deploy Sales overview\.$/)
		});
	});
});

test('LOCK-1 of many at once exactly one writes', async ({ world: { app } }) => {
	const environment = await addEnvironment(app);
	let writing = 0;
	const tries = Array.from({ length: 10 }, () =>
		withEnvironmentLock(contextFor(app), { environment, purpose }, async () => {
			writing += 1;
			await new Promise(setImmediate);
			expect(writing).toBe(1);
			await findEnvironmentLock(app.db, environment);
			writing -= 1;
		})
	);
	const results = await Promise.allSettled(tries);
	expect(results.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0);
	const reasons = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.code] : []));
	expect(new Set(reasons)).toEqual(new Set(['environment_locked']));
});

test('LOCK-2 it is free after success and after failure', async ({ world: { app } }) => {
	const environment = await addEnvironment(app);
	expect(await withEnvironmentLock(contextFor(app), { environment, purpose }, async () => 'done')).toBe('done');
	const failing = withEnvironmentLock(contextFor(app), { environment, purpose }, async () => {
		throw new Error('away');
	});
	await expect(failing).rejects.toThrow('away');
	expect(await findEnvironmentLock(app.db, environment)).toBeUndefined();
});

test.each([
	['of a dead process of this machine', `${hostname()}|4194999|x`, 0, true],
	['of another machine, silent for long', 'elsewhere|1|x', 30_001, true],
	['of another machine, heard just now', 'elsewhere|1|x', 1_000, false]
])('LOCK-3 the lock %s', async (_what, owner, silentMs, isTaken) => {
	const { openWorld } = await import('#tests/support/app.ts');
	const { app, close } = await openWorld();
	const environment = await addEnvironment(app);
	const heartbeatAt = app.now() - silentMs;
	const lock = { environment, token: 't', owner, purpose, jobId: null, heldBy: 'Ana', since: 0, heartbeatAt };
	await insertEnvironmentLock(app.db, lock);
	const result = await withEnvironmentLock(contextFor(app), { environment, purpose }, async () => true).catch(
		() => false
	);
	await close();
	expect(result).toBe(isTaken);
});

test('LOCK-4 who lost the lock is told at the next heartbeat, and frees nobody else’s', async ({ world: { app } }) => {
	const environment = await addEnvironment(app);
	vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
	const first = withEnvironmentLock(contextFor(app), { environment, purpose }, async (signal) => {
		await execute(breakEnvironmentLock, contextFor(app), { name: environment });
		const lock = { environment, token: 'next', owner: app.owner, purpose: 'Next', jobId: null, heldBy: 'Ana' };
		await insertEnvironmentLock(app.db, { ...lock, since: 0, heartbeatAt: 0 });
		vi.advanceTimersByTime(5_000);
		await new Promise((resolve) => signal.addEventListener('abort', resolve));
		signal.throwIfAborted();
	});
	await expect(first).rejects.toMatchObject({ code: 'environment_locked' });
	vi.useRealTimers();
	expect(await findEnvironmentLock(app.db, environment)).toMatchObject({ purpose: 'Next' });
});

test('LOCK-4 only an admin breaks it, and a free one is named', async ({ world: { app } }) => {
	const name = await addEnvironment(app);
	const asEngineer = execute(breakEnvironmentLock, contextFor(app, actorOf('engineer')), { name });
	await expect(asEngineer).rejects.toMatchObject({ code: 'not_allowed' });
	await expect(execute(breakEnvironmentLock, contextFor(app), { name })).rejects.toMatchObject({ code: 'not_found' });
});

test('LOCK-5 while it is held nobody deletes the environment', async ({ world: { app } }) => {
	const environment = await addEnvironment(app);
	await withEnvironmentLock(contextFor(app), { environment, purpose }, async () => {
		const deleting = execute(deleteEnvironment, contextFor(app), { name: environment, force: true });
		await expect(deleting).rejects.toMatchObject({ code: 'environment_locked' });
	});
});
