import { z } from 'zod';
import { defineOperation } from '../operation.ts';

/** One's own tokens, oldest first, without what they are. */
export const listApiTokens = defineOperation({
	name: 'api-token.list',
	permission: 'dashboard:read',
	input: z.object({}),
	run: ({ app, actor }) => app.auth.listApiTokens(actor.personId)
});
