import type { AssetChange } from '#lib/domain/change.ts';
import { changesBetween, isMachineMadeOnly } from '#lib/domain/compare/changes.ts';
import type { Oid } from '#lib/domain/ids.ts';
import type { App } from '../../app.ts';
import type { DeploymentRecord } from '../../db/deployments.ts';
import { readListing, treeOf } from '../../git/objects.ts';
import { comparedAssets } from '../../superset/bundle/compared.ts';
import { holdableBy } from '../../superset/bundle/held-back.ts';
import type { CanonicalTree } from '../../superset/bundle/tree.ts';
import type { Capabilities } from '../../superset/capabilities.ts';
import { readCanonicalTree, type OpenDashboard } from '../dashboard/repository.ts';

/**
 * What is otherwise in an environment than a write left it, and would go with what was there before it. Empty where all of
 * that is there already.
 * @param of `live`: what is there now; `capabilities`: what that Superset can hold
 */
export async function editsSince(
	app: App,
	{ repo }: OpenDashboard,
	of: { deployment: DeploymentRecord; safetyCommit: Oid; live: Oid | null; capabilities: Capabilities }
): Promise<readonly AssetChange[]> {
	const { deployment, live } = of;
	const now = live && (await treeOf(repo, live));
	if (now === (await treeOf(repo, of.safetyCommit))) return [];
	const left = deployment.proof?.foundTree;
	if (now === left) return [];
	const there = now && (await readCanonicalTree(app, repo, now));
	const editsOf = (before: CanonicalTree | null) =>
		changesBetween(comparedAssets(before), comparedAssets(there)).assets.filter((one) => !isMachineMadeOnly(one));
	// A proof that found no dashboard has the empty tree.
	if (left) return editsOf((await readListing(repo, left)).size > 0 ? await readCanonicalTree(app, repo, left) : null);

	// One that failed on the way has left each object in the form that it was to have, or in the one from before.
	const wanted = holdableBy(await readCanonicalTree(app, repo, deployment.commit), of.capabilities).tree;
	const before = await readCanonicalTree(app, repo, of.safetyCommit);
	return editsOf(wanted).filter((change) => formIn(before, change) !== formIn(there, change));
}

/** Which form an object has in a tree; `undefined` where it is not there. */
const formIn = (tree: CanonicalTree | null, { kind, uuid, path }: AssetChange): Oid | undefined =>
	uuid ? tree?.assets.get(`${kind} ${uuid}`)?.oid : tree?.oids.get(path);
