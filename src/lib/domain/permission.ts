import { z } from 'zod';

export const ROLES = ['analyst', 'engineer', 'admin'] as const;
export const Role = z.enum(ROLES);
export type Role = z.infer<typeof Role>;

/** What an operation may ask for; one word for the thing, one for what is done to it. */
export const PERMISSIONS = [
	'dashboard:read',
	'dashboard:track',
	'dashboard:untrack',
	'dashboard:capture',
	'history:rebuild',
	'branch:write',
	'commit:write',
	'apply:write',
	'environment:read',
	'environment:write',
	'deployment:plan',
	'deployment:start',
	'deployment:rollback',
	'job:read',
	'job:cancel',
	'remote:use',
	'remote:write',
	'remote:force',
	'person:write'
] as const;
export type Permission = (typeof PERMISSIONS)[number];

const ANALYST: readonly Permission[] = [
	'dashboard:read',
	'dashboard:track',
	'dashboard:capture',
	'branch:write',
	'commit:write',
	'apply:write',
	'environment:read',
	'deployment:plan',
	'job:read',
	'job:cancel',
	'remote:use'
];
const ENGINEER: readonly Permission[] = [
	...ANALYST,
	'dashboard:untrack',
	'deployment:start',
	'deployment:rollback',
	'remote:write',
	'remote:force'
];

/** What each role may do. Whatever is not listed is denied. */
export const PERMISSIONS_OF_ROLE: Record<Role, ReadonlySet<Permission>> = {
	analyst: new Set(ANALYST),
	engineer: new Set(ENGINEER),
	admin: new Set(PERMISSIONS)
};
