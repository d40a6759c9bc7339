import { z } from 'zod';
import type { Person } from '#lib/domain/commit.ts';
import { DashboardId } from '#lib/domain/ids.ts';
import { droppedRef } from '#lib/domain/refs.ts';
import type { Repo } from '../../git/exec.ts';
import { KEPT_MS, listKept, type Kept } from '../branch/kept.ts';
import { openDashboard } from '../dashboard/repository.ts';
import { defineOperation } from '../operation.ts';
import { environmentsUnder, readAsideNote, type KeptAside, type SetAside } from './set-aside.ts';

/** Changes that were set aside, and dropped then. */
export interface Dropped extends Omit<SetAside, 'changes'> {
	/** For `apply.set-aside-again`. */
	readonly id: string;
	readonly droppedBy: Person;
	readonly droppedAt: number;
}

/** What was set aside and dropped in the last 90 days, what was dropped last first. */
export const listDropped = defineOperation({
	name: 'apply.dropped',
	permission: 'dashboard:read',
	input: z.object({ dashboardId: DashboardId }),

	async run({ app }, { dashboardId }): Promise<Dropped[]> {
		const { repo } = await openDashboard(app, dashboardId);
		const found = (await allDropped(repo)).filter(({ droppedAt }) => droppedAt >= app.now() - KEPT_MS);
		return found.map(({ kept: _, ...one }) => one);
	}
});

/** Of every environment, with the ref that keeps each, what was dropped last first. */
export async function allDropped(repo: Repo): Promise<(Dropped & { readonly kept: Kept })[]> {
	const environments = await environmentsUnder(repo, 'refs/dropped/');
	const found = await Promise.all(
		environments.map(async (environment) => {
			const all = await listKept(repo, (ms) => droppedRef(environment, ms));
			return all.flatMap((kept) => {
				const { id, branch, commit, by: droppedBy, at: droppedAt, note } = kept;
				const read = readNoteOfDropped(note);
				return read ? [{ id, environment, branch, commit, ...read, droppedBy, droppedAt, kept }] : [];
			});
		})
	);
	return found.flat().sort((a, b) => b.droppedAt - a.droppedAt);
}

/** The last line of the note says when it was set aside and by whom, so that it comes back as it was. */
const WAS = 'Set aside: ';

export const noteOfDropped = ({ kept: { note, at, by } }: Pick<KeptAside, 'kept'>): string =>
	`${note}\n${WAS}${at} ${by.name} <${by.email}>`;

function readNoteOfDropped(text: string): Pick<Dropped, 'since' | 'note' | 'by' | 'at'> | null {
	const [whole = '', at, name, email] = new RegExp(`\\n${WAS}(\\d{1,16}) (.*) <(.*)>$`).exec(text) ?? [];
	const read = readAsideNote(text.slice(0, text.length - whole.length));
	return read && name !== undefined && email !== undefined ? { ...read, by: { name, email }, at: Number(at) } : null;
}
