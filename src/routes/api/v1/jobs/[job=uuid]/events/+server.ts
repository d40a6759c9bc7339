import { followJob } from '#lib/server/operations/job/follow.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { answered } from '#lib/server/web/api.ts';
import { contextOf } from '#lib/server/web/context.ts';
import { sse } from '#lib/server/web/sse.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) =>
	answered(event, async () => {
		const after = event.request.headers.get('last-event-id') ?? event.url.searchParams.get('after') ?? 0;
		return sse(await execute(followJob, contextOf(event), { jobId: event.params.job, after }));
	});
