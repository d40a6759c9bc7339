import { randomUUID } from 'node:crypto';
import { EnvironmentLocked } from '#lib/domain/errors.ts';
import type { EnvironmentName } from '#lib/domain/ids.ts';
import {
	beatEnvironmentLock,
	deleteEnvironmentLock,
	findEnvironmentLock,
	insertEnvironmentLock,
	type EnvironmentLock
} from '../../db/environment-locks.ts';
import { HEARTBEAT_MS, isGone } from '../../jobs/process-owner.ts';
import type { Context } from '../operation.ts';

/**
 * Do something that writes into an environment, alone. Nobody waits: who finds it locked is told by whom.
 *
 * @param fn gets a signal that is aborted too when the lock is lost (an admin broke it): stop writing then.
 * @throws {EnvironmentLocked} when somebody else writes there.
 */
export async function withEnvironmentLock<Result>(
	context: Pick<Context, 'app' | 'actor' | 'job' | 'signal'>,
	target: { readonly environment: EnvironmentName; /** “Deploy Sales overview” */ readonly purpose: string },
	fn: (signal: AbortSignal) => Promise<Result>
): Promise<Result> {
	const lock = await takeLock(context, target);
	const lost = new AbortController();
	const timer = setInterval(() => void beat(), HEARTBEAT_MS);
	timer.unref();
	try {
		return await fn(AbortSignal.any([context.signal, lost.signal]));
	} finally {
		clearInterval(timer);
		await deleteEnvironmentLock(context.app.db, lock.token);
	}

	async function beat(): Promise<void> {
		// Fails closed: who cannot show that the lock is still his stops writing.
		const isOurs = await beatEnvironmentLock(context.app.db, lock.token, context.app.now()).catch(() => false);
		if (isOurs) return;
		lost.abort(
			new EnvironmentLocked(`The lock of ${target.environment} was taken away in the middle of: ${target.purpose}.`, {
				hint: 'An admin broke it, or the database could not be written; look at the environment, then try again.'
			})
		);
	}
}

async function takeLock(
	{ app, actor, job }: Pick<Context, 'app' | 'actor' | 'job'>,
	{ environment, purpose }: { environment: EnvironmentName; purpose: string }
): Promise<EnvironmentLock> {
	const at = app.now();
	const token = randomUUID();
	const lock = {
		environment,
		token,
		owner: app.owner,
		purpose,
		jobId: job,
		heldBy: actor.name,
		since: at,
		heartbeatAt: at
	};
	if (await insertEnvironmentLock(app.db, lock)) return lock;

	const held = await findEnvironmentLock(app.db, environment);
	// Of a dead process: free it by its token, so that of two who see this only one wins.
	if (held && isGone(held.owner, held.heartbeatAt, at)) await deleteEnvironmentLock(app.db, held.token);
	else if (held) throw lockedBy(held);
	if (await insertEnvironmentLock(app.db, lock)) return lock;
	const winner = await findEnvironmentLock(app.db, environment);
	throw winner
		? lockedBy(winner)
		: new EnvironmentLocked(`${environment} was locked a moment ago.`, { hint: 'Try again.' });
}

const lockedBy = (lock: EnvironmentLock): EnvironmentLocked =>
	new EnvironmentLocked(
		`${lock.heldBy} is writing into ${lock.environment} since ${new Date(lock.since).toISOString()}: ${lock.purpose}.`,
		{
			hint: lock.jobId
				? 'Wait until that job has ended or cancel it; an admin can break the lock.'
				: 'Wait until it is done; an admin can break the lock.'
		}
	);
