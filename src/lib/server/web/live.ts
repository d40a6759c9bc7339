import type { RequestEvent } from '@sveltejs/kit';
import type { Context } from '../operations/operation.ts';
import { contextOf } from './context.ts';
import { callerOf } from './sign-in.ts';

const ASK_EVERY_MS = 10_000;

/**
 * Like {@link contextOf}, for an answer that goes on for long: its signal ends when the session or the token does, at
 * the latest so many ms after it. Asking does not prolong the session.
 */
export function contextWhileSignedIn(
	event: Pick<RequestEvent, 'locals' | 'request' | 'getClientAddress'>,
	everyMs = ASK_EVERY_MS
): Context {
	const context = contextOf(event);
	const { auth, log } = event.locals.app;
	const caller = callerOf(event);
	const over = new AbortController();
	const signal = AbortSignal.any([context.signal, over.signal]);
	const timer = setInterval(() => {
		auth.isSignedIn(caller).then(
			(isSignedIn) => isSignedIn || over.abort(),
			(err: unknown) => log.warn({ err }, 'could not look whether a session goes on')
		);
	}, everyMs);
	timer.unref();
	signal.addEventListener('abort', () => clearInterval(timer), { once: true });
	return { ...context, signal };
}
