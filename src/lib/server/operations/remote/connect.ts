import { RemoteFailed } from '#lib/domain/errors.ts';
import type { RemoteHostKey, RemoteReached } from '#lib/domain/remote.ts';
import { findRemote, upsertRemote } from '../../db/remotes.ts';
import { forgetTracking } from '../../git/tracking.ts';
import { allowedBy, sealRemoteAccess } from '../dashboard/remote-access.ts';
import { openDashboard } from '../dashboard/repository.ts';
import { defineOperation } from '../operation.ts';
import { RemoteInput } from './input.ts';
import { reach } from './reach.ts';
import { wantedAccess } from './wanted-access.ts';

/** Connect a dashboard to a repository on a git server, after it was reached. Pushes nothing and moves no branch. */
export const connectRemote = defineOperation({
	name: 'remote.connect',
	permission: 'remote:write',
	input: RemoteInput,

	async run(context, input): Promise<RemoteReached> {
		const { app, signal } = context;
		const { dashboardId } = input;
		const dashboard = await openDashboard(app, dashboardId);
		const wanted = await wantedAccess(context, input);
		if (wanted.kind === 'host_key') throw notConfirmed(wanted);
		const { reached, refs } = await reach(dashboard, allowedBy(app.config, wanted.access), signal);
		const before = await findRemote(app.db, dashboardId);
		const isSame = before?.url === input.url;
		// What another repository had is no news of this one.
		if (!isSame) await forgetTracking(dashboard.repo, new Map(refs.branches.map(({ name, oid }) => [name, oid])));
		await upsertRemote(app.db, {
			...{ dashboardId, url: input.url, lastFetchedAt: isSame ? before.lastFetchedAt : null },
			sealedAccess: sealRemoteAccess(app.secrets, dashboardId, wanted.access)
		});
		return reached;
	}
});

function notConfirmed({ host, found, confirmed }: RemoteHostKey): RemoteFailed {
	const shown = `${found.type} ${found.fingerprint}`;
	if (confirmed) {
		return new RemoteFailed(
			`${host} shows the host key ${shown}, but ${confirmed.type} ${confirmed.fingerprint} was confirmed.`,
			{ hint: 'Ask who runs the host whether its key was changed; if it was, confirm the new one.' }
		);
	}
	return new RemoteFailed(`${host} shows the host key ${shown}, which nobody has confirmed.`, {
		hint: 'Compare it with the one that the host publishes, then confirm it.'
	});
}
