import type { Role } from '#lib/domain/permission.ts';

/** Who is signed in; the same shape as an operation's actor. */
export interface SignedIn {
	readonly personId: string;
	readonly name: string;
	readonly email: string;
	readonly role: Role;
}

/** A person as lists show it. */
export interface PersonSummary extends SignedIn {
	readonly createdAt: number;
}

/** A new session. `cookies` are whole `Set-Cookie` values for the answer. */
export interface NewSession {
	readonly person: SignedIn;
	readonly cookies: readonly string[];
}

export interface ApiTokenSummary {
	readonly id: string;
	readonly name: string;
	readonly createdAt: number;
	readonly expiresAt: number;
}

/** Where a request came from, for the throttle and the session's record. */
export interface Caller {
	/** The client's address. */
	readonly address: string;
	readonly userAgent: string | null;
}

/** People, sessions and API tokens; see specs/domain/sign-in.md. */
export interface Auth {
	/**
	 * @throws {NotSignedIn} when e-mail and password do not go together; it does not say which is wrong.
	 * @throws {TooManyAttempts} after too many failures of this account or this address.
	 */
	signIn(credentials: { email: string; password: string }, caller: Caller): Promise<NewSession>;
	/** Begin a session without a password; only for the demo and right after the first run. */
	signInAs(personId: string, caller: Caller): Promise<NewSession>;
	/** End the session of these request headers. @returns the cookies that forget it. */
	signOut(headers: Headers): Promise<readonly string[]>;
	/** Whose session or API token these request headers carry. `cookies` prolong a session that is in use. */
	sessionOf(
		headers: Headers
	): Promise<{ person: SignedIn; by: 'session' | 'token'; cookies: readonly string[] } | undefined>;

	/** @throws {AlreadyExists} when the e-mail is taken. @throws {InvalidInput} when the password is too weak. */
	createPerson(person: { name: string; email: string; password: string; role: Role }): Promise<SignedIn>;
	/** Without a password: signs in by one click in the demo only. */
	createDemoPerson(person: { name: string; email: string; role: Role }): Promise<SignedIn>;
	listPersons(): Promise<PersonSummary[]>;
	/** The person with this id, with the role of now. */
	findActor(personId: string): Promise<SignedIn | undefined>;
	/** @throws {NotFound}. @throws {NotAllowed} when nobody would be admin any more. */
	setRole(personId: string, role: Role): Promise<void>;
	hasAdmin(): Promise<boolean>;

	/** A token for the command line, shown once. Its rights are those of the person's role. */
	createApiToken(personId: string, token: { name: string; expiresAt: number }): Promise<{ id: string; token: string }>;
	/** `undefined` when it is unknown or expired. */
	personOfToken(token: string): Promise<SignedIn | undefined>;
	listApiTokens(personId: string): Promise<ApiTokenSummary[]>;
	/** @throws {NotFound} when the person has no such token. */
	deleteApiToken(personId: string, id: string): Promise<void>;

	/** The code that the server prints while there is no admin. */
	readonly firstRun: FirstRun;
}

export interface FirstRun {
	/** Whether there is no admin yet, so that every page leads to the first run. */
	isPending(): Promise<boolean>;
	/** Print and log the code, once per start, when the first run is pending. */
	announce(): Promise<void>;
	/**
	 * Make the first admin; the code is used up.
	 *
	 * @throws {NotAllowed} when the code is wrong, or there is an admin. @throws {TooManyAttempts}
	 */
	complete(input: { code: string; name: string; email: string; password: string }, caller: Caller): Promise<SignedIn>;
}
