import { randomUUID } from 'node:crypto';
import type { Logger } from './log.ts';

/** What a person sees of a failure that we did not foresee. `id` ties it to one line of the log. */
export interface UnknownError {
	readonly code: 'internal';
	readonly message: string;
	readonly hint: string;
	readonly id: string;
}

/** Log a bug under an id, and say no more than the id. */
export function presentUnknown(log: Logger, cause: unknown, where: Record<string, unknown>): UnknownError {
	const id = randomUUID();
	log.error({ id, err: cause, ...where }, 'unexpected error');
	return {
		code: 'internal',
		message: 'Something broke on our side.',
		hint: `The server’s log has the details under ${id}; try again, and report it if it comes back.`,
		id
	};
}
