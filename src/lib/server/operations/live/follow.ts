import { z } from 'zod';
import { NotAllowed } from '#lib/domain/errors.ts';
import { LiveTopic, permissionOfTopic } from '#lib/domain/live.ts';
import { PERMISSIONS_OF_ROLE } from '#lib/domain/permission.ts';
import { defineOperation } from '../operation.ts';

/** What happens to the topics that a page shows, as it happens. Ends when the reader leaves. */
export const followLive = defineOperation({
	name: 'live.follow',
	permission: 'dashboard:read',
	input: z.object({
		topics: z.array(LiveTopic).min(1, 'must name at least one topic').max(50, 'must name at most 50 topics'),
		// A reader that says nonsense about what it has heard is told that it may have missed something.
		after: z.coerce.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER).catch(1).default(0),
		/** How old the page's data is, in ms. */
		ageMs: z.coerce.number().int().nonnegative().max(60_000).catch(60_000).default(0)
	}),

	async run({ app, actor, signal }, { topics, after, ageMs }) {
		const denied = topics.find((topic) => !PERMISSIONS_OF_ROLE[actor.role].has(permissionOfTopic(topic)));
		if (denied) throw new NotAllowed(`As ${actor.role} you may not follow ${denied}.`);
		return app.live.follow([...new Set(topics)], { personId: actor.personId, after, ageMs, signal });
	}
});
