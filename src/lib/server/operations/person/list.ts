import { z } from 'zod';
import { defineOperation } from '../operation.ts';

/** Everybody who may sign in, by name. */
export const listPersons = defineOperation({
	name: 'person.list',
	permission: 'person:write',
	input: z.object({}),
	run: ({ app }) => app.auth.listPersons()
});
