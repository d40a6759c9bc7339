import { z } from 'zod';
import { Role } from '#lib/domain/permission.ts';
import { defineOperation } from '../operation.ts';
import { Email, Password, PersonName } from './input.ts';

/** Let somebody sign in. The password is told to them by whoever makes the account. */
export const createPerson = defineOperation({
	name: 'person.create',
	permission: 'person:write',
	input: z.object({ name: PersonName, email: Email, password: Password, role: Role }),
	run: ({ app }, person) => app.auth.createPerson(person)
});
