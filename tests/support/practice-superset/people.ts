import type { Row } from './state.ts';

export type Role = 'admin' | 'editor' | 'viewer';

/** The accounts of the practice Superset; the passwords are no secrets. */
export interface Account {
	readonly id: number;
	readonly username: string;
	readonly password: string;
	readonly first_name: string;
	readonly last_name: string;
	readonly email: string;
	/** Superset's Admin, Alpha and Gamma. */
	readonly role: Role;
}

const account = (id: number, role: Role, first_name: string, last_name: string): Account => ({
	id,
	username: role,
	password: `${role}12345`,
	first_name,
	last_name,
	email: `${role}@example.com`,
	role
});

export const ACCOUNTS: readonly Account[] = [
	account(1, 'admin', 'Ada', 'Admin'),
	account(2, 'editor', 'Eda', 'Editor'),
	account(3, 'viewer', 'Vi', 'Viewer')
];

export const accountOf = (id: number): Account => ACCOUNTS.find((one) => one.id === id) ?? (ACCOUNTS[0] as Account);

export const ROLE_NAMES = { admin: 'Admin', editor: 'Alpha', viewer: 'Gamma' } as const;

/** What `_info` tells that the account may do with a kind; only what tells roles apart. */
export function permissionsOf(who: Account, kind: string): readonly string[] {
	const all = ['can_read', 'can_write', 'can_export'];
	if (who.role === 'admin' || kind === 'dashboard' || kind === 'chart') return all;
	return kind === 'dataset' && who.role === 'editor' ? all : ['can_read'];
}

/** Alpha sees what is published or its own; Gamma, without access to any dataset, only its own. */
export function canSee(who: Account, row: Row, kind: string): boolean {
	if (who.role === 'admin' || row.owners.includes(who.id)) return true;
	if (who.role === 'viewer') return false;
	return kind !== 'dashboard' || row.fields['published'] === true;
}

export const canOverwrite = (who: Account, row: Row): boolean => who.role === 'admin' || row.owners.includes(who.id);

/** Gamma may write dashboards and charts, but no datasets and databases (Superset's default roles). */
export const canWrite = (who: Account, kind: string): boolean =>
	who.role === 'admin' || kind === 'dashboard' || kind === 'chart' || (who.role === 'editor' && kind === 'dataset');
