import { z } from 'zod';
import { NotFound } from '#lib/domain/errors.ts';
import { DashboardId, EnvironmentName, Oid } from '#lib/domain/ids.ts';
import { BranchName, branchRef } from '#lib/domain/refs.ts';
import { getDashboard } from '../../db/dashboards.ts';
import { moveRef, resolveRef } from '../../git/refs.ts';
import { takenBack, type Conflict } from '../commit/taken-back.ts';
import { openDashboard, readCanonicalTree } from '../dashboard/repository.ts';
import { defineOperation } from '../operation.ts';
import { UncommittedChoice } from './keep-uncommitted.ts';
import { scratchCommit } from './scratch.ts';
import { setAsideOf } from './set-aside.ts';
import { editedIn } from './target.ts';
import { writeWhereEdited, type Uncommitted, type Written } from './write.ts';

export type BroughtBack = Uncommitted | Written | { readonly kind: 'conflict'; readonly assets: readonly Conflict[] };

/**
 * Write changes that were set aside into the environment again, on top of what their branch is at now. Where the branch
 * has changed the same since, they come back as `conflict` and nothing is written. Runs as a job.
 */
export const bringBackSetAside = defineOperation({
	name: 'apply.bring-back',
	permission: 'apply:write',
	input: z.object({
		dashboardId: DashboardId,
		environment: EnvironmentName.optional(),
		/** As `apply.set-aside` lists it. */
		id: z.string().regex(/^\d{1,16}$/, 'is none that was set aside'),
		/** The whole dashboard as it was then, with whatever its branch has got since taken back. */
		exactly: z.boolean().default(false),
		live: Oid.nullable().optional(),
		uncommitted: UncommittedChoice.optional()
	}),
	title: async ({ dashboardId }, app) =>
		`Bring back changes of “${(await getDashboard(app.db, dashboardId)).title}” that were set aside`,
	href: ({ dashboardId }) => `/dashboards/${dashboardId}`,

	async run(context, input): Promise<BroughtBack> {
		const { app } = context;
		const dashboard = await openDashboard(app, input.dashboardId);
		const { repo } = dashboard;
		const environment = await editedIn(context, dashboard, input.environment);
		const aside = (await setAsideOf(repo, environment.name)).find(({ id }) => id === input.id);
		if (!aside) {
			throw new NotFound('changes set aside as', input.id, { hint: 'They may have been brought back already.' });
		}
		const branch = BranchName.parse(aside.branch);
		const head = await resolveRef(repo, branchRef(branch));
		let commit = aside.commit;
		if (!input.exactly && head && head !== aside.since) {
			const [before, after, now] = await Promise.all(
				[aside.commit, aside.since, head].map((one) => readCanonicalTree(app, repo, one))
			);
			const found = takenBack(app, { before: before!, after: after!, now: now! });
			if (found.kind === 'conflict') return found;
			commit = await scratchCommit(context, dashboard, {
				...{ base: head, tree: found.tree, message: `Changes of ${branch} that were set aside` }
			});
		}
		const result = await writeWhereEdited(context, dashboard, {
			...{ kind: 'bring-back', environment, choice: input.uncommitted, seen: { live: input.live } },
			commitNow: async () => commit,
			order: { movesDeployed: false },
			shown: () => ({ branch: head ? branch : null, since: (!input.exactly && head) || aside.since }),
			fallback: { branch, head: head ?? aside.since, since: head ?? aside.since }
		});
		if (result.kind === 'written' && result.state === 'verified') {
			await moveRef(repo, aside.kept.ref, { from: aside.kept.target, to: null });
		}
		return result;
	}
});
