import { z } from 'zod';
import { defineOperation } from '../operation.ts';
import { Password } from './input.ts';

/** Give somebody a new password; where they are signed in, they are signed out. */
export const setPassword = defineOperation({
	name: 'person.set-password',
	permission: 'person:write',
	input: z.object({ personId: z.string().min(1), password: Password }),
	run: ({ app }, { personId, password }) => app.auth.setPassword(personId, password)
});
