import type { AssetChange } from '#lib/domain/change.ts';
import { changesBetween, isMachineMadeOnly } from '#lib/domain/compare/changes.ts';
import type { Oid } from '#lib/domain/ids.ts';
import { BranchName } from '#lib/domain/refs.ts';
import type { App } from '../../app.ts';
import { listDeployments } from '../../db/deployments.ts';
import { listShownBranches } from '../../db/environment-dashboards.ts';
import type { Environment } from '../../db/environments.ts';
import { findCommitWithTree } from '../../git/ancestry.ts';
import { treeOf } from '../../git/objects.ts';
import { comparedAssets } from '../../superset/bundle/compared.ts';
import { readCanonicalTree, type OpenDashboard } from '../dashboard/repository.ts';
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

/**
 * What would be lost of an environment if something else was written into it: the changes of what is live against the
 * commit that it was made on top of. Empty where what is live is a commit's tree, or all that the environment could hold of one.
 * @param since that commit; where nobody knows it, the head of the branch to be opened
 */
export async function uncommittedIn(
	app: App,
	dashboard: OpenDashboard,
	{ environment, live, since }: { environment: Environment; live: Oid | null; since: Oid }
): Promise<readonly AssetChange[]> {
	if (!live || (await isCommitted(app, dashboard, { environment, live }))) return [];
	const { repo } = dashboard;
	const [head, now] = [await readCanonicalTree(app, repo, since), await readCanonicalTree(app, repo, live)];
	// What was saved again without a visible change is kept as a safety capture, as everything is; nobody is asked.
	return changesBetween(comparedAssets(head), comparedAssets(now)).assets.filter((one) => !isMachineMadeOnly(one));
}

async function isCommitted(
	app: App,
	{ row, repo }: OpenDashboard,
	{ environment, live }: { environment: Environment; live: Oid }
): Promise<boolean> {
	const tree = await treeOf(repo, live);
	if (await findCommitWithTree(repo, tree)) return true;
	const written = await listDeployments(app.db, { dashboardId: row.id, environment: environment.name, limit: 1000 });
	for (const { proof } of written) {
		if (!proof?.isProven || proof.foundTree !== tree) continue;
		if (await findCommitWithTree(repo, proof.deployedTree)) return true;
	}
	return false;
}
