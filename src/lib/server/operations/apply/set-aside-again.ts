import { z } from 'zod';
import { NotFound } from '#lib/domain/errors.ts';
import { DashboardId, EnvironmentName } from '#lib/domain/ids.ts';
import { setAsideRef } from '#lib/domain/refs.ts';
import { moveRefs } from '../../git/refs.ts';
import { keepingMove } from '../branch/kept.ts';
import { openDashboard } from '../dashboard/repository.ts';
import { defineOperation } from '../operation.ts';
import { allDropped } from './dropped.ts';
import { noteOfAside } from './keep-uncommitted.ts';
import { SetAsideId } from './set-aside.ts';

/** Put changes that were dropped back among what is set aside, as they were there. Writes into no environment. */
export const setAsideAgain = defineOperation({
	name: 'apply.set-aside-again',
	permission: 'apply:write',
	input: z.object({
		dashboardId: DashboardId,
		/** As `apply.dropped` lists it, or `apply.drop-set-aside` gave it. */
		id: SetAsideId,
		environment: EnvironmentName.optional()
	}),

	/** `id`: as `apply.set-aside` lists it. */
	async run({ app }, { dashboardId, id, environment: wanted }) {
		const { repo } = await openDashboard(app, dashboardId);
		const dropped = (await allDropped(repo)).find((one) => one.id === id && (!wanted || one.environment === wanted));
		if (!dropped) {
			throw new NotFound('dropped changes', id, {
				hint: 'They are set aside again already, or dropped over 90 days ago.'
			});
		}
		const { environment, branch, commit, by, at, kept } = dropped;
		const { id: again, ...keeping } = await keepingMove(repo, (ms) => setAsideRef(environment, ms), {
			...{ branch, commit, by, at, note: noteOfAside(dropped) }
		});
		await moveRefs(repo, [{ ref: kept.ref, from: kept.target, to: null }, keeping]);
		return { id: again, environment, branch };
	}
});
