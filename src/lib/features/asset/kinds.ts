import ChartColumn from '@lucide/svelte/icons/chart-column';
import Database from '@lucide/svelte/icons/database';
import FileCog from '@lucide/svelte/icons/file-cog';
import LayoutDashboard from '@lucide/svelte/icons/layout-dashboard';
import Palette from '@lucide/svelte/icons/palette';
import Table2 from '@lucide/svelte/icons/table-2';
import Tags from '@lucide/svelte/icons/tags';
import type { AssetKind } from '#lib/domain/asset.ts';
import type { Icon } from '#lib/ui/icon.ts';

/** How each kind of asset is drawn and called. */
export const KIND_LOOK: Readonly<
	Record<AssetKind, { readonly icon: Icon; readonly word: string; readonly many: string }>
> = {
	dashboard: { icon: LayoutDashboard, word: 'Dashboard', many: 'Dashboard and filters' },
	chart: { icon: ChartColumn, word: 'Chart', many: 'Charts' },
	dataset: { icon: Table2, word: 'Dataset', many: 'Datasets and metrics' },
	database: { icon: Database, word: 'Database', many: 'Databases' },
	theme: { icon: Palette, word: 'Theme', many: 'Themes' },
	tags: { icon: Tags, word: 'Tags', many: 'Tags' },
	form: { icon: FileCog, word: 'Form of the files', many: 'Form of the files' }
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
