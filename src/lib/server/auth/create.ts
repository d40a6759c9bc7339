import type { Config } from '../config.ts';
import type { Db } from '../db/database.ts';
import type { Logger } from '../log.ts';
import type { Secrets } from '../secrets/secrets.ts';
import type { Auth } from './auth.ts';

export interface AuthParts {
	readonly db: Db;
	readonly config: Config;
	readonly secrets: Secrets;
	readonly log: Logger;
	now(): number;
}

export function createAuth(_parts: AuthParts): Auth {
	throw new Error('not built yet');
}
