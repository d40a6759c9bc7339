import { resolve } from 'node:path';
import { z } from 'zod';
import { isLoopbackHost } from '#lib/domain/loopback.ts';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Everything that the surroundings decide; parsed once. See specs/interfaces/config.md. */
export interface Config {
	/** Absolute path of the folder with the database, the repositories and the key. */
	readonly dataDir: string;
	readonly host: string;
	readonly port: number;
	/** Scheme, host and port under which browsers reach the app, without a slash at the end. */
	readonly origin: string;
	/** Where the keys that seal secrets come from. */
	readonly key: { readonly kind: 'value'; readonly keys: string } | { readonly kind: 'file'; readonly file: string };
	readonly logLevel: LogLevel;
	/** One-click sign-in from this machine. */
	readonly isDemo: boolean;
	/** Hosts, addresses and ranges of private networks that may be called. */
	readonly allowedHosts: readonly string[];
	readonly allowPrivateHosts: boolean;
	/** Instead of a random one, for tests. */
	readonly firstRunCode: string | null;
	/** A session ends when it was not used for so long, and so long after it began. */
	readonly sessionIdleMs: number;
	readonly sessionAbsoluteMs: number;
	/** The largest request body that is taken, in bytes. */
	readonly bodySizeLimit: number;
}

/** One variable that cannot be used as it is set. */
export interface ConfigProblem {
	readonly variable: string;
	readonly cause: string;
	readonly next: string;
}

/** The settings cannot be used. Holds every problem, not only the first. */
export class ConfigRejected extends Error {
	readonly problems: readonly ConfigProblem[];

	constructor(problems: readonly ConfigProblem[]) {
		const lines = problems.map(({ variable, cause, next }) => `  ${variable} ${cause}. ${next}`);
		super(`The settings cannot be used:\n${lines.join('\n')}`);
		this.name = 'ConfigRejected';
		this.problems = problems;
	}
}

const HOURS = 3_600_000;
const flag = z.enum(['0', '1'], 'must be 0 or 1').transform((text) => text === '1');
const hours = z.coerce
	.number('must be a number of hours')
	.positive('must be more than 0')
	.max(24 * 365, 'must be at most a year')
	.transform((count) => count * HOURS);
const list = z.string().transform((text) =>
	text
		.split(',')
		.map((part) => part.trim())
		.filter((part) => part !== '')
);

/** `512K`, `64M`, `1G` or a number of bytes, as adapter-node reads it. */
const size = z
	.string()
	.regex(/^\d+[KMG]?$/i, 'must be a number of bytes, or one with K, M or G behind it')
	.transform(
		(text) => parseInt(text, 10) * ({ K: 1024, M: 1024 ** 2, G: 1024 ** 3 }[text.slice(-1).toUpperCase()] ?? 1)
	);

const origin = z
	.string()
	.refine((text) => URL.canParse(text) && /^https?:\/\/[^/?#@]+$/.test(text), {
		error: 'must be scheme, host and port, with nothing behind',
		abort: true
	})
	.transform((text) => new URL(text).origin);

/** Each variable: how it is read, what it is without, and what to do when it is wrong. */
export const VARIABLES = {
	DATA_DIR: {
		schema: z.string().transform((path) => resolve(path)),
		default: './data',
		next: 'Name a folder that this process may write to'
	},
	HOST: { schema: z.string(), default: '127.0.0.1', next: 'Name an address of this machine, e.g. 127.0.0.1' },
	PORT: {
		schema: z.coerce
			.number('must be a number')
			.int('must be a whole number')
			.min(0, 'must be 0 to 65535')
			.max(65_535, 'must be 0 to 65535'),
		default: '3000',
		next: 'Name a free port, e.g. 3000'
	},
	ORIGIN: { schema: origin, default: '', next: 'Write it as browsers see it, e.g. https://dashbranch.example' },
	DASHBRANCH_KEY: {
		schema: z
			.string()
			.regex(
				/^[A-Za-z0-9+/]{43}=(?:,[A-Za-z0-9+/]{43}=)*$/,
				'must be 32 bytes in base64, or several with commas between'
			),
		default: '',
		next: 'Make one with `openssl rand -base64 32`'
	},
	DASHBRANCH_KEY_FILE: {
		schema: z.string().transform((path) => resolve(path)),
		default: '',
		next: 'Name a file that only this process may read'
	},
	LOG_LEVEL: {
		schema: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`),
		default: 'info',
		next: 'Leave it out for info'
	},
	DASHBRANCH_DEMO: { schema: flag, default: '0', next: 'Leave it out unless you show the app on this machine' },
	DASHBRANCH_ALLOWED_HOSTS: {
		schema: list,
		default: '',
		next: 'Write names, addresses and ranges with commas between'
	},
	DASHBRANCH_ALLOW_PRIVATE: {
		schema: flag,
		default: '0',
		next: 'Set 1 only where every address of the private network may be called'
	},
	DASHBRANCH_FIRST_RUN_CODE: {
		schema: z.string().min(8, 'must have at least 8 characters'),
		default: '',
		next: 'Leave it out: the server makes one and prints it'
	},
	DASHBRANCH_SESSION_IDLE_HOURS: { schema: hours, default: '12', next: 'Leave it out for 12' },
	DASHBRANCH_SESSION_MAX_HOURS: { schema: hours, default: '168', next: 'Leave it out for 168, a week' },
	BODY_SIZE_LIMIT: { schema: size, default: '64M', next: 'Leave it out for 64M' }
} as const satisfies Record<string, { schema: z.ZodType; default: string; next: string }>;

type Variable = keyof typeof VARIABLES;
type Values = { [Name in Variable]?: z.output<(typeof VARIABLES)[Name]['schema']> };

/**
 * Read the settings. An empty variable counts as one that is not set.
 *
 * @param options `needsOrigin`: the built server takes every address for https when ORIGIN is missing, so it is asked for
 * @throws {ConfigRejected} with every problem at once.
 */
export function parseConfig(
	env: Readonly<Record<string, string | undefined>>,
	options: { readonly needsOrigin?: boolean } = {}
): Config {
	const problems: ConfigProblem[] = [];
	const values: Values = {};
	for (const [variable, { schema, default: fallback, next }] of Object.entries(VARIABLES)) {
		const text = env[variable]?.trim() || fallback;
		if (text === '') continue;
		const parsed = schema.safeParse(text);
		if (parsed.success) Object.assign(values, { [variable]: parsed.data });
		else problems.push({ variable, cause: parsed.error.issues[0]?.message ?? 'cannot be read', next: `${next}.` });
	}
	if (options.needsOrigin && !env['ORIGIN']?.trim()) {
		problems.push({ variable: 'ORIGIN', cause: 'is not set', next: `${VARIABLES.ORIGIN.next}.` });
	}
	problems.push(...clashes(values));
	if (problems.length > 0) throw new ConfigRejected(problems);
	return configOf(values as Required<Pick<Values, RequiredVariable>> & Values);
}

type RequiredVariable = { [Name in Variable]: (typeof VARIABLES)[Name]['default'] extends '' ? never : Name }[Variable];

function clashes(values: Values): ConfigProblem[] {
	const problems: ConfigProblem[] = [];
	if (values.DASHBRANCH_KEY !== undefined && values.DASHBRANCH_KEY_FILE !== undefined) {
		problems.push({
			variable: 'DASHBRANCH_KEY_FILE',
			cause: 'is set together with DASHBRANCH_KEY',
			next: 'Keep one of the two.'
		});
	}
	if (values.DASHBRANCH_DEMO && values.ORIGIN !== undefined && !isLoopbackHost(new URL(values.ORIGIN).hostname)) {
		problems.push({
			variable: 'DASHBRANCH_DEMO',
			cause: 'is 1 while ORIGIN is not on this machine, so anybody could sign in',
			next: 'Leave it out, or let ORIGIN be http://127.0.0.1 with the port.'
		});
	}
	const idle = values.DASHBRANCH_SESSION_IDLE_HOURS;
	const absolute = values.DASHBRANCH_SESSION_MAX_HOURS;
	if (idle !== undefined && absolute !== undefined && idle > absolute) {
		problems.push({
			variable: 'DASHBRANCH_SESSION_IDLE_HOURS',
			cause: 'is longer than DASHBRANCH_SESSION_MAX_HOURS',
			next: 'Make it as long or shorter.'
		});
	}
	return problems;
}

const configOf = (values: Required<Pick<Values, RequiredVariable>> & Values): Config => ({
	dataDir: values.DATA_DIR,
	host: values.HOST,
	port: values.PORT,
	origin: values.ORIGIN ?? `http://127.0.0.1:${values.PORT}`,
	key:
		values.DASHBRANCH_KEY !== undefined
			? { kind: 'value', keys: values.DASHBRANCH_KEY }
			: { kind: 'file', file: values.DASHBRANCH_KEY_FILE ?? resolve(values.DATA_DIR, 'key') },
	logLevel: values.LOG_LEVEL,
	isDemo: values.DASHBRANCH_DEMO,
	// The demo's practice Supersets run on this machine.
	allowedHosts: [
		...(values.DASHBRANCH_ALLOWED_HOSTS ?? []),
		...(values.DASHBRANCH_DEMO ? ['localhost', '127.0.0.1'] : [])
	],
	allowPrivateHosts: values.DASHBRANCH_ALLOW_PRIVATE,
	firstRunCode: values.DASHBRANCH_FIRST_RUN_CODE ?? null,
	sessionIdleMs: values.DASHBRANCH_SESSION_IDLE_HOURS,
	sessionAbsoluteMs: values.DASHBRANCH_SESSION_MAX_HOURS,
	bodySizeLimit: values.BODY_SIZE_LIMIT
});
