import { randomUUID } from 'node:crypto';
import { pino, type DestinationStream, type Logger as PinoLogger } from 'pino';
import type { LogLevel } from './config.ts';

export type Logger = PinoLogger;

/** Names of fields that may hold a secret; whatever stands in them is not written, at any depth that we log. */
const SECRET_NAMES = [
	'password',
	'token',
	'key',
	'secret',
	'code',
	'credentials',
	'access',
	'authorization',
	'cookie',
	'accessToken',
	'refreshToken',
	'["set-cookie"]',
	'["x-csrftoken"]'
];

const redacted = SECRET_NAMES.flatMap((name) => {
	const at = (prefix: string) => (name.startsWith('[') ? `${prefix}${name}` : prefix ? `${prefix}.${name}` : name);
	// An error's own `code` tells what went wrong; a sign-in code never stands there.
	return name === 'code' ? [name] : [at(''), at('*'), at('*.*'), at('*.*.*')];
});

/** Lines of JSON on standard output, or into `to`. */
export function createLogger(level: LogLevel, to?: DestinationStream): Logger {
	const options = { level, base: null, redact: { paths: redacted, censor: '(hidden)' } };
	return to ? pino(options, to) : pino(options);
}

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
