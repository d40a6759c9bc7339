import type { RequestEvent } from '@sveltejs/kit';
import { NotSignedIn } from '#lib/domain/errors.ts';
import type { App as Application } from '../app.ts';
import type { Actor, Context } from '../operations/operation.ts';

/**
 * What an operation needs to know about the request that asked for it, and nothing else.
 *
 * @throws {NotSignedIn} when nobody is signed in; the hook keeps such requests away from pages that need somebody.
 */
export const contextOf = (event: Pick<RequestEvent, 'locals' | 'request'>): Context => ({
	app: event.locals.app,
	actor: actorOf(event),
	signal: event.request.signal,
	job: null,
	report: async () => {},
	log: async () => {},
	warn: async () => {}
});

/** The runner and who asks, for `jobs.start(operation, actor, input)`. @throws {NotSignedIn} */
export const jobsOf = (event: Pick<RequestEvent, 'locals'>): { jobs: Application['jobs']; actor: Actor } => ({
	jobs: event.locals.app.jobs,
	actor: actorOf(event)
});

/** @throws {NotSignedIn} when nobody is signed in. */
export function actorOf({ locals }: Pick<RequestEvent, 'locals'>): Actor {
	if (!locals.actor) throw new NotSignedIn('Nobody is signed in.', { hint: 'Sign in, then try again.' });
	return locals.actor;
}
