import { randomUUID } from 'node:crypto';
import { MergeId } from '#lib/domain/ids.ts';
import type { Choices } from '#lib/domain/merge/conflict.ts';
import { insertOpenMerge, type OpenMergeRecord } from '../../db/open-merges.ts';
import type { OpenDashboard } from '../dashboard/repository.ts';
import type { Context } from '../operation.ts';
import { choicesText } from './choices.ts';
import { anotherIsOpen, openMergeOn } from './open-merges.ts';

/** What is about to wait for decisions. */
export interface MergeToKeep extends Pick<
	OpenMergeRecord,
	'purpose' | 'branch' | 'from' | 'mine' | 'theirs' | 'base' | 'paths' | 'message'
> {
	/** What was decided already. */
	readonly choices?: Choices;
}

/** @returns the merge that waits; where somebody began the same one in this moment, theirs. @throws {AlreadyExists} */
export async function keepOpen(
	{ app, actor }: Pick<Context, 'app' | 'actor'>,
	dashboard: OpenDashboard,
	{ choices = new Map(), ...merge }: MergeToKeep
): Promise<OpenMergeRecord> {
	const record: OpenMergeRecord = {
		...merge,
		...{ id: MergeId.parse(randomUUID()), dashboardId: dashboard.row.id, choices: choicesText(choices) },
		...{ result: null, startedBy: actor.name, startedAt: app.now(), version: 1 }
	};
	for (;;) {
		if (await insertOpenMerge(app.db, record)) return record;
		const open = await openMergeOn(app, dashboard, merge.branch);
		if (open && isSame(open, merge)) return open;
		if (open) throw anotherIsOpen(open);
	}
}

export const isSame = (
	open: OpenMergeRecord,
	{ purpose, theirs, paths }: Pick<MergeToKeep, 'purpose' | 'theirs' | 'paths'>
): boolean =>
	open.purpose === purpose && open.theirs === theirs && JSON.stringify(open.paths) === JSON.stringify(paths);
