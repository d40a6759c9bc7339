import type { Role } from '#lib/domain/permission.ts';

/** The tables of sign-in. Made by the app's migrations, read and written here only. */
export type AuthSchema = {
	person: PersonTable;
	session: SessionTable;
	sign_in_account: SignInAccountTable;
	api_token: ApiTokenTable;
	throttle: ThrottleTable;
};

export interface PersonTable {
	id: string;
	name: string;
	email: string;
	email_verified: number;
	image: string | null;
	role: Role;
	/** ISO text. */
	created_at: string;
	/** ISO text. */
	updated_at: string;
}

export interface SessionTable {
	id: string;
	token: string;
	person_id: string;
	ip_address: string | null;
	user_agent: string | null;
	/** ISO text. */
	expires_at: string;
	/** ISO text. */
	created_at: string;
	/** ISO text. */
	updated_at: string;
}

export interface ApiTokenTable {
	id: string;
	person_id: string;
	name: string;
	/** SHA-256 of the token in hex; the token itself is shown once and kept nowhere. */
	hash: string;
	created_at: number;
	expires_at: number;
}

/** How a person signs in; for now always by password. */
export interface SignInAccountTable {
	id: string;
	/** The person's id again, where the provider is `credential`. */
	account_id: string;
	provider_id: string;
	person_id: string;
	/** Hash with salt, as the sign-in library makes it. */
	password: string | null;
	/** ISO text. */
	created_at: string;
	/** ISO text. */
	updated_at: string;
}

/** Failed attempts per account, address or code in a window of time. */
export interface ThrottleTable {
	key: string;
	failures: number;
	window_ends_at: number;
}
