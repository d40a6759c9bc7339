import { NotFound } from '#lib/domain/errors.ts';
import { deleteApiToken, findPersonOfToken, insertApiToken, listApiTokens } from './api-tokens.ts';
import type { Auth, Caller, KnownSession } from './auth.ts';
import { demoPersonOf, prepareDemo } from './demo.ts';
import { createFirstRun } from './first-run.ts';
import { createLibrary } from './library.ts';
import type { AuthParts } from './parts.ts';
import { checkPassword, findPerson, insertPerson, listPersons, updatePassword, updateRole } from './persons.ts';
import { beginSession, endSession, findSession, hasSession, signIn } from './sessions.ts';

const tokenOf = ({ headers }: Caller): string | undefined =>
	/^Bearer (dbr_[\w-]+)$/.exec(headers.get('authorization') ?? '')?.[1];

/** Tables must be up to date. In the demo its people are made. */
export async function createAuth(parts: AuthParts): Promise<Auth> {
	const { db, now } = parts;
	const library = createLibrary(parts);
	const hashOf = async (password: string) => (await library.$context).password.hash(password);
	await prepareDemo(parts);

	return {
		signIn: (credentials, caller) => signIn(parts, library, { ...credentials, caller }),
		signInDemo: async (role, caller) =>
			beginSession(db, library, { person: await demoPersonOf(parts, role, caller), caller }),
		signOut: (headers) => endSession(library, headers),

		async sessionOf(caller) {
			const token = tokenOf(caller);
			if (token !== undefined) {
				const person = await findPersonOfToken(db, token, now());
				return person && ({ person, by: 'token', cookies: [] } satisfies KnownSession);
			}
			return findSession(parts, library, caller);
		},
		async isSignedIn(caller) {
			const token = tokenOf(caller);
			if (token !== undefined) return (await findPersonOfToken(db, token, now())) !== undefined;
			return hasSession(parts, library, caller);
		},

		async createPerson({ password, ...person }) {
			checkPassword(password, person);
			const passwordHash = await hashOf(password);
			return db.transaction().execute((trx) => insertPerson(trx, { ...person, passwordHash }, now()));
		},
		listPersons: () => listPersons(db),
		findActor: (id) => findPerson(db, { id }),
		setRole: (personId, role) => db.transaction().execute((trx) => updateRole(trx, { personId, role, at: now() })),
		async setPassword(personId, password) {
			const person = await findPerson(db, { id: personId });
			if (!person) throw new NotFound('person', personId);
			checkPassword(password, person);
			const passwordHash = await hashOf(password);
			await db.transaction().execute((trx) => updatePassword(trx, { personId, passwordHash, at: now() }));
		},

		createApiToken: (personId, token) => insertApiToken(db, { personId, ...token, at: now() }),
		personOfToken: (token) => findPersonOfToken(db, token, now()),
		listApiTokens: (personId) => listApiTokens(db, personId),
		deleteApiToken: (personId, id) => deleteApiToken(db, { personId, id }),

		firstRun: createFirstRun(parts, library)
	};
}
