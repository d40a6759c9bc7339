import { z } from 'zod';
import { DashboardId, Oid, type EnvironmentName } from '#lib/domain/ids.ts';
import { BranchName, liveRef } from '#lib/domain/refs.ts';
import type { SharedAsset, SharedUse } from '#lib/domain/shared.ts';
import type { App } from '../../app.ts';
import { listDashboardsAtHome, type DashboardRow } from '../../db/dashboards.ts';
import { listEnvironmentDashboards, listShownBranches } from '../../db/environment-dashboards.ts';
import { readCommit, readListing } from '../../git/objects.ts';
import { resolveRef } from '../../git/refs.ts';
import type { CanonicalAsset } from '../../superset/bundle/asset.ts';
import { assetKey } from '../../superset/bundle/canonical.ts';
import type { CanonicalTree } from '../../superset/bundle/tree.ts';
import { headOf, openDashboard, readCanonicalTree, type OpenDashboard } from '../dashboard/repository.ts';
import { refsOf, shownBranch } from '../dashboard/stops.ts';
import { defineOperation } from '../operation.ts';

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
		const found: SharedUse[] = [];
		for (const row of await listDashboardsAtHome(app.db, environment)) {
			if (row.id === input.dashboardId || !capturedAt.has(row.id)) continue;
			const use = await useIn(app, { row, environment, wanted });
			if (use) found.push({ ...use, capturedAt: capturedAt.get(row.id) ?? null });
		}
		return found;
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
	{ row, environment, wanted }: { row: DashboardRow; environment: EnvironmentName; wanted: Wanted }
): Promise<Omit<SharedUse, 'capturedAt'> | undefined> {
	const dashboard: OpenDashboard = { row, repo: app.repoOf(row.id) };
	const refs = await refsOf(dashboard);
	const live = refs.live.get(environment);
	if (!live || !(await mayHold(dashboard, live, wanted))) return undefined;
	const opened = await listShownBranches(app.db, row.id);
	const shown =
		shownBranch(dashboard, { refs, opened, environment }) ??
		refs.branches.find(({ name }) => name === row.default_branch);
	if (!shown) return undefined;
	const head = await readCanonicalTree(app, dashboard.repo, shown.oid);
	const assets = assetsIn({ head, live: await readCanonicalTree(app, dashboard.repo, live) }, wanted);
	if (assets.length === 0) return undefined;
	return {
		...{ dashboardId: row.id, title: row.title, environment, head: shown.oid, live, assets },
		...{ branch: BranchName.parse(shown.name), isDefault: shown.name === row.default_branch }
	};
}

/** By the names of files alone, which are known without reading any: most dashboards share nothing. */
export async function mayHold(
	{ repo }: Pick<OpenDashboard, 'repo'>,
	live: Oid,
	wanted: ReadonlyMap<string, { readonly asset: Pick<CanonicalAsset, 'uuid'> }>
): Promise<boolean> {
	const starts = new Set([...wanted.values()].map(({ asset }) => asset.uuid.slice(0, 8)));
	for (const path of (await readListing(repo, live)).keys()) {
		if (starts.has(/-([0-9a-f]{8})[0-9a-f]*\.yaml$/.exec(path)?.[1] ?? '')) return true;
	}
	return false;
}

function assetsIn(trees: { head: CanonicalTree; live: CanonicalTree }, wanted: Wanted): SharedAsset[] {
	return [...trees.live.paths].flatMap(([path, { kind, uuid, name, oid }]) => {
		const key = assetKey(kind, uuid);
		const ours = wanted.get(key);
		if (!ours) return [];
		const isCommitted = trees.head.assets.get(key)?.oid === oid;
		const form = ours.asset.oid !== oid ? 'other' : isCommitted ? 'committed' : 'same';
		return [{ kind, uuid, name, path, here: ours.path, form }];
	});
}
