import { z } from 'zod';
import { defineOperation } from '../operation.ts';

/** Make one of one's own tokens useless. */
export const deleteApiToken = defineOperation({
	name: 'api-token.delete',
	permission: 'dashboard:read',
	input: z.object({ tokenId: z.uuid() }),
	run: ({ app, actor }, { tokenId }) => app.auth.deleteApiToken(actor.personId, tokenId)
});
