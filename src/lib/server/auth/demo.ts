import { NotAllowed } from '#lib/domain/errors.ts';
import { isLoopbackHost } from '#lib/domain/loopback.ts';
import type { Role } from '#lib/domain/permission.ts';
import type { Caller, SignedIn } from './auth.ts';
import type { AuthParts } from './parts.ts';
import { findPerson, insertPerson } from './persons.ts';

const DEMO_PERSONS: Record<Role, { readonly name: string; readonly email: string }> = {
	analyst: { name: 'Ana (analyst)', email: 'ana@demo.invalid' },
	engineer: { name: 'Emil (engineer)', email: 'emil@demo.invalid' },
	admin: { name: 'Ada (admin)', email: 'ada@demo.invalid' }
};

/** Make the people of the demo where they are missing; nothing happens outside of the demo. */
export async function prepareDemo({ db, settings, now }: AuthParts): Promise<void> {
	if (!settings.isDemo) return;
	for (const [role, person] of Object.entries(DEMO_PERSONS) as [Role, { name: string; email: string }][]) {
		if (await findPerson(db, { email: person.email })) continue;
		await db.transaction().execute((trx) => insertPerson(trx, { ...person, role, passwordHash: null }, now()));
	}
}

/** @throws {NotAllowed} unless this is the demo and the caller is on this machine. */
export async function demoPersonOf({ db, settings }: AuthParts, role: Role, caller: Caller): Promise<SignedIn> {
	if (!settings.isDemo || !isLoopbackHost(caller.address) || !isLoopbackHost(new URL(settings.origin).hostname)) {
		throw new NotAllowed('Signing in by one click is for the demo on this machine only.', {
			hint: 'Sign in with e-mail and password.'
		});
	}
	const person = await findPerson(db, { email: DEMO_PERSONS[role].email });
	if (!person) throw new NotAllowed('The people of the demo are missing.', { hint: 'Start the demo again.' });
	return person;
}
