import type { AssetChange } from '#lib/domain/change.ts';
import { changesBetween, isMachineMadeOnly } from '#lib/domain/compare/changes.ts';
import type { Oid } from '#lib/domain/ids.ts';
import type { App } from '../../app.ts';
import { listDeployments } from '../../db/deployments.ts';
import type { Environment } from '../../db/environments.ts';
import { findCommitWithTree } from '../../git/ancestry.ts';
import { treeOf } from '../../git/objects.ts';
import type { CanonicalTree } from '../../superset/bundle/tree.ts';
import { comparedAssets } from '../../superset/bundle/compared.ts';
import { liveOnHead } from '../changes/on-head.ts';
import { readCanonicalTree, type OpenDashboard } from '../dashboard/repository.ts';
import { shownIn } from './shown-in.ts';

/**
 * What would be lost of an environment if something else was written into it: the changes of what is live against the
 * commit that it was made on top of. Empty where what is live is a commit's tree, or all that the environment could hold
 * of one, and where the branch that is shown has all of them beside what it got from elsewhere.
 * @param since that commit; where nobody knows it, the head of the branch to be opened
 */
export async function uncommittedIn(
	app: App,
	dashboard: OpenDashboard,
	{ environment, live, since }: { environment: Environment; live: Oid | null; since: Oid }
): Promise<readonly AssetChange[]> {
	if (!live || (await isCommitted(app, dashboard, { environment, live }))) return [];
	const { repo } = dashboard;
	const now = await readCanonicalTree(app, repo, live);
	const shown = await shownIn(app, dashboard, environment);
	if (shown && shown.since === since && shown.head !== since) {
		const onHead = await liveOnHead(app, dashboard, { ...shown, live });
		if (seenChanges(await readCanonicalTree(app, repo, shown.head), onHead).length === 0) return [];
	}
	return seenChanges(await readCanonicalTree(app, repo, since), now);
}

/** What was saved again without a visible change is kept as a safety capture, as everything is; nobody is asked. */
const seenChanges = (before: CanonicalTree, after: CanonicalTree): readonly AssetChange[] =>
	changesBetween(comparedAssets(before), comparedAssets(after)).assets.filter((one) => !isMachineMadeOnly(one));

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
