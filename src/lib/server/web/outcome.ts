import { AppError } from '#lib/domain/errors.ts';
import { present, type PresentedError } from './errors.ts';

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
