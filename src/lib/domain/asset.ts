import type { AssetUuid } from './ids.ts';

export const ASSET_KINDS = ['dashboard', 'chart', 'dataset', 'database', 'theme', 'tags', 'form'] as const;
/** What a file of the canonical tree holds. `tags` is `tags.yaml`; `form` is `metadata.yaml` and `.dashbranch.yaml`. */
export type AssetKind = (typeof ASSET_KINDS)[number];

/** One file of the canonical tree, named for a reader. */
export interface AssetName {
	readonly kind: AssetKind;
	/** `null` for `tags` and `form`. */
	readonly uuid: AssetUuid | null;
	/** Title of the dashboard, name of the chart, table, database or theme. */
	readonly name: string;
	readonly path: string;
}

const KIND_OF_FOLDER = new Map<string, AssetKind>(
	Object.entries({
		dashboards: 'dashboard',
		charts: 'chart',
		datasets: 'dataset',
		databases: 'database',
		themes: 'theme'
	} as const)
);

/** Whether a folder at the top of a repository is one of the canonical tree. */
export const isAssetFolder = (name: string): boolean => KIND_OF_FOLDER.has(name);

/** What a path of the canonical tree holds, `undefined` for a file that no rule knows. */
export function assetKindOf(path: string): AssetKind | undefined {
	if (path === 'tags.yaml') return 'tags';
	if (path === 'metadata.yaml' || path === '.dashbranch.yaml') return 'form';
	const slash = path.indexOf('/');
	return slash > 0 && path.endsWith('.yaml') ? KIND_OF_FOLDER.get(path.slice(0, slash)) : undefined;
}
