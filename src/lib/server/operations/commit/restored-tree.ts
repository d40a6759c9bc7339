import { assetKindOf } from '#lib/domain/asset.ts';
import { InvalidInput } from '#lib/domain/errors.ts';
import type { AssetUuid } from '#lib/domain/ids.ts';
import { placeChart } from '#lib/domain/layout-place.ts';
import type { App } from '../../app.ts';
import { assetKey } from '../../superset/bundle/canonical.ts';
import { stableNumber } from '../../superset/bundle/ids.ts';
import { mappingIn, onlyDashboard, type CanonicalTree } from '../../superset/bundle/tree.ts';
import { uuidIn } from '../../superset/bundle/translation.ts';
import { chosenTree } from './chosen-tree.ts';
import { withPosition } from './tree-edits.ts';

/** Where a chart stands after it was brought back. */
export interface ChartPlace {
	readonly uuid: AssetUuid;
	readonly name: string;
	/**
	 * - `kept`: the layout had it all along
	 * - `back`: where it was
	 * - `at-the-end`: in a row of its own at the end of its tab
	 * - `absent`: the chart is in the tree and stands nowhere; a deployment does not show it
	 */
	readonly place: 'kept' | 'back' | 'at-the-end' | 'absent';
}

export interface RestoredTree {
	readonly tree: CanonicalTree;
	readonly names: readonly string[];
	readonly alsoTaken: readonly string[];
	readonly places: readonly ChartPlace[];
}

/**
 * The tree of now with chosen assets, and what they need, as they were.
 * @param names paths of the assets, then or now, or their uuids
 * @throws {InvalidInput} when one of them was not there then.
 */
export function restoredTree(
	app: Pick<App, 'memory'>,
	trees: { readonly now: CanonicalTree; readonly then: CanonicalTree },
	{ names, place }: { readonly names: readonly string[]; readonly place: boolean }
): RestoredTree {
	const { now, then } = trees;
	const found = chosenTree(now, then, pathsThen(trees, names));
	let { tree } = found;
	const places: ChartPlace[] = [];
	const wasThere = mappingIn(onlyDashboard(then), 'position');
	for (const { kind, uuid, name } of found.chosen) {
		if (kind !== 'chart') continue;
		const dashboard = onlyDashboard(tree);
		const isLaidOut = dashboard.uses.charts.includes(stableNumber(uuid));
		const placed = isLaidOut || !place ? null : placeChart(mappingIn(dashboard, 'position'), wasThere, uuid);
		if (placed) tree = withPosition(app, tree, placed.position);
		places.push({ uuid, name, place: isLaidOut ? 'kept' : (placed?.how ?? 'absent') });
	}
	return { tree, names: found.chosen.map(({ name }) => name), alsoTaken: found.alsoTaken, places };
}

/** Paths of named assets in the tree of then, whatever they are called now. */
function pathsThen(
	{ now, then }: { readonly now: CanonicalTree; readonly then: CanonicalTree },
	names: readonly string[]
): ReadonlySet<string> {
	const pathOf = new Map([...then.paths].map(([path, { kind, uuid }]) => [assetKey(kind, uuid), path]));
	const paths = new Set<string>();
	const absent: string[] = [];
	for (const name of names) {
		const uuid = uuidIn(name);
		const asset = then.paths.get(name) ?? now.paths.get(name);
		const path = uuid
			? [...then.paths].find(([, one]) => one.uuid === uuid)?.[0]
			: asset
				? pathOf.get(assetKey(asset.kind, asset.uuid))
				: then.files.has(name) && assetKindOf(name) === 'tags'
					? name
					: undefined;
		if (path) paths.add(path);
		else absent.push(asset ? `“${asset.name}”` : name);
	}
	if (absent.length === 0) return paths;
	throw new InvalidInput(
		[{ path: ['paths'], message: `names what was not there then: ${absent.slice(0, 5).join(', ')}` }],
		{ hint: 'Choose a commit that has it; the history of the dashboard lists them.' }
	);
}
