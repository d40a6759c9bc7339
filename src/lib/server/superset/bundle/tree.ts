import { BundleRejected, NotFound } from '#lib/domain/errors.ts';
import type { AssetUuid, Oid } from '#lib/domain/ids.ts';
import type { TreeFiles } from '#lib/domain/tree.ts';
import { isMapping, mapping, type Mapping } from '#lib/domain/value.ts';
import { blobOid, type CanonicalAsset, type Finding, type OwnKind } from './asset.ts';
import { assetKey, canonicalAssets, tagsContent, type CanonicalAssets } from './canonical.ts';
import { byCodePoint, textOf } from './fields.ts';
import { BUNDLE_VERSION, FOLDER_OF_KIND, FORM } from './form.ts';
import { shortUuids, slugOf, stableNumber } from './ids.ts';
import type { CanonicalMemory } from './memory.ts';
import { parseFile, rejected } from './raw.ts';
import { writeYaml } from './yaml.ts';

/** A canonical tree: what one dashboard (or several) is made of, and under which path each object stands. */
export interface CanonicalTree {
	/** By `<kind> <uuid>`. */
	readonly assets: ReadonlyMap<string, CanonicalAsset>;
	/** By path; `metadata.yaml`, `tags.yaml` and the form's own file are not assets. */
	readonly paths: ReadonlyMap<string, CanonicalAsset>;
	readonly tags: ReadonlyMap<string, string>;
	/** All files. */
	readonly files: TreeFiles;
	/** Git's ids of all files. */
	readonly oids: ReadonlyMap<string, Oid>;
	readonly findings: readonly Finding[];
}

const FORM_FILES: ReadonlyMap<string, Uint8Array> = new Map([
	['.dashbranch.yaml', Buffer.from(writeYaml(mapping([['form', FORM]])))],
	['metadata.yaml', Buffer.from(writeYaml(mapping([['version', BUNDLE_VERSION]])))]
]);

/** The tree of these objects, each under its path. */
export function treeOfAssets(found: CanonicalAssets): CanonicalTree {
	const files = new Map<string, Uint8Array>();
	const oids = new Map<string, Oid>();
	const paths = new Map<string, CanonicalAsset>();
	// In order of path, however the objects were found, so that everything made from it comes in the same order.
	const placed = [...pathsOf([...found.assets.values()])].sort(([a], [b]) => byCodePoint(a, b));
	for (const [path, asset] of placed) {
		paths.set(path, asset);
		files.set(path, asset.bytes);
		oids.set(path, asset.oid);
	}
	const used = usedTags(found);
	const rest = new Map(FORM_FILES);
	if (used.size > 0) rest.set('tags.yaml', Buffer.from(writeYaml(tagsContent(used))));
	for (const [path, bytes] of rest) {
		files.set(path, bytes);
		oids.set(path, blobOid(bytes));
	}
	const assets = new Map(placed.map(([, asset]) => [assetKey(asset.kind, asset.uuid), asset]));
	return { assets, paths, tags: used, files, oids, findings: found.findings };
}

function pathsOf(assets: readonly CanonicalAsset[]): Map<string, CanonicalAsset> {
	const paths = new Map<string, CanonicalAsset>();
	const databases = new Map(assets.filter(({ kind }) => kind === 'database').map((one) => [one.uuid, one.name]));
	for (const kind of Object.keys(FOLDER_OF_KIND) as OwnKind[]) {
		const own = assets.filter((asset) => asset.kind === kind);
		const short = shortUuids(own.map(({ uuid }) => uuid));
		for (const asset of own) {
			const name = `${slugOf(asset.name, kind)}-${short.get(asset.uuid)}.yaml`;
			const folder =
				kind === 'dataset'
					? `${FOLDER_OF_KIND.dataset}/${slugOf(databases.get(asset.uses.database ?? asset.uuid) ?? '', 'database')}`
					: FOLDER_OF_KIND[kind];
			paths.set(`${folder}/${name}`, asset);
		}
	}
	return paths;
}

/** Superset describes every tag of the export; only what an object of the tree carries belongs to it. */
function usedTags(found: CanonicalAssets): ReadonlyMap<string, string> {
	const carried = new Set<string>();
	for (const { content } of found.assets.values()) {
		const tags = content['tags'];
		if (Array.isArray(tags)) for (const tag of tags) if (typeof tag === 'string') carried.add(tag);
	}
	return new Map([...found.tags].filter(([name]) => carried.has(name)));
}

/**
 * What belongs to one dashboard: its charts, the charts that those draw (layers, annotations), the datasets of them
 * and of the filters, their databases, its theme.
 * @throws {NotFound} when no such dashboard is among them
 */
export function assetsOfDashboard(found: CanonicalAssets, dashboard: AssetUuid): CanonicalAssets {
	const start = found.assets.get(assetKey('dashboard', dashboard));
	if (!start) throw new NotFound('dashboard in this bundle', dashboard);
	const charts = new Map<number, CanonicalAsset>();
	for (const asset of found.assets.values()) if (asset.kind === 'chart') charts.set(stableNumber(asset.uuid), asset);

	const kept = new Map<string, CanonicalAsset>();
	const queue: (CanonicalAsset | undefined)[] = [start];
	while (queue.length > 0) {
		const asset = queue.pop();
		if (!asset || kept.has(assetKey(asset.kind, asset.uuid))) continue;
		kept.set(assetKey(asset.kind, asset.uuid), asset);
		for (const number of asset.uses.charts) queue.push(charts.get(number));
		for (const uuid of asset.uses.datasets) queue.push(found.assets.get(assetKey('dataset', uuid)));
		if (asset.uses.database) queue.push(found.assets.get(assetKey('database', asset.uses.database)));
		if (asset.uses.theme) queue.push(found.assets.get(assetKey('theme', asset.uses.theme)));
	}
	return { assets: kept, tags: found.tags, findings: found.findings };
}

/** The dashboards among these objects, in order of title. */
export const dashboardsIn = (found: Pick<CanonicalAssets, 'assets'>): CanonicalAsset[] =>
	[...found.assets.values()]
		.filter(({ kind }) => kind === 'dashboard')
		.sort((a, b) => a.name.localeCompare(b.name, 'en'));

/**
 * A tree as git holds it.
 * @throws {BundleRejected} when its form is newer than this release, or a file cannot be understood
 */
export function readTree(files: TreeFiles, memory?: CanonicalMemory): CanonicalTree {
	const form = files.get('.dashbranch.yaml');
	if (!form) {
		throw rejected(
			'.dashbranch.yaml',
			'is missing, so this is no tree of Dashbranch',
			'Choose a branch that Dashbranch made.'
		);
	}
	const number = parseFile('.dashbranch.yaml', form)['form'];
	if (number !== FORM) {
		throw rejected(
			'.dashbranch.yaml',
			`says form ${String(number)}; this release reads form ${FORM}`,
			'Install a newer release of Dashbranch.'
		);
	}
	return treeOfAssets(canonicalAssets(files, memory ? { memory } : {}));
}

/** The dashboard of a tree that holds exactly one. */
export function onlyDashboard(tree: Pick<CanonicalTree, 'assets'>): CanonicalAsset {
	const [first, ...others] = dashboardsIn(tree);
	if (!first || others.length > 0) {
		throw new BundleRejected(
			first ? `The bundle holds ${others.length + 1} dashboards; one is wanted.` : 'The bundle holds no dashboard.',
			{
				hint: first
					? `Choose one of: ${[first, ...others].map(({ name, uuid }) => `“${name}” (${uuid})`).join(', ')}.`
					: 'Export the dashboard itself in Superset, not a chart, dataset or database of it.'
			}
		);
	}
	return first;
}

/** Name → content for a mapping that may be none. */
export const mappingIn = (asset: CanonicalAsset, key: string): Mapping => {
	const value = asset.content[key];
	return isMapping(value) ? value : mapping();
};

export const textIn = (asset: CanonicalAsset, key: string): string => textOf(asset.content[key]);
