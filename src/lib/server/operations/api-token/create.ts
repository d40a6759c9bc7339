import { z } from 'zod';
import { defineOperation } from '../operation.ts';

const DAY_MS = 86_400_000;

/** A token for one's own command line; it is in the answer and nowhere else. */
export const createApiToken = defineOperation({
	name: 'api-token.create',
	permission: 'dashboard:read',
	input: z.object({
		name: z.string().trim().min(1, 'must not be empty').max(100, 'must have at most 100 characters'),
		days: z.coerce
			.number('must be a number of days')
			.int()
			.min(1, 'must be at least 1')
			.max(365, 'must be at most 365')
			.default(90)
	}),

	run: ({ app, actor }, { name, days }) =>
		app.auth.createApiToken(actor.personId, { name, expiresAt: app.now() + days * DAY_MS })
});
