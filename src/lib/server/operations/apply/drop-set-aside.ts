import { z } from 'zod';
import { NotFound } from '#lib/domain/errors.ts';
import { DashboardId, EnvironmentName } from '#lib/domain/ids.ts';
import { droppedRef } from '#lib/domain/refs.ts';
import { moveRefs } from '../../git/refs.ts';
import { KEPT_MS, keepingMove, letGoBefore, listKept } from '../branch/kept.ts';
import { openDashboard } from '../dashboard/repository.ts';
import { defineOperation } from '../operation.ts';
import { noteOfDropped } from './dropped.ts';
import { allSetAside, SetAsideId } from './set-aside.ts';

/** Take changes off the list of what is set aside. They are kept for 90 days; `apply.set-aside-again` undoes this. */
export const dropSetAside = defineOperation({
	name: 'apply.drop-set-aside',
	permission: 'apply:write',
	input: z.object({
		dashboardId: DashboardId,
		/** As `apply.set-aside` lists it. */
		id: SetAsideId,
		/** Where it was live; default: the one that has something of this id. */
		environment: EnvironmentName.optional()
	}),

	/** `id`: for `apply.set-aside-again`. */
	async run({ app, actor }, { dashboardId, id, environment: wanted }) {
		const { repo } = await openDashboard(app, dashboardId);
		const aside = (await allSetAside(repo)).find((one) => one.id === id && (!wanted || one.environment === wanted));
		if (!aside) {
			throw new NotFound('changes set aside as', id, { hint: 'They may have been brought back or dropped already.' });
		}
		const { environment, branch, commit, kept } = aside;
		const refAt = (ms: number) => droppedRef(environment, ms);
		await letGoBefore(repo, await listKept(repo, refAt), app.now() - KEPT_MS);
		const { id: dropped, ...keeping } = await keepingMove(repo, refAt, {
			...{ branch, commit, by: actor, at: app.now(), note: noteOfDropped(aside) }
		});
		await moveRefs(repo, [{ ref: kept.ref, from: kept.target, to: null }, keeping]);
		return { id: dropped, environment, branch };
	}
});
