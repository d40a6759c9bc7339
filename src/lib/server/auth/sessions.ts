import { isAPIError } from 'better-auth/api';
import { NotSignedIn } from '#lib/domain/errors.ts';
import type { Caller, KnownSession, NewSession, SignedIn } from './auth.ts';
import { CLIENT_ADDRESS, type Library } from './library.ts';
import type { AuthDb, AuthParts } from './parts.ts';
import { findPerson } from './persons.ts';
import { countAttempt, forgetAttempts } from './throttle.ts';

/** Only what the library needs of a request, with the address that the server itself has seen. */
function headersFor({ address, headers }: Caller): Headers {
	const made = new Headers({ [CLIENT_ADDRESS]: address });
	for (const name of ['cookie', 'user-agent']) {
		const value = headers.get(name);
		if (value !== null) made.set(name, value);
	}
	return made;
}

/** @throws {NotSignedIn} @throws {TooManyAttempts} */
export async function signIn(
	{ db, now }: Pick<AuthParts, 'db' | 'now'>,
	library: Library,
	request: { readonly email: string; readonly password: string; readonly caller: Caller }
): Promise<NewSession> {
	const email = request.email.trim().toLowerCase();
	const keys = [`address:${request.caller.address}`, `account:${email.slice(0, 320)}`] as const;
	for (const key of keys) await countAttempt(db, key, now());
	const answer = await library.api
		.signInEmail({
			body: { email, password: request.password },
			headers: headersFor(request.caller),
			returnHeaders: true
		})
		.catch((cause: unknown) => {
			if (!isAPIError(cause)) throw cause;
			throw new NotSignedIn('E-mail and password do not go together.', {
				hint: 'Check both; an admin can set a new password.'
			});
		});
	await forgetAttempts(db, keys);
	return begun(db, library, { personId: answer.response.user.id, caller: request.caller, headers: answer.headers });
}

/** Begin a session for somebody who has shown in another way who they are. */
export async function beginSession(
	db: AuthDb,
	library: Library,
	of: { readonly person: SignedIn; readonly caller: Caller }
): Promise<NewSession> {
	const { headers } = await library.api.beginSession({
		body: { personId: of.person.personId },
		headers: headersFor(of.caller),
		returnHeaders: true
	});
	return begun(db, library, { personId: of.person.personId, caller: of.caller, headers });
}

/** A session is never taken over by the next one: what the request carried ends. */
async function begun(
	db: AuthDb,
	library: Library,
	of: { personId: string; caller: Caller; headers: Headers }
): Promise<NewSession> {
	const before = await library.api.getSession({ headers: headersFor(of.caller), query: { disableRefresh: true } });
	if (before) await db.deleteFrom('session').where('id', '=', before.session.id).execute();
	const person = await findPerson(db, { id: of.personId });
	if (!person) throw new NotSignedIn('This person is not here any more.');
	return { person, cookies: of.headers.getSetCookie() };
}

/** The session of a request, within both limits. */
export async function findSession(
	{ db, settings }: Pick<AuthParts, 'db' | 'settings'>,
	library: Library,
	caller: Caller
): Promise<KnownSession | undefined> {
	if (!caller.headers.get('cookie')) return undefined;
	const { response, headers } = await library.api.getSession({ headers: headersFor(caller), returnHeaders: true });
	if (!response) return undefined;
	// The library knows only the limit without use. Its own clock wrote `createdAt`, so its own clock is asked.
	if (Date.now() - response.session.createdAt.getTime() > settings.sessionAbsoluteMs) {
		await endSession(library, caller.headers);
		return undefined;
	}
	const person = await findPerson(db, { id: response.user.id });
	return person && { person, by: 'session', cookies: headers.getSetCookie() };
}

/** Whether a session holds, within both limits; it is not prolonged. */
export async function hasSession(
	{ db, settings }: Pick<AuthParts, 'db' | 'settings'>,
	library: Library,
	caller: Caller
): Promise<boolean> {
	if (!caller.headers.get('cookie')) return false;
	const known = await library.api.getSession({ headers: headersFor(caller), query: { disableRefresh: true } });
	if (!known || Date.now() - known.session.createdAt.getTime() > settings.sessionAbsoluteMs) return false;
	return (await findPerson(db, { id: known.user.id })) !== undefined;
}

/** @returns the cookies that forget it */
export async function endSession(library: Library, headers: Headers): Promise<readonly string[]> {
	const cookie = headers.get('cookie');
	if (cookie === null) return [];
	const ended = await library.api.signOut({ headers: new Headers({ cookie }), returnHeaders: true });
	return ended.headers.getSetCookie();
}
