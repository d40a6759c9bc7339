import { changesBetween, isMachineMadeOnly, type ComparedAsset } from '#lib/domain/compare/changes.ts';
import type { AssetChange } from '#lib/domain/change.ts';
import type { PlanItem } from '#lib/domain/plan.ts';
import type { CanonicalAsset } from '../../superset/bundle/asset.ts';
import { assetKey } from '../../superset/bundle/canonical.ts';
import { stableNumber } from '../../superset/bundle/ids.ts';
import { onlyDashboard, type CanonicalTree } from '../../superset/bundle/tree.ts';
import type { Identities } from '../../superset/capture/identities.ts';
import type { TargetLists } from './make-plan.ts';

interface ItemTerms {
	/** What shall be there. */
	readonly tree: CanonicalTree;
	readonly there: ReadonlyMap<string, CanonicalAsset>;
	readonly live: CanonicalTree | null;
	/** What was deployed there last, in the form that the target could hold. */
	readonly lastDeployed: CanonicalTree | null;
	readonly lists: TargetLists;
	readonly identities: Identities;
	readonly supersetId: number | null;
}

/** What a deployment does, object by object; connections are never written and do not appear. */
export function planItems(terms: ItemTerms): PlanItem[] {
	const { tree, there, live } = terms;
	const changes = changesOf(terms);
	const items: PlanItem[] = [];
	for (const [path, asset] of tree.paths) {
		if (asset.kind === 'database') continue;
		items.push(itemOf(asset, path, terms, changes.get(assetKey(asset.kind, asset.uuid))));
	}
	// What others only draw as layers is not on the dashboard.
	const laidOut = new Set(live ? onlyDashboard(live).uses.charts : []);
	for (const [path, asset] of live?.paths ?? []) {
		if (asset.kind !== 'chart' || tree.assets.has(assetKey('chart', asset.uuid))) continue;
		if (!laidOut.has(stableNumber(asset.uuid))) continue;
		const { kind, uuid, name } = asset;
		const sentences = ['taken off the dashboard; the chart itself stays'];
		items.push({
			kind,
			uuid,
			name,
			path,
			action: 'unlink',
			sentences,
			hiddenCount: 0,
			editedThere: false,
			alsoUsedBy: usedBy(asset, terms),
			reason: null
		});
	}
	return items;

	function itemOf(asset: CanonicalAsset, path: string, at: ItemTerms, change: AssetChange | undefined): PlanItem {
		const { kind, uuid, name } = asset;
		const key = assetKey(kind, uuid);
		const now = there.get(key);
		const last = at.lastDeployed?.assets.get(key);
		const action = !now ? 'create' : now.oid === asset.oid ? 'unchanged' : 'update';
		const reason = blockedBecause(asset, at);
		return {
			...{ kind, uuid, name, path },
			action: reason ? 'blocked' : action,
			sentences: action === 'update' && change && !isMachineMadeOnly(change) ? change.sentences : [],
			hiddenCount: action === 'update' ? (change?.hiddenCount ?? 0) : 0,
			editedThere: now !== undefined && last !== undefined && now.oid !== last.oid && action === 'update',
			alsoUsedBy: action === 'update' ? usedBy(asset, at) : [],
			reason
		};
	}
}

function changesOf({ tree, there }: ItemTerms): ReadonlyMap<string, AssetChange> {
	const compared = (asset: CanonicalAsset, path: string): ComparedAsset => {
		const { kind, uuid, name, content } = asset;
		return { kind, uuid, name, path, content };
	};
	const after = [...tree.paths].map(([path, asset]) => compared(asset, path));
	const paths = new Map([...tree.paths].map(([path, { kind, uuid }]) => [assetKey(kind, uuid), path]));
	const before = [...there].flatMap(([key, asset]) => (paths.has(key) ? [compared(asset, paths.get(key)!)] : []));
	const { assets } = changesBetween(before, after);
	return new Map(assets.flatMap((change) => (change.uuid ? [[`${change.kind} ${change.uuid}`, change] as const] : [])));
}

/** A chart without its dataset, and a dataset without its connection, are passed over by Superset in silence. */
function blockedBecause(asset: CanonicalAsset, { tree, identities }: ItemTerms): string | null {
	if (asset.kind === 'chart') {
		const [dataset] = asset.uses.datasets;
		if (!dataset)
			return 'Its dataset was deleted in Superset. Choose one for the chart there, capture and commit again.';
		if (!tree.assets.has(assetKey('dataset', dataset))) {
			return `Its dataset (${dataset}) is not in the commit. Capture the dashboard from its Superset and commit again.`;
		}
	}
	if (asset.kind !== 'dataset') return null;
	const { database } = asset.uses;
	const missing = identities.missingDatabases.find(({ uuid }) => uuid === database);
	if (missing) return `There is no connection for “${missing.name}” there. Choose one in the environment’s mapping.`;
	return database ? null : 'It names no database. Capture the dashboard from its Superset and commit again.';
}

/** Titles of other dashboards of the target that show a chart, or a chart of a dataset. */
function usedBy(asset: CanonicalAsset, { lists, identities, supersetId }: ItemTerms): string[] {
	const titles = new Set<string>();
	const dataset =
		asset.kind === 'dataset'
			? lists.datasets.find(({ uuid }) => uuid === identities.translation.toEnvironment(asset.uuid))
			: undefined;
	for (const chart of lists.charts) {
		const isOne =
			asset.kind === 'chart' ? chart.uuid === asset.uuid : dataset !== undefined && chart.datasetId === dataset.id;
		if (isOne) for (const { id, title } of chart.dashboards) if (id !== supersetId) titles.add(title);
	}
	return [...titles].sort();
}
