import { AppError, Cancelled, InvalidInput } from '#lib/domain/errors.ts';
import type { RemoteTest } from '#lib/domain/remote.ts';
import { allowedBy } from '../dashboard/remote-access.ts';
import { openDashboard } from '../dashboard/repository.ts';
import { defineOperation } from '../operation.ts';
import { RemoteInput } from './input.ts';
import { reach } from './reach.ts';
import { wantedAccess } from './wanted-access.ts';

/** Ask a git server, before it is connected; nothing is changed and nothing kept, and a failure is an answer, too. */
export const testDashboardRemote = defineOperation({
	name: 'remote.test',
	permission: 'remote:write',
	input: RemoteInput,

	async run(context, input): Promise<RemoteTest> {
		const dashboard = await openDashboard(context.app, input.dashboardId);
		try {
			const wanted = await wantedAccess(context, input);
			if (wanted.kind === 'host_key') return wanted;
			return (await reach(dashboard, allowedBy(context.app.config, wanted.access), context.signal)).reached;
		} catch (cause) {
			if (!(cause instanceof AppError) || cause instanceof Cancelled || cause instanceof InvalidInput) throw cause;
			return { kind: 'failed', code: cause.code, message: cause.message, hint: cause.hint };
		}
	}
});
