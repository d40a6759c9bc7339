import type { AssetUuid } from '#lib/domain/ids.ts';
import { mapping, type Mapping } from '#lib/domain/value.ts';
import type { CanonicalAsset } from './asset.ts';
import { assetKey, tagsContent } from './canonical.ts';
import { BUNDLE_VERSION, FIELDS } from './form.ts';
import { stableNumber } from './ids.ts';
import type { Target } from './target.ts';
import type { CanonicalTree } from './tree.ts';
import { metadataFor, positionFor } from './write-dashboard.ts';
import { chartFor, databaseFor, datasetFor, spelledOut, stubOf } from './write-objects.ts';
import { writeYaml } from './yaml.ts';
import { writeZip } from './zip.ts';

/** What a bundle is for: one of Superset's imports, or a person who wants the whole dashboard as a file. */
export type BundleKind = 'dataset' | 'chart' | 'dashboard' | 'whole';

const ROOT = 'dashbranch';

/**
 * A bundle for one of the target's imports: what is in `whole` in full, what those need as stubs. Equal trees and
 * targets give equal bytes. No `type` stands in its metadata, so that every endpoint takes it.
 * @param full keys (`<kind> <uuid>`) of what the import shall write
 */
export async function bundleFor(
	kind: BundleKind,
	tree: CanonicalTree,
	parts: { full: ReadonlySet<string>; target: Target }
): Promise<Uint8Array> {
	const files = new Map<string, Uint8Array>();
	const put = (path: string, content: Mapping) => files.set(path, Buffer.from(writeYaml(content), 'utf8'));
	put('metadata.yaml', mapping([['version', BUNDLE_VERSION]]));
	for (const [path, content] of contentsFor(kind, tree, parts)) put(path, content);
	return writeZip(ROOT, files);
}

/** The same without ZIP and YAML: path → content. */
export function contentsFor(
	kind: BundleKind,
	tree: CanonicalTree,
	{ full, target }: { full: ReadonlySet<string>; target: Target }
): Map<string, Mapping> {
	const contents = new Map<string, Mapping>();
	const needed = neededBy(kind, tree, full);
	for (const [path, asset] of tree.paths) {
		const isFull = full.has(assetKey(asset.kind, asset.uuid));
		if (!isFull && !needed.has(assetKey(asset.kind, asset.uuid))) continue;
		const content = contentFor(asset, { kind, tree, target, isFull });
		if (content) contents.set(path, content);
	}
	const tags = target.capabilities.unknownFields.charts.includes('tags') ? new Map<string, string>() : tree.tags;
	if (tags.size > 0 && kind !== 'dataset') contents.set('tags.yaml', tagsContent(tags));
	return contents;
}

function contentFor(
	asset: CanonicalAsset,
	{ kind, tree, target, isFull }: { kind: BundleKind; tree: CanonicalTree; target: Target; isFull: boolean }
): Mapping | undefined {
	switch (asset.kind) {
		case 'database':
			return isFull ? databaseFor(asset, target) : stubOf.database(asset, target);
		case 'dataset':
			return isFull ? datasetFor(asset, target) : stubOf.dataset(asset, target);
		case 'chart':
			return isFull ? chartFor(asset, target) : stubOf.chart(asset, target);
		case 'dashboard':
			// What every import drops is nothing that a deployment sends; a file for people keeps it.
			return isFull ? dashboardFor(asset, { tree, target, legacy: kind === 'whole' }) : undefined;
		case 'theme':
			return target.capabilities.themes && isFull ? asset.content : undefined;
	}
}

function dashboardFor(
	dashboard: CanonicalAsset,
	{ tree, target, legacy }: { tree: CanonicalTree; target: Target; legacy: boolean }
): Mapping {
	const made = spelledOut(dashboard.content, FIELDS.dashboard, target.capabilities.unknownFields.dashboards);
	const chartName = (uuid: AssetUuid) => tree.assets.get(assetKey('chart', uuid))?.name;
	const position = positionFor(dashboard, target, chartName);
	made['position'] = position;
	made['metadata'] = metadataFor(dashboard, position, target, { legacy });
	return made;
}

/**
 * What an import must find in its bundle beside what it writes: without a database it answers 200 and writes nothing,
 * without a filter's dataset it breaks (superset-measured.md, xi and v).
 */
function neededBy(kind: BundleKind, tree: CanonicalTree, full: ReadonlySet<string>): ReadonlySet<string> {
	const needed = new Set<string>();
	const charts = new Map<number, CanonicalAsset>();
	const queue = [...tree.assets.values()].filter((asset) => full.has(assetKey(asset.kind, asset.uuid)));
	if (kind === 'dashboard' || kind === 'whole') {
		for (const asset of tree.assets.values()) if (asset.kind === 'chart') charts.set(stableNumber(asset.uuid), asset);
	}
	while (queue.length > 0) {
		const asset = queue.pop()!;
		const next = [
			...asset.uses.datasets.map((uuid) => tree.assets.get(assetKey('dataset', uuid))),
			asset.uses.database ? tree.assets.get(assetKey('database', asset.uses.database)) : undefined,
			...(asset.kind === 'dashboard' ? asset.uses.charts.map((number) => charts.get(number)) : [])
		];
		for (const one of next) {
			if (!one || needed.has(assetKey(one.kind, one.uuid))) continue;
			needed.add(assetKey(one.kind, one.uuid));
			queue.push(one);
		}
	}
	return needed;
}

/** Everything of a tree, for {@link bundleFor} with `whole`. */
export const everythingIn = (tree: CanonicalTree): ReadonlySet<string> => new Set(tree.assets.keys());
