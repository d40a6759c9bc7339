import { z } from 'zod';
import { DashboardId } from '#lib/domain/ids.ts';
import { TagName } from '#lib/domain/refs.ts';
import { createTag } from '../../git/branches.ts';
import { commitNamed, openDashboard } from '../dashboard/repository.ts';
import { defineOperation } from '../operation.ts';

/** Name a commit for good: a release. */
export const createDashboardTag = defineOperation({
	name: 'tag.create',
	permission: 'commit:write',
	input: z.object({
		dashboardId: DashboardId,
		name: TagName,
		/** A branch's name or a commit's id. */
		commit: z.string().min(1).max(244),
		/** What the release is about; default: its name. */
		message: z.string().trim().max(20_000).optional()
	}),

	async run({ app, actor }, { dashboardId, name, commit, message }) {
		const { repo } = await openDashboard(app, dashboardId);
		const oid = await commitNamed(repo, commit);
		await createTag(repo, { name, commit: oid, message: message || name, tagger: actor, at: app.now() });
		return { name, commit: oid };
	}
});
