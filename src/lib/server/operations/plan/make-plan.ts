import { createHash } from 'node:crypto';
import type { Oid } from '#lib/domain/ids.ts';
import { PlanHash, type Plan, type PlanItem, type PlanNote } from '#lib/domain/plan.ts';
import { deployedRef } from '#lib/domain/refs.ts';
import type { Environment } from '../../db/environments.ts';
import { assetTreeOf } from '../../git/asset-trees.ts';
import { treeOf } from '../../git/objects.ts';
import { resolveRef } from '../../git/refs.ts';
import type { CanonicalAsset } from '../../superset/bundle/asset.ts';
import { assetKey, canonicalAssets } from '../../superset/bundle/canonical.ts';
import { holdableBy, type HoldableTree } from '../../superset/bundle/held-back.ts';
import { onlyDashboard, type CanonicalTree } from '../../superset/bundle/tree.ts';
import { readBundle } from '../../superset/bundle/zip.ts';
import { capabilitiesOf, type Capabilities } from '../../superset/capabilities.ts';
import { identitiesOf, type Identities } from '../../superset/capture/identities.ts';
import type { SupersetClient } from '../../superset/client.ts';
import type { Inventory } from '../../superset/inventory.ts';
import type { RemoteChart, RemoteDashboard, RemoteDatabase, RemoteDataset } from '../../superset/remote.ts';
import type { Capture } from '../capture/capture-environment.ts';
import { captureSurely } from '../capture/capture-surely.ts';
import { readCanonicalTree, type OpenDashboard } from '../dashboard/repository.ts';
import type { Context } from '../operation.ts';
import { planItems } from './items.ts';
import { planNotes } from './notes.ts';

/** A plan, with what a deployment needs of what was found out for it. */
export interface Survey {
	readonly plan: Plan;
	readonly client: SupersetClient;
	readonly capabilities: Capabilities;
	readonly identities: Identities;
	readonly holdable: HoldableTree;
	/** What is in the target of the tree's objects, on the dashboard or not, by key. */
	readonly there: ReadonlyMap<string, CanonicalAsset>;
	readonly capture: Capture;
	/** What the target's lists said. */
	readonly inventory: Inventory;
}

/** What the target's lists tell. */
export interface TargetLists {
	readonly charts: readonly RemoteChart[];
	readonly datasets: readonly RemoteDataset[];
	readonly databases: readonly RemoteDatabase[];
}

/**
 * Find out what deploying a commit into an environment would do. Captures the environment first, writes nothing there.
 * Two plans of the same commit, live tree, mapping and version have the same hash.
 */
export async function makePlan(
	context: Pick<Context, 'app' | 'actor' | 'signal' | 'log' | 'report'>,
	dashboard: OpenDashboard,
	{ commit, environment }: { commit: Oid; environment: Environment }
): Promise<Survey> {
	const { app, signal } = context;
	const { row, repo } = dashboard;
	const tree = await readCanonicalTree(app, repo, commit);
	const client = await app.superset(environment.name);
	const version = await client.version({ signal });
	const capabilities = capabilitiesOf(version);
	await context.report(`Looking at what ${environment.title} holds`, 0.1);
	const inventory = await client.inventory({ signal });
	const capture = await captureSurely(context, dashboard, { environment, terms: commit, inventory });
	const lists: TargetLists = {
		charts: [...inventory.charts.values()],
		datasets: [...inventory.datasets.values()],
		databases: await client.listDatabases({ signal })
	};
	const identities = identitiesOf(tree, lists, environment.mapping);
	const holdable = holdableBy(tree, capabilities);
	const there = await objectsThere(context, { client, tree: holdable.tree, capture, lists, identities });
	const slugOwner = dashboardWithSlug(inventory, holdable.tree);
	const deployed = await resolveRef(repo, deployedRef(environment.name));
	const items = planItems({
		tree: holdable.tree,
		there,
		live: capture.tree,
		lists,
		identities,
		supersetId: capture.supersetId,
		lastDeployed: deployed ? holdableBy(await readCanonicalTree(app, repo, deployed), capabilities).tree : null
	});
	const notes = planNotes({
		tree,
		holdable,
		capabilities,
		version,
		identities,
		lists,
		environment,
		slugOwner,
		dashboardUuid: row.dashboard_uuid
	});
	const commitTree = await assetTreeOf(repo, commit);
	const liveTree = capture.live ? await treeOf(repo, capture.live) : null;
	const hash = hashOf({ environment, commit, liveTree, version, there, items, notes });
	const plan: Plan = {
		...{ hash, environment: environment.name, commit, commitTree, liveTree, targetVersion: version },
		...{ items, notes, madeAt: app.now() }
	};
	return { plan, client, capabilities, identities, holdable, there, capture, inventory };
}

/** Objects of the tree that are in the target though this dashboard does not show them yet: those of other dashboards. */
async function objectsThere(
	{ app, signal }: Pick<Context, 'app' | 'signal'>,
	at: { client: SupersetClient; tree: CanonicalTree; capture: Capture; lists: TargetLists; identities: Identities }
): Promise<ReadonlyMap<string, CanonicalAsset>> {
	const { translation } = at.identities;
	const there = new Map<string, CanonicalAsset>(at.capture.tree?.assets ?? []);
	const absent = [...at.tree.assets.values()].filter(({ kind, uuid }) => !there.has(assetKey(kind, uuid)));
	const idsOf = (kind: 'chart' | 'dataset', rows: readonly { id: number; uuid: string }[]) => {
		const wanted = new Set<string>(
			absent.filter((one) => one.kind === kind).map(({ uuid }) => translation.toEnvironment(uuid))
		);
		return rows.filter(({ uuid }) => wanted.has(uuid)).map(({ id }) => id);
	};
	const facts = {
		chart: (number: number) => at.lists.charts.find(({ id }) => id === number)?.uuid,
		dataset: (number: number) => at.lists.datasets.find(({ id }) => id === number)?.uuid,
		annotationLayer: () => undefined
	};
	const take = async (kind: 'chart' | 'dataset', ids: readonly number[]) => {
		if (ids.length === 0) return;
		const { files } = await readBundle(await at.client.exportAssets(kind, ids, { signal }));
		const { assets } = canonicalAssets(files, { translation, facts, memory: app.memory });
		for (const [key, asset] of assets) if (!there.has(key)) there.set(key, asset);
	};
	await take('chart', idsOf('chart', at.lists.charts));
	// One at a time: before 6.0 two datasets of one name overwrite each other in an export.
	for (const id of idsOf('dataset', at.lists.datasets)) {
		const uuid = at.lists.datasets.find((one) => one.id === id)!.uuid;
		if (!there.has(assetKey('dataset', translation.toRepository(uuid)))) await take('dataset', [id]);
	}
	return there;
}

function dashboardWithSlug({ dashboards }: Inventory, tree: CanonicalTree): RemoteDashboard | undefined {
	const slug = onlyDashboard(tree).content['slug'];
	return typeof slug === 'string' && slug ? [...dashboards.values()].find((one) => one.slug === slug) : undefined;
}

function hashOf(of: {
	environment: Environment;
	commit: Oid;
	liveTree: Oid | null;
	version: string;
	there: ReadonlyMap<string, CanonicalAsset>;
	items: readonly PlanItem[];
	notes: readonly PlanNote[];
}): PlanHash {
	const there = [...of.there].map(([key, { oid }]) => `${key} ${oid}`).sort();
	const { url, mapping, name } = of.environment;
	const bound = [of.commit, of.liveTree, name, url, mapping, of.version, there, of.items, of.notes];
	return PlanHash.parse(createHash('sha256').update(JSON.stringify(bound)).digest('hex'));
}
