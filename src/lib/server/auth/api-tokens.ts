import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { NotFound } from '#lib/domain/errors.ts';
import type { ApiTokenSummary, SignedIn } from './auth.ts';
import type { AuthDb } from './parts.ts';
import { signedInOf } from './persons.ts';

const PREFIX = 'dbr_';

/** The token has 256 random bits, so a plain hash cannot be turned back and needs no salt. */
const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

export async function insertApiToken(
	db: AuthDb,
	of: { personId: string; name: string; expiresAt: number; at: number }
): Promise<{ id: string; token: string }> {
	const id = randomUUID();
	const token = PREFIX + randomBytes(32).toString('base64url');
	await db
		.insertInto('api_token')
		.values({
			id,
			person_id: of.personId,
			name: of.name,
			hash: hashOf(token),
			created_at: of.at,
			expires_at: of.expiresAt
		})
		.execute();
	return { id, token };
}

export async function findPersonOfToken(db: AuthDb, token: string, now: number): Promise<SignedIn | undefined> {
	if (!token.startsWith(PREFIX)) return undefined;
	const row = await db
		.selectFrom('api_token')
		.innerJoin('person', 'person.id', 'api_token.person_id')
		.select(['person.id', 'person.name', 'person.email', 'person.role'])
		.where('api_token.hash', '=', hashOf(token))
		.where('api_token.expires_at', '>', now)
		.executeTakeFirst();
	return row && signedInOf(row);
}

export async function listApiTokens(db: AuthDb, personId: string): Promise<ApiTokenSummary[]> {
	return db
		.selectFrom('api_token')
		.select(['id', 'name', 'created_at as createdAt', 'expires_at as expiresAt'])
		.where('person_id', '=', personId)
		.orderBy('created_at')
		.execute();
}

/** @throws {NotFound} when the person has no such token. */
export async function deleteApiToken(db: AuthDb, of: { personId: string; id: string }): Promise<void> {
	const { numDeletedRows } = await db
		.deleteFrom('api_token')
		.where('id', '=', of.id)
		.where('person_id', '=', of.personId)
		.executeTakeFirst();
	if (numDeletedRows === 0n) throw new NotFound('API token', of.id);
}
