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

export interface NewPerson {
	readonly name: string;
	readonly email: string;
	readonly password: string;
	readonly role: Role;
}

/** A new session. `cookies` are whole `Set-Cookie` values for the answer. */
export interface NewSession {
	readonly person: SignedIn;
	readonly cookies: readonly string[];
}

/** Whose session or token a request carries. */
export interface KnownSession {
	readonly person: SignedIn;
	readonly by: 'session' | 'token';
	/** Whole `Set-Cookie` values that prolong a session in use. */
	readonly cookies: readonly string[];
}

export interface ApiTokenSummary {
	readonly id: string;
	readonly name: string;
	readonly createdAt: number;
	readonly expiresAt: number;
}

/** Where a request came from. */
export interface Caller {
	/** The client's address, as the socket or a trusted proxy names it. */
	readonly address: string;
	readonly headers: Headers;
}

/** People, sessions and API tokens; see specs/domain/sign-in.md. */
export interface Auth {
	/**
	 * Begin a session; the one that the request carried ends.
	 *
	 * @throws {NotSignedIn} when e-mail and password do not go together; it does not say which is wrong.
	 * @throws {TooManyAttempts} after too many failures of this account or this address.
	 */
	signIn(credentials: { readonly email: string; readonly password: string }, caller: Caller): Promise<NewSession>;
	/**
	 * One click, without a password.
	 *
	 * @throws {NotAllowed} unless this is the demo and the caller is on this machine.
	 */
	signInDemo(role: Role, caller: Caller): Promise<NewSession>;
	/** End the session that these headers carry. @returns the cookies that forget it */
	signOut(headers: Headers): Promise<readonly string[]>;
	sessionOf(caller: Caller): Promise<KnownSession | undefined>;
	/** Whether the session or token that a request came with still holds. Unlike {@link sessionOf} it prolongs nothing. */
	isSignedIn(caller: Caller): Promise<boolean>;

	/** @throws {AlreadyExists} when the e-mail is taken. @throws {InvalidInput} when the password is too weak. */
	createPerson(person: NewPerson): Promise<SignedIn>;
	/** By name. */
	listPersons(): Promise<PersonSummary[]>;
	/** The person with this id, with the role of now. */
	findActor(personId: string): Promise<SignedIn | undefined>;
	/** @throws {NotFound} @throws {NotAllowed} when nobody would be admin any more. */
	setRole(personId: string, role: Role): Promise<void>;
	/** Also ends the person's sessions. @throws {NotFound} @throws {InvalidInput} when it is too weak. */
	setPassword(personId: string, password: string): Promise<void>;

	/** A token for the command line, shown once. Its rights are those of the person's role at the time of use. */
	createApiToken(
		personId: string,
		token: { readonly name: string; readonly expiresAt: number }
	): Promise<{ readonly id: string; readonly token: string }>;
	/** `undefined` when it is unknown or expired. */
	personOfToken(token: string): Promise<SignedIn | undefined>;
	listApiTokens(personId: string): Promise<ApiTokenSummary[]>;
	/** @throws {NotFound} when the person has no such token. */
	deleteApiToken(personId: string, id: string): Promise<void>;

	readonly firstRun: FirstRun;
}

/** From the first start until there is an admin. */
export interface FirstRun {
	/** Whether there is no admin yet, so that every page leads to the first run. */
	isPending(): Promise<boolean>;
	/** Print and log the code when the first run is pending; once per start. */
	announce(): Promise<void>;
	/**
	 * Make the first admin and sign in; the code is used up.
	 *
	 * @throws {NotAllowed} when the code is wrong, or there is an admin. @throws {TooManyAttempts} @throws {InvalidInput}
	 */
	complete(input: Omit<NewPerson, 'role'> & { readonly code: string }, caller: Caller): Promise<NewSession>;
}
