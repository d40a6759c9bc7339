import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import { AlreadyExists, InvalidInput, NotAllowed, NotFound } from '#lib/domain/errors.ts';
import type { Role } from '#lib/domain/permission.ts';
import type { NewPerson, PersonSummary, SignedIn } from './auth.ts';
import type { AuthDb } from './parts.ts';
import type { PersonTable } from './schema.ts';

const LEAST_PASSWORD = 10;
const MOST_PASSWORD = 256;

type PersonColumns = Pick<Selectable<PersonTable>, 'id' | 'name' | 'email' | 'role'>;

export const signedInOf = ({ id, name, email, role }: PersonColumns): SignedIn => ({ personId: id, name, email, role });

/** @throws {InvalidInput} when it is shorter or longer than we take, or is the person's own name or address. */
export function checkPassword(password: string, person: { readonly name: string; readonly email: string }): void {
	const refuse = (message: string) => new InvalidInput([{ path: ['password'], message }]);
	if (password.length < LEAST_PASSWORD) throw refuse(`must have at least ${LEAST_PASSWORD} characters`);
	if (password.length > MOST_PASSWORD) throw refuse(`must have at most ${MOST_PASSWORD} characters`);
	const plain = password.toLowerCase();
	if (plain === person.email.toLowerCase() || plain === person.name.toLowerCase()) {
		throw refuse('must be something else than your name or e-mail');
	}
}

/**
 * @param person `passwordHash` is `null` for a person of the demo, who never signs in by password
 * @throws {AlreadyExists} when the e-mail is taken.
 */
export async function insertPerson(
	db: AuthDb,
	person: Omit<NewPerson, 'password'> & { readonly passwordHash: string | null },
	at: number
): Promise<SignedIn> {
	const id = randomUUID();
	const email = person.email.trim().toLowerCase();
	const stamps = { created_at: new Date(at).toISOString(), updated_at: new Date(at).toISOString() };
	const row = await db
		.insertInto('person')
		.values({ id, name: person.name, email, email_verified: 0, image: null, role: person.role, ...stamps })
		.onConflict((conflict) => conflict.column('email').doNothing())
		.returning(['id', 'name', 'email', 'role'])
		.executeTakeFirst();
	if (!row) {
		throw new AlreadyExists(`There is a person with the e-mail ${email} already.`, {
			hint: 'Use another e-mail, or give that person another role.'
		});
	}
	if (person.passwordHash !== null) {
		const password = person.passwordHash;
		await db
			.insertInto('sign_in_account')
			.values({ id: randomUUID(), account_id: id, provider_id: 'credential', person_id: id, password, ...stamps })
			.execute();
	}
	return signedInOf(row);
}

export async function listPersons(db: AuthDb): Promise<PersonSummary[]> {
	const rows = await db.selectFrom('person').selectAll().orderBy('name').orderBy('id').execute();
	return rows.map((row) => ({ ...signedInOf(row), createdAt: Date.parse(row.created_at) }));
}

export async function findPerson(db: AuthDb, by: { id: string } | { email: string }): Promise<SignedIn | undefined> {
	const row = await db
		.selectFrom('person')
		.select(['id', 'name', 'email', 'role'])
		.$if('id' in by, (query) => query.where('id', '=', (by as { id: string }).id))
		.$if('email' in by, (query) => query.where('email', '=', (by as { email: string }).email))
		.executeTakeFirst();
	return row && signedInOf(row);
}

export async function hasAdmin(db: AuthDb): Promise<boolean> {
	return (await db.selectFrom('person').select('id').where('role', '=', 'admin').limit(1).execute()).length > 0;
}

/** In the caller's transaction. @throws {NotFound} @throws {NotAllowed} when nobody would be admin any more. */
export async function updateRole(db: AuthDb, change: { personId: string; role: Role; at: number }): Promise<void> {
	const { numUpdatedRows } = await db
		.updateTable('person')
		.set({ role: change.role, updated_at: new Date(change.at).toISOString() })
		.where('id', '=', change.personId)
		.executeTakeFirst();
	if (numUpdatedRows === 0n) throw new NotFound('person', change.personId);
	if (await hasAdmin(db)) return;
	throw new NotAllowed('This is the only admin.', { hint: 'Make somebody else an admin first.' });
}

/** In the caller's transaction. Ends the person's sessions too. @throws {NotFound} */
export async function updatePassword(
	db: AuthDb,
	change: { personId: string; passwordHash: string; at: number }
): Promise<void> {
	const at = new Date(change.at).toISOString();
	const { numUpdatedRows } = await db
		.updateTable('sign_in_account')
		.set({ password: change.passwordHash, updated_at: at })
		.where('person_id', '=', change.personId)
		.where('provider_id', '=', 'credential')
		.executeTakeFirst();
	if (numUpdatedRows === 0n) throw new NotFound('person with a password', change.personId);
	await db.deleteFrom('session').where('person_id', '=', change.personId).execute();
}
