import { defineOperation } from '../operation.ts';
import { ConnectionInput } from './input.ts';
import { connectOnce, failedHealth } from './test-connection.ts';

/** Ask a Superset who we would be there, before it is added; nothing is kept, and a failure is an answer, too. */
export const tryEnvironment = defineOperation({
	name: 'environment.try',
	permission: 'environment:write',
	input: ConnectionInput,

	run: ({ app, signal }, access) =>
		connectOnce({ app, signal }, access).catch((cause: unknown) => failedHealth(cause, app.now()))
});
