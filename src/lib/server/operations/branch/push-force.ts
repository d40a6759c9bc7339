import { z } from 'zod';
import { InvalidInput, NotFound, RefMoved } from '#lib/domain/errors.ts';
import { DashboardId, Oid } from '#lib/domain/ids.ts';
import { BranchName, branchRef, remoteRef } from '#lib/domain/refs.ts';
import type { ForcePushed } from '#lib/domain/sync.ts';
import { getDashboard } from '../../db/dashboards.ts';
import { countAheadBehind } from '../../git/ancestry.ts';
import { pushRefs } from '../../git/push.ts';
import { resolveRef } from '../../git/refs.ts';
import { remoteAccessOf } from '../dashboard/remote-access.ts';
import { headOf, openDashboard } from '../dashboard/repository.ts';
import { defineOperation } from '../operation.ts';
import { fetchNow } from '../remote/fetch-now.ts';
import { keepOfRemote, letGoOfRemote } from '../remote/thrown-away.ts';

/** Push a branch over what the git remote has, if that is what somebody saw there; what is overwritten is kept here. */
export const pushBranchByForce = defineOperation({
	name: 'branch.push-force',
	permission: 'remote:force',
	input: z.object({
		dashboardId: DashboardId,
		name: BranchName,
		/** Where the person saw the branch here, and over there. */
		expected: Oid,
		lease: Oid,
		/** The branch's name, typed. */
		confirm: z.string().max(244)
	}),
	title: async ({ dashboardId, name }, app) =>
		`Push ${name} of “${(await getDashboard(app.db, dashboardId)).title}” by force`,
	href: ({ dashboardId }) => `/dashboards/${dashboardId}/branches`,

	async run(context, { dashboardId, name, expected, lease, confirm }): Promise<ForcePushed> {
		const { app, signal } = context;
		if (confirm.trim() !== name) {
			throw new InvalidInput([{ path: ['confirm'], message: `is not “${name}”` }], {
				hint: 'Type the name of the branch to overwrite it on the git remote.'
			});
		}
		const { repo } = await openDashboard(app, dashboardId);
		const head = await headOf(repo, name);
		if (head !== expected) throw new RefMoved(branchRef(name));
		const access = await remoteAccessOf(app, dashboardId);
		await context.report(`Asking the git remote what it has of ${name}`, 0.1);
		await fetchNow(context, dashboardId);
		const there = await resolveRef(repo, remoteRef(name));
		if (there === head) return { kind: 'up_to_date', head };
		if (!there) {
			throw new NotFound('branch on the git remote', name, { hint: 'It was deleted there; publish yours instead.' });
		}
		const moved = `origin/${name} is not any more where you saw it`;
		if (there !== lease) return { kind: 'rejected', head, there, reason: 'moved', message: moved };

		const [distance] = await countAheadBehind(repo, [{ head, base: lease }]);
		const kept = await keepOfRemote(context, dashboardId, { branch: name, commit: lease, by: 'forced' });
		await context.report(`Pushing ${name} by force`, 0.5);
		const [result] = await pushRefs(repo, access, {
			...{ pushes: [{ ref: branchRef(name), oid: head, force: true, lease }], signal }
		});
		if (result?.kind !== 'rejected')
			return { kind: 'pushed', head, overwritten: lease, kept: kept.ref, lost: distance!.behind };
		await letGoOfRemote(repo, kept);
		const isRefused = result.reason === 'refused';
		const message = isRefused ? result.message : moved;
		return { kind: 'rejected', head, there, reason: isRefused ? 'refused' : 'moved', message };
	}
});
