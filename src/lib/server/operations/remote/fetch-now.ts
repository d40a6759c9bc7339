import { RefMoved } from '#lib/domain/errors.ts';
import type { DashboardId } from '#lib/domain/ids.ts';
import type { Fetched } from '#lib/domain/remote.ts';
import { updateRemoteFetched } from '../../db/remotes.ts';
import { fetchRemote } from '../../git/fetch.ts';
import { remoteAccessOf } from '../dashboard/remote-access.ts';
import { openDashboard } from '../dashboard/repository.ts';
import type { Context } from '../operation.ts';
import { keepThrownAway } from './thrown-away.ts';

/**
 * Bring what the git remote of a dashboard has, and note when. Branches of our own stay where they are; what the remote
 * threw away is kept.
 * @throws {InvalidInput} when none is connected. {RemoteFailed} with the cause in words; nothing was changed.
 */
export async function fetchNow(
	context: Pick<Context, 'app' | 'actor' | 'signal'>,
	dashboardId: DashboardId
): Promise<Fetched> {
	const { app, signal } = context;
	const { repo } = await openDashboard(app, dashboardId);
	const access = await remoteAccessOf(app, dashboardId);
	const fetch = () => fetchRemote(repo, access, { signal });
	const { branches, tags, passedOver } = await fetch().catch((cause: unknown) => {
		// Somebody else fetched in the same moment.
		if (cause instanceof RefMoved) return fetch();
		throw cause;
	});
	const fetchedAt = app.now();
	await updateRemoteFetched(app.db, dashboardId, fetchedAt);
	await keepThrownAway(context, dashboardId, branches);
	const gone = branches.filter(({ to }) => to === null).length;
	return { fetchedAt, moved: branches.length - gone, gone, tags: tags.length, passedOver };
}
