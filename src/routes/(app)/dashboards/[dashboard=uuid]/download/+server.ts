import { zipDashboard } from '#lib/server/operations/dashboard/zip.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { contextOf } from '#lib/server/web/context.ts';
import { raise } from '#lib/server/web/errors.ts';
import type { RequestHandler } from './$types';

/** `?commit`: an id or a branch. `?version`: the Superset that it is for. */
export const GET: RequestHandler = async (event) => {
	const query = Object.fromEntries(event.url.searchParams);
	const input = { ...query, dashboardId: event.params.dashboard };
	const { name, bytes } = await execute(zipDashboard, contextOf(event), input).catch(raise);
	return new Response(new Uint8Array(bytes), {
		headers: {
			'content-type': 'application/zip',
			'content-disposition': `attachment; filename="dashboard.zip"; filename*=UTF-8''${encodeURIComponent(name)}`
		}
	});
};
