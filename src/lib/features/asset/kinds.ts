import type { AssetKind } from '#lib/domain/asset.ts';

/** How each kind of asset is called. */
export const KIND_WORDS: Readonly<Record<AssetKind, { readonly word: string; readonly many: string }>> = {
	dashboard: { word: 'Dashboard', many: 'Dashboard and filters' },
	chart: { word: 'Chart', many: 'Charts' },
	dataset: { word: 'Dataset', many: 'Datasets and metrics' },
	database: { word: 'Database', many: 'Databases' },
	theme: { word: 'Theme', many: 'Themes' },
	tags: { word: 'Tags', many: 'Tags' },
	form: { word: 'Form of the files', many: 'Form of the files' }
};

/** The order in which kinds are listed: what people made first. */
export const KIND_ORDER: readonly AssetKind[] = ['dashboard', 'chart', 'dataset', 'database', 'theme', 'tags', 'form'];

/** Things by kind, in the order of kinds; kinds without one are left out. */
export function groupByKind<Thing extends { readonly kind: AssetKind }>(
	things: readonly Thing[]
): { readonly kind: AssetKind; readonly things: readonly Thing[] }[] {
	return KIND_ORDER.map((kind) => ({ kind, things: things.filter((thing) => thing.kind === kind) })).filter(
		({ things: found }) => found.length > 0
	);
}
