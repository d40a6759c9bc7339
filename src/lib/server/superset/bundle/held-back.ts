import { isList, isMapping, mapping, type Mapping, type Value } from '#lib/domain/value.ts';
import type { Capabilities } from '../capabilities.ts';
import { assetOf, type CanonicalAsset } from './asset.ts';
import { assetKey } from './canonical.ts';
import { textOf, without } from './fields.ts';
import { treeOfAssets, type CanonicalTree } from './tree.ts';
import { hasLegacyMetadata } from './write-dashboard.ts';

/** What a target's version cannot hold of one object. */
export interface HeldBack {
	readonly asset: CanonicalAsset;
	/** In words: `tags`, `datetime_format of column “day”`. */
	readonly what: readonly string[];
}

export interface HoldableTree {
	/** The tree less what the target cannot hold: what a capture of it must give after a deployment. */
	readonly tree: CanonicalTree;
	readonly heldBack: readonly HeldBack[];
}

/** A tree as a Superset with these capabilities can hold it, and what it cannot hold, object by object. */
export function holdableBy(tree: CanonicalTree, capabilities: Capabilities): HoldableTree {
	const heldBack: HeldBack[] = [];
	const assets = new Map<string, CanonicalAsset>();
	for (const [key, asset] of tree.assets) {
		if (asset.kind === 'theme' && !capabilities.themes) {
			heldBack.push({ asset, what: ['the theme itself'] });
			continue;
		}
		const what: string[] = [];
		const content = holdableContent(asset, capabilities, what);
		if (what.length === 0) {
			assets.set(key, asset);
			continue;
		}
		heldBack.push({ asset, what });
		const { datasets, charts, database, theme } = asset.uses;
		const uses = { datasets, charts, database, theme: capabilities.themes ? theme : null };
		assets.set(assetKey(asset.kind, asset.uuid), assetOf(asset.kind, asset.uuid, { name: asset.name, content, uses }));
	}
	if (heldBack.length === 0) return { tree, heldBack };
	return { tree: treeOfAssets({ assets, tags: tree.tags, findings: tree.findings }), heldBack };
}

function holdableContent(asset: CanonicalAsset, { unknownFields }: Capabilities, what: string[]): Mapping {
	switch (asset.kind) {
		case 'chart':
			return less(asset.content, unknownFields.charts, what);
		case 'dataset': {
			const content = less(asset.content, unknownFields.datasets, what);
			const made = mapping(Object.entries(content));
			made['columns'] = lessEach(made['columns'], 'column_name', unknownFields.datasetColumns, what, 'column');
			made['metrics'] = lessEach(made['metrics'], 'metric_name', unknownFields.datasetMetrics, what, 'metric');
			for (const key of ['columns', 'metrics']) if (made[key] === null) delete made[key];
			return made;
		}
		case 'dashboard': {
			const content = less(asset.content, unknownFields.dashboards, what);
			const metadata = content['metadata'];
			// An import takes any key of metadata; a PUT, which the filter box's leftovers need, refuses unknown ones.
			if (!isMapping(metadata) || !hasLegacyMetadata(asset)) return content;
			return replaced(content, 'metadata', less(metadata, unknownFields.metadata, what));
		}
		default:
			return asset.content;
	}
}

function less(content: Mapping, unknown: readonly string[], what: string[], of = ''): Mapping {
	const present = unknown.filter((key) => content[key] !== undefined);
	what.push(...present.map((key) => `${key}${of}`));
	return present.length > 0 ? without(content, present) : content;
}

function lessEach(
	list: Value | undefined,
	nameKey: string,
	unknown: readonly string[],
	what: string[],
	kind: string
): Value {
	if (!isList(list)) return list ?? null;
	return list.map((item) =>
		isMapping(item) ? less(item, unknown, what, ` of ${kind} “${textOf(item[nameKey])}”`) : item
	);
}

/** The same keys in the same order, one of them with another value. */
const replaced = (content: Mapping, key: string, value: Value): Mapping =>
	mapping(Object.entries(content).map(([name, old]) => [name, name === key ? value : old]));
