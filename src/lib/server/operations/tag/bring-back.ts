import { z } from 'zod';
import { AlreadyExists, InvalidInput } from '#lib/domain/errors.ts';
import { DashboardId, Oid } from '#lib/domain/ids.ts';
import { TagName, tagRef } from '#lib/domain/refs.ts';
import { findRef, moveRef } from '../../git/refs.ts';
import { readNote } from '../../git/tags.ts';
import { openDashboard } from '../dashboard/repository.ts';
import { defineOperation } from '../operation.ts';

/** Put back a tag that was deleted, with its note. */
export const bringBackTag = defineOperation({
	name: 'tag.bring-back',
	permission: 'commit:write',
	input: z.object({
		dashboardId: DashboardId,
		name: TagName,
		/** As `tag.delete` gave it. */
		object: Oid
	}),

	async run({ app }, { dashboardId, name, object }) {
		const { repo } = await openDashboard(app, dashboardId);
		const { commit, note } = await readNote(repo, object);
		if (note && note.name !== name) {
			throw new InvalidInput([{ path: ['name'], message: `is “${note.name}” in this tag` }], {
				hint: 'Make a new tag of the other name instead.'
			});
		}
		if (await findRef(repo, tagRef(name))) throw new AlreadyExists(`There is a tag “${name}” already.`);
		await moveRef(repo, tagRef(name), { from: null, to: object });
		return { name, commit };
	}
});
