import { z } from 'zod';
import { Role } from '#lib/domain/permission.ts';
import { defineOperation } from '../operation.ts';

/** Give somebody another role; it counts from their next request on. */
export const updateRole = defineOperation({
	name: 'person.update-role',
	permission: 'person:write',
	input: z.object({ personId: z.string().min(1), role: Role }),
	run: ({ app }, { personId, role }) => app.auth.setRole(personId, role)
});
