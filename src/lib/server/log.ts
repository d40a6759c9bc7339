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
