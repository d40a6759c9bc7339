import { z } from 'zod';
import { listJobs as listRows, summaryOf } from '../../db/jobs.ts';
import { defineOperation } from '../operation.ts';

/** Jobs, newest first. `href` asks for those of one place in the app. */
export const listJobs = defineOperation({
	name: 'job.list',
	permission: 'job:read',
	input: z.object({
		unfinished: z.union([z.boolean(), z.stringbool()]).default(false),
		href: z.string().max(1000).optional(),
		limit: z.coerce.number().int().min(1).max(500).default(100)
	}),

	async run({ app }, { unfinished, href, limit }) {
		return (await listRows(app.db, { unfinished, limit, ...(href !== undefined && { href }) })).map(summaryOf);
	}
});
