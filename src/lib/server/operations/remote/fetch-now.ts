import type { DashboardId } from '#lib/domain/ids.ts';
import type { Fetched } from '#lib/domain/remote.ts';
import { updateRemoteFetched } from '../../db/remotes.ts';
import { fetchRemote } from '../../git/fetch.ts';
import { remoteAccessOf } from '../dashboard/remote-access.ts';
import { openDashboard } from '../dashboard/repository.ts';
import type { Context } from '../operation.ts';

/**
 * Bring what the git remote of a dashboard has, and note when. Branches of our own stay where they are.
 * @throws {InvalidInput} when none is connected. {RemoteFailed} with the cause in words; nothing was changed.
 */
export async function fetchNow(
	{ app, signal }: Pick<Context, 'app' | 'signal'>,
	dashboardId: DashboardId
): Promise<Fetched> {
	const { repo } = await openDashboard(app, dashboardId);
	const { branches, tags, passedOver } = await fetchRemote(repo, await remoteAccessOf(app, dashboardId), { signal });
	const fetchedAt = app.now();
	await updateRemoteFetched(app.db, dashboardId, fetchedAt);
	const gone = branches.filter(({ to }) => to === null).length;
	return { fetchedAt, moved: branches.length - gone, gone, tags: tags.length, passedOver };
}
