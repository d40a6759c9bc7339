import { z } from 'zod';
import { PlanStale } from '#lib/domain/errors.ts';
import { DashboardId, EnvironmentName, Oid } from '#lib/domain/ids.ts';
import { PlanHash } from '#lib/domain/plan.ts';
import { BranchName, branchRef } from '#lib/domain/refs.ts';
import { getDashboard } from '../../db/dashboards.ts';
import { findPlan } from '../../db/plans.ts';
import { moveRef, resolveRef } from '../../git/refs.ts';
import { openDashboard } from '../dashboard/repository.ts';
import { defineOperation } from '../operation.ts';
import { refuseTakenName, UncommittedChoice } from './keep-uncommitted.ts';
import { getSetAside, putOnTop, type Conflicting } from './on-top.ts';
import { SetAsideId } from './set-aside.ts';
import { editedIn } from './target.ts';
import { writeWhereEdited, type Uncommitted, type Written } from './write.ts';

export type BroughtBack = Uncommitted | Written | Conflicting;

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
		id: SetAsideId,
		/** The whole dashboard as it was then, with whatever its branch has got since taken back. */
		exactly: z.boolean().default(false),
		/** What the person looked at: what was live there, the plan of `apply.plan-bring-back`. */
		live: Oid.nullable().optional(),
		planHash: PlanHash.optional(),
		uncommitted: UncommittedChoice.optional()
	}),
	check: ({ dashboardId, uncommitted }, app) => refuseTakenName(app.repoOf(dashboardId), uncommitted),
	title: async ({ dashboardId }, app) =>
		`Bring back changes of “${(await getDashboard(app.db, dashboardId)).title}” that were set aside`,
	href: ({ dashboardId }) => `/dashboards/${dashboardId}`,

	async run(context, input): Promise<BroughtBack> {
		const { app } = context;
		const { live, planHash, exactly } = input;
		const dashboard = await openDashboard(app, input.dashboardId);
		const { repo } = dashboard;
		const environment = await editedIn(context, dashboard, input.environment);
		const aside = await getSetAside(dashboard, { environment: environment.name, id: input.id });
		const branch = BranchName.parse(aside.branch);
		const planned = planHash && (await findPlan(app.db, input.dashboardId, planHash));
		const first = await putOnTop(context, dashboard, { aside, exactly, planned });
		if (first.kind === 'conflict') return first;

		let onTop = first;
		const result = await writeWhereEdited(context, dashboard, {
			...{ kind: 'bring-back', environment, choice: input.uncommitted, seen: { live, planHash } },
			async commitNow() {
				// Other changes may have been committed to their branch just now: they come on top of these too.
				if (onTop.head === (await resolveRef(repo, branchRef(branch)))) return onTop.commit;
				const again = await putOnTop(context, dashboard, { aside, exactly });
				if (again.kind === 'conflict') {
					const names = again.assets.map(({ name }) => `“${name}”`).join(', ');
					throw new PlanStale(`${branch} has got other changes of the same: ${names}.`, {
						hint: `Nothing was written in ${environment.title}. Plan again and choose.`
					});
				}
				onTop = again;
				return onTop.commit;
			},
			order: { movesDeployed: false },
			shown: () => ({ branch: onTop.head ? branch : null, since: (!exactly && onTop.head) || aside.since }),
			fallback: { branch, head: onTop.head ?? aside.since, since: onTop.head ?? aside.since }
		});
		if (result.kind === 'written' && result.state === 'verified') {
			await moveRef(repo, aside.kept.ref, { from: aside.kept.target, to: null });
		}
		return result;
	}
});
