import { dashboardsIn, mappingIn, textIn, type CanonicalTree } from '../../superset/bundle/tree.ts';

/** The layout of the one dashboard of a tree; nothing where there is none, or no tree. */
export function positionOf(tree: CanonicalTree | null) {
	const [dashboard] = tree ? dashboardsIn(tree) : [];
	return dashboard && mappingIn(dashboard, 'position');
}

/** Names and types of the charts of trees, as they are in the last one that has them. */
export function chartsOf(...trees: readonly (CanonicalTree | null)[]) {
	const names = new Map<string, string>();
	const vizTypes = new Map<string, string>();
	for (const tree of trees) {
		for (const asset of tree?.assets.values() ?? []) {
			if (asset.kind !== 'chart') continue;
			names.set(asset.uuid, asset.name);
			vizTypes.set(asset.uuid, textIn(asset, 'viz_type'));
		}
	}
	return { names, vizTypes };
}
