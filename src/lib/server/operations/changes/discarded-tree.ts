import { InvalidInput } from '#lib/domain/errors.ts';
import { placeChart, takeOutChart } from '#lib/domain/layout-place.ts';
import type { Mapping } from '#lib/domain/value.ts';
import type { App } from '../../app.ts';
import { assetKey } from '../../superset/bundle/canonical.ts';
import {
	assetsOfDashboard,
	mappingIn,
	onlyDashboard,
	treeOfAssets,
	type CanonicalTree
} from '../../superset/bundle/tree.ts';
import { chosenTree } from '../commit/chosen-tree.ts';
import { withPosition } from '../commit/tree-edits.ts';

/**
 * What an environment holds, with the form that a branch gives to chosen assets. A chart that the branch lacks leaves the
 * layout; one that the branch has and the environment lost comes back to its place there.
 * @param names paths in either tree
 * @throws {InvalidInput} when the dashboard itself is chosen and is not in the branch, or a name is in neither tree.
 */
export function discardedTree(
	app: Pick<App, 'memory'>,
	trees: { readonly live: CanonicalTree; readonly head: CanonicalTree },
	names: readonly string[]
): { readonly tree: CanonicalTree; readonly alsoTaken: readonly string[] } {
	const { live, head } = trees;
	const { tree, alsoTaken } = chosenTree(live, head, new Set(names));
	const dashboard = onlyDashboard(live);
	if (!tree.assets.has(assetKey('dashboard', dashboard.uuid))) {
		throw new InvalidInput([{ path: ['paths'], message: `names the dashboard “${dashboard.name}” itself` }], {
			hint: 'A dashboard is not discarded; open another branch instead.'
		});
	}
	const wasThere = mappingIn(onlyDashboard(head), 'position');
	let position: Mapping = mappingIn(onlyDashboard(tree), 'position');
	for (const [key, asset] of live.assets) {
		if (asset.kind === 'chart' && !tree.assets.has(key)) position = takeOutChart(position, asset.uuid);
	}
	for (const [key, asset] of tree.assets) {
		if (asset.kind !== 'chart' || live.assets.has(key)) continue;
		position = placeChart(position, wasThere, asset.uuid)?.position ?? position;
	}
	const settled = withPosition(app, tree, position);
	// What no layout shows any more is in no capture either.
	return { tree: treeOfAssets(assetsOfDashboard(settled, dashboard.uuid)), alsoTaken };
}
