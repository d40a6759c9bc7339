import { z } from 'zod';
import { listEnvironments as listRows } from '../../db/environments.ts';
import { defineOperation } from '../operation.ts';
import { summaryOfEnvironment } from './summary.ts';

/** All environments on the way from dev to prod, oldest first within a stage. Asks no Superset. */
export const listEnvironments = defineOperation({
	name: 'environment.list',
	permission: 'environment:read',
	input: z.object({}),

	async run({ app }) {
		const place = { dev: 0, staging: 1, prod: 2 };
		const environments = (await listRows(app.db)).map(summaryOfEnvironment);
		return environments.sort((a, b) => place[a.stage] - place[b.stage]);
	}
});
