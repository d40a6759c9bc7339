import { InvalidInput, NotAllowed } from '#lib/domain/errors.ts';
import type { EnvironmentName } from '#lib/domain/ids.ts';
import { PERMISSIONS_OF_ROLE } from '#lib/domain/permission.ts';
import { getEnvironment, type Environment } from '../../db/environments.ts';
import type { OpenDashboard } from '../dashboard/repository.ts';
import type { Context } from '../operation.ts';

/**
 * The environment where a dashboard is edited, if the actor may write into it: one of the stage dev, for all who edit;
 * any other, for those who may deploy.
 * @param wanted must be the home; default: it
 * @throws {InvalidInput} for a dashboard without a home, and for another environment: that is a deployment.
 * @throws {NotAllowed}
 */
export async function editedIn(
	{ app, actor }: Pick<Context, 'app' | 'actor'>,
	{ row }: OpenDashboard,
	wanted?: EnvironmentName
): Promise<Environment> {
	const home = row.home_environment;
	if (!home) {
		throw new InvalidInput([{ path: ['environment'], message: 'this dashboard is edited in no environment' }], {
			hint: 'Deploy it to one.'
		});
	}
	if (wanted && wanted !== home) {
		throw new InvalidInput([{ path: ['environment'], message: `this dashboard is edited in ${home}` }], {
			hint: `To write it into ${wanted}, deploy it there.`
		});
	}
	const environment = await getEnvironment(app.db, home);
	if (environment.stage !== 'dev' && !PERMISSIONS_OF_ROLE[actor.role].has('deployment:start')) {
		throw new NotAllowed(`As ${actor.role} you may not write into ${environment.title}, which is no dev environment.`, {
			hint: 'Ask an engineer to do it.'
		});
	}
	return environment;
}
