import type { Oid } from '#lib/domain/ids.ts';
import { BranchName } from '#lib/domain/refs.ts';
import type { App } from '../../app.ts';
import { listShownBranches } from '../../db/environment-dashboards.ts';
import type { Environment } from '../../db/environments.ts';
import type { OpenDashboard } from '../dashboard/repository.ts';
import { refsOf, shownBranch } from '../dashboard/stops.ts';

/** The branch that an environment shows; `null` when nobody knows. */
export interface Shown {
	readonly branch: BranchName;
	readonly head: Oid;
	/** The commit that edits there are made on top of: the head, but where the branch got commits elsewhere since. */
	readonly since: Oid;
}

export async function shownIn(
	app: Pick<App, 'db'>,
	dashboard: OpenDashboard,
	{ name }: Pick<Environment, 'name'>
): Promise<Shown | null> {
	const opened = await listShownBranches(app.db, dashboard.row.id);
	const found = shownBranch(dashboard, { refs: await refsOf(dashboard), opened, environment: name });
	if (!found) return null;
	return { branch: BranchName.parse(found.name), head: found.oid, since: opened.get(name)?.since ?? found.oid };
}
