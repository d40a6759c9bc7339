import { z } from 'zod';
import { InvalidInput, RefMoved } from '#lib/domain/errors.ts';
import { DashboardId, Oid } from '#lib/domain/ids.ts';
import { BranchName, branchRef, undoneRef } from '#lib/domain/refs.ts';
import { listDeployments } from '../../db/deployments.ts';
import type { App } from '../../app.ts';
import { listCommits } from '../../git/history.ts';
import { readCommit } from '../../git/objects.ts';
import { listRefs, moveRefs } from '../../git/refs.ts';
import { noteUndone } from '../apply/based-on.ts';
import { KEPT_MS, keepingMove, letGoBefore, listKept } from '../branch/kept.ts';
import { headOf, openDashboard, type OpenDashboard } from '../dashboard/repository.ts';
import { defineOperation } from '../operation.ts';

/** Take back the last commit of a branch while nobody else has it. What it committed shows as changes again. */
export const undoCommit = defineOperation({
	name: 'commit.undo',
	permission: 'commit:write',
	input: z.object({ dashboardId: DashboardId, branch: BranchName, expectedHead: Oid }),

	/** `undone` given to `commit.redo` puts it back. */
	async run({ app, actor }, { dashboardId, branch, expectedHead }) {
		const dashboard = await openDashboard(app, dashboardId);
		const { repo } = dashboard;
		if ((await headOf(repo, branch)) !== expectedHead) throw new RefMoved(branchRef(branch));
		const { parents, subject, body } = await readCommit(repo, expectedHead);
		const [parent] = parents;
		if (!parent) throw refused('is the first one: a dashboard keeps it', 'Untrack the dashboard to be rid of it all.');
		await refuseShared(app, dashboard, expectedHead);
		await letGoBefore(repo, await listKept(repo, undoneRef), app.now() - KEPT_MS);
		const kept = await keepingMove(repo, undoneRef, {
			...{ branch, commit: expectedHead, by: actor, at: app.now(), note: `Undo of “${subject}”` }
		});
		await moveRefs(repo, [{ ref: branchRef(branch), from: expectedHead, to: parent }, kept]);
		await noteUndone(app, dashboard, { commit: expectedHead, parent });
		return { head: parent, undone: expectedHead, message: body ? `${subject}\n\n${body}` : subject };
	}
});

const refused = (message: string, hint: string) =>
	new InvalidInput([{ path: ['expectedHead'], message: `the commit ${message}` }], { hint });

/** @throws {InvalidInput} that says who has the commit. */
async function refuseShared(app: App, { row, repo }: OpenDashboard, commit: Oid): Promise<void> {
	const hint = 'Revert it instead: that is a new commit which takes back what this one did.';
	const refs = await listRefs(repo, 'refs/');
	const isReachedBy = async (which: RegExp) => {
		const without = refs.filter(({ ref }) => which.test(ref)).map(({ oid }) => oid);
		return without.length > 0 && (await listCommits(repo, { from: commit, without, limit: 1 })).length === 0;
	};
	if (await isReachedBy(/^refs\/remotes\/origin\//)) throw refused('is on the git host already', hint);
	if (await isReachedBy(/^refs\/tags\//)) throw refused('has a tag, or one that comes after it has', hint);
	const deployments = await listDeployments(app.db, { dashboardId: row.id, limit: 1000 });
	const deployed = deployments.find((one) => one.kind === 'deploy' && one.commit === commit);
	if (deployed) throw refused(`was deployed to ${deployed.environment}`, hint);
	if (await isReachedBy(/^refs\/environments\/[^/]+\/deployed$/)) throw refused('is deployed', hint);
}
