import type { ShownBranch } from '#lib/domain/deployment.ts';
import type { EnvironmentName, Oid } from '#lib/domain/ids.ts';
import { BranchName, liveRef } from '#lib/domain/refs.ts';
import type { App } from '../../app.ts';
import { listShownBranches, updateShownBranch } from '../../db/environment-dashboards.ts';
import { isAncestor } from '../../git/ancestry.ts';
import { holdSameAssets } from '../../git/asset-trees.ts';
import { resolveRef } from '../../git/refs.ts';
import type { OpenDashboard } from '../dashboard/repository.ts';
import { refsOf } from '../dashboard/stops.ts';
import { shownIn } from './shown-in.ts';

/**
 * What was captured at home was committed: edits there are made on top of that commit from now on. Not so where the
 * branch had got commits from elsewhere, which were never opened there.
 * @param of `live`: what was committed of; `before`: the branch's head until then
 */
export async function noteCommitted(
	app: App,
	dashboard: OpenDashboard,
	of: { branch: BranchName; live: Oid; before: Oid; commit: Oid }
): Promise<void> {
	const { row, repo } = dashboard;
	const environment = row.home_environment;
	const now = environment && (await resolveRef(repo, liveRef(environment)));
	if (!environment || !now) return;
	// What was captured meanwhile comes after it.
	if (now !== of.live && !(await isAncestor(repo, { ancestor: of.live, descendant: now }))) return;
	const opened = (await listShownBranches(app.db, row.id)).get(environment);
	const shown = await shownIn(app, dashboard, { name: environment });
	if (shown?.branch !== of.branch) return;
	if (!(await holdSameAssets(repo, opened?.since ?? of.before, of.before))) return;
	const where = { dashboardId: row.id, environment };
	await updateShownBranch(app.db, where, { branch: opened?.branch ?? null, since: of.commit });
}

/**
 * What the home shows after a commit was deployed there: the branch whose head that is, the one shown before first; edits
 * are made on top of that commit. `undefined` for any other environment, of which nothing is recorded.
 */
export async function shownAfterDeploying(
	app: App,
	dashboard: OpenDashboard,
	{ environment, commit }: { environment: EnvironmentName; commit: Oid }
): Promise<ShownBranch | undefined> {
	if (environment !== dashboard.row.home_environment) return undefined;
	const shown = await shownIn(app, dashboard, { name: environment });
	if (shown?.head === commit) return { branch: shown.branch, since: commit };
	const { branches } = await refsOf(dashboard);
	const name = branches.find(({ oid }) => oid === commit)?.name;
	return { branch: name ? BranchName.parse(name) : (shown?.branch ?? null), since: commit };
}

/**
 * A branch got commits from elsewhere: what is live at home, where nobody knows what it was made on top of, was made on top
 * of the head until then, and not of what came.
 */
export async function notePulled(
	app: App,
	dashboard: OpenDashboard,
	{ branch, before }: { branch: BranchName; before: Oid }
): Promise<void> {
	const { row } = dashboard;
	const environment = row.home_environment;
	if (!environment || (await listShownBranches(app.db, row.id)).has(environment)) return;
	const shown = await shownIn(app, dashboard, { name: environment });
	if (shown?.branch !== branch) return;
	await updateShownBranch(app.db, { dashboardId: row.id, environment }, { branch: null, since: before });
}

/** A commit was taken back: what was made on top of it is made on top of the one before. */
export async function noteUndone(
	app: App,
	{ row }: OpenDashboard,
	{ commit, parent }: { commit: Oid; parent: Oid }
): Promise<void> {
	for (const [environment, shown] of await listShownBranches(app.db, row.id)) {
		if (shown.since !== commit) continue;
		await updateShownBranch(app.db, { dashboardId: row.id, environment }, { ...shown, since: parent });
	}
}
