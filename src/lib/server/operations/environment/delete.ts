import { z } from 'zod';
import { EnvironmentLocked, InUse } from '#lib/domain/errors.ts';
import { EnvironmentName } from '#lib/domain/ids.ts';
import { clearHome, listDashboardsAtHome } from '../../db/dashboards.ts';
import { listDeployments } from '../../db/deployments.ts';
import { findEnvironmentLock } from '../../db/environment-locks.ts';
import { deleteEnvironment as deleteRow, getEnvironment } from '../../db/environments.ts';
import { defineOperation } from '../operation.ts';
import { Ticked } from './input.ts';

/**
 * Forget an environment and its credentials. Nothing is done in Superset; with `force` dashboards that are edited
 * there keep their history and lose their home, and past deployments stay on record.
 */
export const deleteEnvironment = defineOperation({
	name: 'environment.delete',
	permission: 'environment:write',
	input: z.object({ name: EnvironmentName, force: Ticked }),

	async run({ app }, { name, force }) {
		const { title } = await getEnvironment(app.db, name);
		const lock = await findEnvironmentLock(app.db, name);
		if (lock) {
			throw new EnvironmentLocked(`${lock.heldBy} is writing into “${title}”: ${lock.purpose}.`, {
				hint: 'Wait until it is done, or break the lock first.'
			});
		}
		await app.db.transaction().execute(async (trx) => {
			const dashboards = await listDashboardsAtHome(trx, name);
			const deployments = await listDeployments(trx, { environment: name, limit: 1 });
			if (!force && (dashboards.length > 0 || deployments.length > 0)) {
				throw new InUse(`“${title}” is in use: ${usersOf(dashboards, deployments.length > 0)}.`, {
					hint: 'Give these dashboards another home, or delete it with force: history and past deployments stay.'
				});
			}
			await clearHome(trx, name);
			await deleteRow(trx, name);
		});
	}
});

const MOST_NAMED = 5;

function usersOf(dashboards: readonly { readonly title: string }[], wasDeployedTo: boolean): string {
	const named = dashboards.slice(0, MOST_NAMED).map(({ title }) => `“${title}”`);
	if (dashboards.length > MOST_NAMED) named.push(`${dashboards.length - MOST_NAMED} more`);
	const home = named.length > 0 ? [`it is the home of ${named.join(', ')}`] : [];
	return [...home, ...(wasDeployedTo ? ['deployments went there'] : [])].join(', and ');
}
