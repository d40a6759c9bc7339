import ChartColumn from '@lucide/svelte/icons/chart-column';
import Database from '@lucide/svelte/icons/database';
import FileCog from '@lucide/svelte/icons/file-cog';
import LayoutDashboard from '@lucide/svelte/icons/layout-dashboard';
import Palette from '@lucide/svelte/icons/palette';
import Table2 from '@lucide/svelte/icons/table-2';
import Tags from '@lucide/svelte/icons/tags';
import type { AssetKind } from '#lib/domain/asset.ts';
import type { Icon } from '#lib/ui/icon.ts';

/** How each kind of asset is drawn. */
export const KIND_ICON: Readonly<Record<AssetKind, Icon>> = {
	dashboard: LayoutDashboard,
	chart: ChartColumn,
	dataset: Table2,
	database: Database,
	theme: Palette,
	tags: Tags,
	form: FileCog
};
