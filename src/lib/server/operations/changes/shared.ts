import { z } from 'zod';
import type { AssetName } from '#lib/domain/asset.ts';
import { DashboardId, type Oid } from '#lib/domain/ids.ts';
import type { BranchName } from '#lib/domain/refs.ts';
import { liveRef } from '#lib/domain/refs.ts';
import type { App } from '../../app.ts';
import { findEnvironmentDashboard, listEnvironmentDashboards } from '../../db/environment-dashboards.ts';
import { listDashboards } from '../../db/dashboards.ts';
import { resolveRef } from '../../git/refs.ts';
import type { CanonicalAsset } from '../../superset/bundle/asset.ts';
import { assetKey } from '../../superset/bundle/canonical.ts';
import { headOf, openDashboard, readCanonicalTree } from '../dashboard/repository.ts';
import { defineOperation } from '../operation.ts';

/** Another dashboard that has the same change to commit. */
export interface SharedChange {
	readonly dashboardId: DashboardId;
	readonly title: string;
	/** Its default branch, with its head. */
	readonly branch: BranchName;
	readonly head: Oid;
	readonly live: Oid;
	readonly capturedAt: number | null;
	readonly assets: readonly (AssetName & {
		/** `same`: as it was captured here. `other`: it was captured at another time; check it for changes first. */
		readonly form: 'same' | 'other';
	})[];
}

/** Which other dashboards of the same environment hold chosen charts and datasets, with changes of them to commit. */
export const sharedChanges = defineOperation({
	name: 'changes.shared',
	permission: 'dashboard:read',
	input: z.object({
		dashboardId: DashboardId,
		/** As `dashboard.changes` names them. Default: everything that is live. */
		paths: z.array(z.string().max(1000)).max(1000).optional()
	}),

	async run({ app }, { dashboardId, paths }): Promise<SharedChange[]> {
		const { row, repo } = await openDashboard(app, dashboardId);
		const home = row.home_environment;
		const live = home && (await resolveRef(repo, liveRef(home)));
		if (!home || !live) return [];
		const tree = await readCanonicalTree(app, repo, live);
		const head = await readCanonicalTree(app, repo, await headOf(repo, row.default_branch));
		const wanted = new Map<string, CanonicalAsset>();
		for (const [path, asset] of [...head.paths, ...tree.paths]) {
			const isShareable = asset.kind === 'chart' || asset.kind === 'dataset';
			if (isShareable && (!paths || paths.includes(path))) wanted.set(assetKey(asset.kind, asset.uuid), asset);
		}
		const captured = new Set(
			(await listEnvironmentDashboards(app.db)).filter((one) => one.environment === home).map((one) => one.dashboardId)
		);
		const found: SharedChange[] = [];
		for (const other of await listDashboards(app.db)) {
			if (other.id === dashboardId || other.home_environment !== home || !captured.has(other.id)) continue;
			const change = await changeIn(app, other.id, wanted);
			if (change) found.push(change);
		}
		return found;
	}
});

async function changeIn(
	app: App,
	dashboardId: DashboardId,
	wanted: ReadonlyMap<string, CanonicalAsset>
): Promise<SharedChange | undefined> {
	const { row, repo } = await openDashboard(app, dashboardId);
	const environment = row.home_environment;
	const live = environment && (await resolveRef(repo, liveRef(environment)));
	if (!environment || !live) return undefined;
	const branch = row.default_branch;
	const head = await headOf(repo, branch);
	const [before, after] = [await readCanonicalTree(app, repo, head), await readCanonicalTree(app, repo, live)];
	const assets = [...after.paths].flatMap(([path, { kind, uuid, name, oid }]) => {
		const key = assetKey(kind, uuid);
		const ours = wanted.get(key);
		if (!ours || before.assets.get(key)?.oid === oid) return [];
		return [{ kind, uuid, name, path, form: ours.oid === oid ? ('same' as const) : ('other' as const) }];
	});
	if (assets.length === 0) return undefined;
	const known = await findEnvironmentDashboard(app.db, { dashboardId, environment });
	return { dashboardId, title: row.title, branch, head, live, capturedAt: known?.capturedAt ?? null, assets };
}
