import type { RequestEvent } from '@sveltejs/kit';
import { AppError } from '#lib/domain/errors.ts';
import { present, type PresentedError } from './errors.ts';
import { presentUncaught } from './handle-error.ts';

/** What an operation gave, or why it failed: for a part of a page that must not take the rest of it down. */
export type Outcome<Value> =
	{ readonly kind: 'ok'; readonly value: Value } | { readonly kind: 'failed'; readonly error: PresentedError };

/** @throws what is no `AppError`, since that is a bug */
export const outcomeOf = <Value>(work: Promise<Value>): Promise<Outcome<Value>> =>
	work.then(
		(value) => ({ kind: 'ok', value }),
		(cause: unknown) => {
			if (!(cause instanceof AppError)) throw cause;
			return { kind: 'failed', error: present(cause) };
		}
	);

/**
 * For a part that is sent after its page. It never rejects: whoever asked may be gone by then, and a rejection that nobody
 * waits for ends the process. What is no `AppError` is logged, unless it only says that the reader left.
 */
export const laterOutcomeOf = <Value>(event: RequestEvent, work: Promise<Value>): Promise<Outcome<Value>> =>
	outcomeOf(work).catch((error: unknown) => ({
		kind: 'failed',
		error: event.request.signal.aborted
			? { code: 'cancelled', message: 'The page was left before this was there.' }
			: presentUncaught(event.locals.app, { error, event, status: 500 })
	}));
