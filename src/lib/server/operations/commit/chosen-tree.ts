import { InvalidInput } from '#lib/domain/errors.ts';
import type { CanonicalAsset } from '../../superset/bundle/asset.ts';
import { assetKey } from '../../superset/bundle/canonical.ts';
import { stableNumber } from '../../superset/bundle/ids.ts';
import { treeOfAssets, type CanonicalTree } from '../../superset/bundle/tree.ts';

export interface ChosenTree {
	readonly tree: CanonicalTree;
	/** Names of what was taken too, since the chosen assets cannot be without it. */
	readonly alsoTaken: readonly string[];
	/** The chosen assets that the other tree has, as they are there. */
	readonly chosen: readonly CanonicalAsset[];
}

/**
 * A tree with some assets as they are in another one. What a chosen asset needs and the base does not have (a chart's
 * new dataset, a layout's new chart) comes with it, so that the result can be deployed.
 * @param paths of the assets, in either tree; an asset stays itself under another path
 */
export function chosenTree(base: CanonicalTree, target: CanonicalTree, paths: ReadonlySet<string>): ChosenTree {
	const unknown = [...paths].filter((path) => !base.files.has(path) && !target.files.has(path));
	if (unknown.length > 0) {
		throw new InvalidInput(
			[{ path: ['paths'], message: `names what is not there: ${unknown.slice(0, 5).join(', ')}` }],
			{
				hint: 'Reload the page: somebody may have committed it already.'
			}
		);
	}
	const assets = new Map(base.assets);
	const queue: CanonicalAsset[] = [];
	for (const path of paths) {
		const named = target.paths.get(path) ?? base.paths.get(path);
		if (!named) continue;
		const key = assetKey(named.kind, named.uuid);
		const wanted = target.assets.get(key);
		if (wanted) {
			assets.set(key, wanted);
			queue.push(wanted);
		} else {
			assets.delete(key);
		}
	}
	const chosen = [...queue];
	const alsoTaken = takeNeeded(assets, target, queue);
	const tags = paths.has('tags.yaml') ? target.tags : base.tags;
	const used = new Map([...target.tags, ...base.tags, ...tags]);
	return { tree: treeOfAssets({ assets, tags: used, findings: target.findings }), alsoTaken, chosen };
}

/**
 * Add what the queued assets need and `assets` lacks, as it is in another tree.
 * @returns names of what was added
 */
export function takeNeeded(
	assets: Map<string, CanonicalAsset>,
	target: CanonicalTree,
	queue: CanonicalAsset[]
): string[] {
	const taken: string[] = [];
	const charts = new Map<number, CanonicalAsset>();
	for (const asset of target.assets.values()) if (asset.kind === 'chart') charts.set(stableNumber(asset.uuid), asset);
	while (queue.length > 0) {
		const { uses } = queue.pop()!;
		const needed = [
			...uses.charts.map((number) => charts.get(number)),
			...uses.datasets.map((uuid) => target.assets.get(assetKey('dataset', uuid))),
			uses.database && target.assets.get(assetKey('database', uses.database)),
			uses.theme && target.assets.get(assetKey('theme', uses.theme))
		];
		for (const asset of needed) {
			if (!asset || assets.has(assetKey(asset.kind, asset.uuid))) continue;
			assets.set(assetKey(asset.kind, asset.uuid), asset);
			taken.push(asset.name);
			queue.push(asset);
		}
	}
	return taken;
}
