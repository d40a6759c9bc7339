import { TooManyAttempts } from '#lib/domain/errors.ts';
import type { AuthDb } from './parts.ts';

const WINDOW_MS = 15 * 60_000;

/** How many failures in a window of 15 minutes are taken before the next try has to wait. */
export const MOST_FAILURES = { account: 10, address: 50, code: 10 } as const;

type Key = `${keyof typeof MOST_FAILURES}:${string}`;

/**
 * Count an attempt before it is looked at, so that many at once cannot all pass.
 *
 * @throws {TooManyAttempts} when this key has used up its window.
 */
export async function countAttempt(db: AuthDb, key: Key, now: number): Promise<void> {
	const most = MOST_FAILURES[key.slice(0, key.indexOf(':')) as keyof typeof MOST_FAILURES];
	const { failures, window_ends_at: endsAt } = await db
		.insertInto('throttle')
		.values({ key, failures: 1, window_ends_at: now + WINDOW_MS })
		.onConflict((conflict) =>
			conflict.column('key').doUpdateSet((eb) => ({
				failures: eb
					.case()
					.when('throttle.window_ends_at', '<=', now)
					.then(1)
					.else(eb('throttle.failures', '+', 1))
					.end(),
				window_ends_at: eb
					.case()
					.when('throttle.window_ends_at', '<=', now)
					.then(now + WINDOW_MS)
					.else(eb.ref('throttle.window_ends_at'))
					.end()
			}))
		)
		.returning(['failures', 'window_ends_at'])
		.executeTakeFirstOrThrow();
	if (failures <= most) return;
	const minutes = Math.max(1, Math.ceil((endsAt - now) / 60_000));
	throw new TooManyAttempts('There were too many failed attempts.', {
		hint: `Try again in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`
	});
}

/** It went well: what was counted before was no attack. */
export async function forgetAttempts(db: AuthDb, keys: readonly Key[]): Promise<void> {
	await db.deleteFrom('throttle').where('key', 'in', keys).execute();
}
