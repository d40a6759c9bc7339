import type { EnvironmentName } from '#lib/domain/ids.ts';
import { type Oid } from '#lib/domain/ids.ts';
import type { WillOrphan } from '#lib/domain/sync.ts';
import type { App } from '../../app.ts';
import { listDashboards } from '../../db/dashboards.ts';
import { listEnvironments } from '../../db/environments.ts';
import type { CanonicalAsset } from '../../superset/bundle/asset.ts';
import type { CanonicalTree } from '../../superset/bundle/tree.ts';
import { mayHold } from '../changes/held-assets.ts';
import { openDashboard, readCanonicalTree, type OpenDashboard } from '../dashboard/repository.ts';
import { refsOf } from '../dashboard/stops.ts';

/**
 * Charts and datasets that a branch lets go, environment by environment that has them: once it is deployed there, no
 * dashboard of ours uses them any more. What was never on the branch, as edits that nobody committed, is none of it.
 * Reads git and the database, asks no Superset.
 */
export async function orphansOf(
	app: App,
	dashboard: OpenDashboard,
	{ before, after }: { readonly before: CanonicalTree; readonly after: CanonicalTree }
): Promise<WillOrphan[]> {
	const leaving = new Map(
		[...before.assets].flatMap(([key, asset]) =>
			(asset.kind === 'chart' || asset.kind === 'dataset') && !after.assets.has(key) ? [[key, asset] as const] : []
		)
	);
	if (leaving.size === 0) return [];
	const found: WillOrphan[] = [];
	for (const { name: environment } of await listEnvironments(app.db)) {
		const held = await heldOf(app, dashboard, { environment, wanted: leaving });
		const used = held.size > 0 ? await usedByOthers(app, dashboard, { environment, wanted: held }) : new Set<string>();
		for (const [key, { kind, uuid, name }] of held)
			if (!used.has(key)) found.push({ environment, asset: { kind, uuid, name } });
	}
	return found;
}

type Wanted = ReadonlyMap<string, CanonicalAsset>;

interface Sought {
	readonly environment: EnvironmentName;
	readonly wanted: Wanted;
}

/** What an environment has of a dashboard; where nobody has looked, what was deployed there. */
async function heldOf(app: App, dashboard: OpenDashboard, { environment, wanted }: Sought): Promise<Wanted> {
	const { live, deployed } = await refsOf(dashboard);
	const commit: Oid | undefined = live.get(environment) ?? deployed.get(environment);
	const uuids = [...wanted.values()].map(({ uuid }) => uuid);
	if (!commit || !(await mayHold(dashboard.repo, commit, uuids))) return new Map();
	const { assets } = await readCanonicalTree(app, dashboard.repo, commit);
	return new Map([...wanted].filter(([key]) => assets.has(key)));
}

async function usedByOthers(app: App, { row }: OpenDashboard, sought: Sought): Promise<ReadonlySet<string>> {
	const used = new Set<string>();
	for (const { id } of await listDashboards(app.db)) {
		if (id === row.id) continue;
		for (const key of (await heldOf(app, await openDashboard(app, id), sought)).keys()) used.add(key);
	}
	return used;
}
