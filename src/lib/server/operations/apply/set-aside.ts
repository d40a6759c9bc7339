import { z } from 'zod';
import type { Person } from '#lib/domain/commit.ts';
import { DashboardId, EnvironmentName, Oid } from '#lib/domain/ids.ts';
import { setAsideRef } from '#lib/domain/refs.ts';
import type { Repo } from '../../git/exec.ts';
import { listRefs } from '../../git/refs.ts';
import { listKept, type Kept } from '../branch/kept.ts';
import { openDashboard } from '../dashboard/repository.ts';
import { defineOperation } from '../operation.ts';
import { SINCE } from './keep-uncommitted.ts';

/** Changes that wait to be brought back. */
export interface SetAside {
	/** For `apply.bring-back`. */
	readonly id: string;
	readonly environment: EnvironmentName;
	/** The branch that they are changes of. */
	readonly branch: string;
	/** What was live, and the commit that it was changed since. */
	readonly commit: Oid;
	readonly since: Oid;
	readonly by: Person;
	readonly at: number;
	readonly note: string;
}

/** All changes of a dashboard that were set aside, the newest first. */
export const listSetAside = defineOperation({
	name: 'apply.set-aside',
	permission: 'dashboard:read',
	input: z.object({ dashboardId: DashboardId }),

	async run({ app }, { dashboardId }): Promise<SetAside[]> {
		const { repo } = await openDashboard(app, dashboardId);
		const names = new Set((await listRefs(repo, 'refs/set-aside/')).map(({ ref }) => ref.split('/')[2]));
		const environments = [...names].flatMap((name) => EnvironmentName.safeParse(name).data ?? []);
		const found = await Promise.all(environments.map((environment) => setAsideOf(repo, environment)));
		return found
			.flat()
			.map(({ kept: _, ...told }) => told)
			.sort((a, b) => b.at - a.at);
	}
});

export async function setAsideOf(
	repo: Repo,
	environment: EnvironmentName
): Promise<(SetAside & { readonly kept: Kept })[]> {
	const all = await listKept(repo, (ms) => setAsideRef(environment, ms));
	return all.flatMap((kept) => {
		const { id, branch, commit, by, at, note } = kept;
		const [text = '', last = ''] = note.split(new RegExp(`(?:^|\\n)${SINCE}(?=[0-9a-f]+$)`));
		const since = Oid.safeParse(last);
		return since.success
			? [{ id, environment, branch, commit, since: since.data, by, at, note: text.trim(), kept }]
			: [];
	});
}
