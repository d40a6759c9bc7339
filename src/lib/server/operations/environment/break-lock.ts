import { z } from 'zod';
import { NotFound } from '#lib/domain/errors.ts';
import { EnvironmentName } from '#lib/domain/ids.ts';
import { deleteEnvironmentLock, findEnvironmentLock } from '../../db/environment-locks.ts';
import { defineOperation } from '../operation.ts';

/** Take the lock away from who holds it; that one stops writing at its next heartbeat. */
export const breakEnvironmentLock = defineOperation({
	name: 'environment.break-lock',
	permission: 'environment:write',
	input: z.object({ name: EnvironmentName }),

	async run({ app, actor }, { name }) {
		const lock = await findEnvironmentLock(app.db, name);
		if (!lock || !(await deleteEnvironmentLock(app.db, lock.token))) {
			throw new NotFound('lock of', name, { hint: 'It is free already.' });
		}
		app.log.warn(
			{ environment: name, heldBy: lock.heldBy, purpose: lock.purpose, by: actor.name },
			'a lock was broken'
		);
	}
});
