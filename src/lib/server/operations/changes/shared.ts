import { z } from 'zod';
import type { ShownBranch } from '#lib/domain/deployment.ts';
import { DashboardId, Oid, type EnvironmentName } from '#lib/domain/ids.ts';
import { BranchName, branchRef, liveRef } from '#lib/domain/refs.ts';
import type { SharedAsset, SharedUse } from '#lib/domain/shared.ts';
import type { App } from '../../app.ts';
import { listDashboardsAtHome, type DashboardRow } from '../../db/dashboards.ts';
import { listBranchesShownIn, listEnvironmentDashboards } from '../../db/environment-dashboards.ts';
import { readCommit } from '../../git/objects.ts';
import { readRefFiles } from '../../git/ref-files.ts';
import { resolveRef } from '../../git/refs.ts';
import type { CanonicalAsset } from '../../superset/bundle/asset.ts';
import { assetKey } from '../../superset/bundle/canonical.ts';
import { askAtOnce } from '../at-once.ts';
import { headOf, openDashboard, readCanonicalTree, type OpenDashboard } from '../dashboard/repository.ts';
import { defineOperation } from '../operation.ts';
import { heldAssets, mayHold, type HeldAsset } from './held-assets.ts';

/** So many dashboards are asked about at the same moment: each may take a process of git. */
const AT_ONCE = 8;

/**
 * Which other dashboards of the same environment use the charts and datasets that changed here, and whether they have
 * the same change to commit. In order of title; reads git and the database, asks no Superset.
 */
export const sharedChanges = defineOperation({
	name: 'changes.shared',
	permission: 'dashboard:read',
	input: z.object({
		dashboardId: DashboardId,
		/** The branch that changes are against; default: the default one. */
		branch: BranchName.optional(),
		/** As `dashboard.changes` names them. Default: all that changed. */
		paths: z.array(z.string().max(1000)).max(1000).optional(),
		/** A commit of this dashboard: what it changed, instead of what waits to be committed. */
		commit: Oid.optional()
	}),

	async run({ app }, input): Promise<SharedUse[]> {
		const dashboard = await openDashboard(app, input.dashboardId);
		const environment = dashboard.row.home_environment;
		if (!environment) return [];
		const wanted = await wantedOf(app, dashboard, { ...input, environment });
		if (wanted.size === 0) return [];
		const known = (await listEnvironmentDashboards(app.db)).filter((one) => one.environment === environment);
		const capturedAt = new Map(known.map((one) => [one.dashboardId, one.capturedAt]));
		const opened = await listBranchesShownIn(app.db, environment);
		const others = (await listDashboardsAtHome(app.db, environment)).filter(
			({ id }) => id !== input.dashboardId && capturedAt.has(id)
		);
		const found = await askAtOnce(others, AT_ONCE, (row) => useIn(app, { row, environment, wanted, opened }));
		return found.flatMap((use) => (use ? [{ ...use, capturedAt: capturedAt.get(use.dashboardId) ?? null }] : []));
	}
});

/** What is asked about: the form that each asset has here, and its path, by key (`<kind> <uuid>`). */
type Wanted = ReadonlyMap<string, { readonly asset: CanonicalAsset; readonly path: string }>;

async function wantedOf(
	app: App,
	{ row, repo }: OpenDashboard,
	of: {
		environment: EnvironmentName;
		branch?: BranchName | undefined;
		paths?: string[] | undefined;
		commit?: Oid | undefined;
	}
): Promise<Wanted> {
	const after = of.commit ?? (await resolveRef(repo, liveRef(of.environment)));
	if (!after) return new Map();
	const before = of.commit
		? (await readCommit(repo, of.commit)).parents[0]
		: await headOf(repo, of.branch ?? BranchName.parse(row.default_branch));
	const [was, is] = [
		before ? await readCanonicalTree(app, repo, before) : null,
		await readCanonicalTree(app, repo, after)
	];
	const named = of.paths && new Set(of.paths);
	return new Map(
		[...is.paths].flatMap(([path, asset]) => {
			const key = assetKey(asset.kind, asset.uuid);
			const isShareable = asset.kind === 'chart' || asset.kind === 'dataset';
			const isWanted = named ? named.has(path) : was?.assets.get(key)?.oid !== asset.oid;
			return isShareable && isWanted ? [[key, { asset, path }] as const] : [];
		})
	);
}

async function useIn(
	app: App,
	of: { row: DashboardRow; environment: EnvironmentName; wanted: Wanted; opened: ReadonlyMap<DashboardId, ShownBranch> }
): Promise<Omit<SharedUse, 'capturedAt'> | undefined> {
	const { row, environment, wanted } = of;
	const repo = app.repoOf(row.id);
	const byDefault = branchRef(BranchName.parse(row.default_branch));
	const opened = of.opened.get(row.id)?.branch;
	const shown = opened ? branchRef(opened) : byDefault;
	const refs = await readRefFiles(repo, [liveRef(environment), shown, byDefault]);
	const live = refs.get(liveRef(environment));
	const uuids = [...wanted.values()].map(({ asset }) => asset.uuid);
	if (!live || !(await mayHold(repo, live, uuids))) return undefined;
	// One that is gone is shown no more.
	const ref = refs.has(shown) ? shown : byDefault;
	const oid = refs.get(ref);
	if (!oid) return undefined;
	const head = await heldAssets(app, repo, oid);
	const assets = assetsIn({ head, live: await heldAssets(app, repo, live) }, wanted);
	if (assets.length === 0) return undefined;
	return {
		...{ dashboardId: row.id, title: row.title, environment, head: oid, live, assets },
		...{ branch: BranchName.parse(ref.slice('refs/heads/'.length)), isDefault: ref === byDefault }
	};
}

type Held = ReadonlyMap<string, HeldAsset>;

/** In order of path, as the tree has them. */
function assetsIn(trees: { head: Held; live: Held }, wanted: Wanted): SharedAsset[] {
	return [...trees.live].flatMap(([key, { kind, uuid, name, path, oid }]) => {
		const ours = wanted.get(key);
		if (!ours) return [];
		const isCommitted = trees.head.get(key)?.oid === oid;
		const form = ours.asset.oid !== oid ? 'other' : isCommitted ? 'committed' : 'same';
		return [{ kind, uuid, name, path, here: ours.path, form }];
	});
}
