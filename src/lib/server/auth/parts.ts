import type { Kysely } from 'kysely';
import type { AuthSchema } from './schema.ts';

export type AuthDb = Kysely<AuthSchema>;

/** What sign-in needs of the app. */
export interface AuthParts {
	readonly db: AuthDb;
	readonly settings: AuthSettings;
	/** Signs cookies; at least 32 random bytes. */
	readonly secret: string;
	readonly log: AuthLog;
	now(): number;
}

/** See `Config`. */
export interface AuthSettings {
	readonly origin: string;
	readonly isDemo: boolean;
	readonly firstRunCode: string | null;
	readonly sessionIdleMs: number;
	readonly sessionAbsoluteMs: number;
}

export interface AuthLog {
	info(message: string): void;
	warn(fields: object, message: string): void;
	error(fields: object, message: string): void;
}
