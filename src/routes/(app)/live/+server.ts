import { followLive } from '#lib/server/operations/live/follow.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { answered } from '#lib/server/web/api.ts';
import { contextWhileSignedIn } from '#lib/server/web/live.ts';
import { sse } from '#lib/server/web/sse.ts';
import type { RequestHandler } from './$types';

/** `?topic=…` as often as there are topics, `?age`: how old the page's data is in ms. A stream of `LiveEvent`. */
export const GET: RequestHandler = (event) =>
	answered(event, async () => {
		const { searchParams } = event.url;
		return sse(
			await execute(followLive, contextWhileSignedIn(event), {
				topics: searchParams.getAll('topic'),
				after: event.request.headers.get('last-event-id') ?? undefined,
				ageMs: searchParams.get('age') ?? undefined
			})
		);
	});
