import { z } from 'zod';
import { NotFound, RefMoved } from '#lib/domain/errors.ts';
import { DashboardId, Oid } from '#lib/domain/ids.ts';
import { TagName, tagRef } from '#lib/domain/refs.ts';
import { findRef, moveRef } from '../../git/refs.ts';
import { openDashboard } from '../dashboard/repository.ts';
import { defineOperation } from '../operation.ts';

/** Delete a tag here; a git host that has it keeps it. `object` given to `tag.bring-back` undoes this, note and all. */
export const deleteTag = defineOperation({
	name: 'tag.delete',
	permission: 'commit:write',
	input: z.object({
		dashboardId: DashboardId,
		name: TagName,
		/** The object that the person saw; a tag that moved since is not deleted. */
		expected: Oid.optional()
	}),

	async run({ app }, { dashboardId, name, expected }) {
		const { repo } = await openDashboard(app, dashboardId);
		const found = await findRef(repo, tagRef(name));
		if (!found) throw new NotFound('tag', name, { hint: 'Somebody deleted it already.' });
		if (expected && found.target !== expected) throw new RefMoved(tagRef(name));
		await moveRef(repo, tagRef(name), { from: found.target, to: null });
		return { name, commit: found.oid, object: found.target };
	}
});
