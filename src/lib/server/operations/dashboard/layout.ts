import { z } from 'zod';
import type { AssetKind } from '#lib/domain/asset.ts';
import { AssetUuid, DashboardId, type Oid } from '#lib/domain/ids.ts';
import { layoutView, type LayoutView } from '#lib/domain/layout/single-view.ts';
import { vizTypeLabel } from '#lib/domain/words/controls.ts';
import { textIn } from '../../superset/bundle/tree.ts';
import { commitFrom } from '../history/history-from.ts';
import { defineOperation } from '../operation.ts';
import { chartsOf, positionOf } from './layout-facts.ts';
import { openDashboard, readCanonicalTree } from './repository.ts';
import { refsOf } from './stops.ts';

/** Something that a dashboard is made of. */
export interface LayoutAsset {
	readonly uuid: AssetUuid;
	readonly kind: AssetKind;
	readonly name: string;
	readonly path: string;
	/** Of a chart: its type in Superset's words, and where its data come from. */
	readonly type: string | null;
	readonly dataset: AssetUuid | null;
}

/** The layout of a branch, tag or commit, drawn as Superset lays it out, with all that the dashboard is made of. */
export const showLayout = defineOperation({
	name: 'dashboard.layout',
	permission: 'dashboard:read',
	input: z.object({
		dashboardId: DashboardId,
		/** A branch's or tag's name or a commit's id; default: the default branch. */
		from: z.string().min(1).max(244).optional(),
		/** Inner tabs that are shown instead of the first of their row. */
		open: z.array(z.string().max(200)).max(100).default([])
	}),

	async run(
		{ app },
		{ dashboardId, from, open }
	): Promise<{ commit: Oid; layout: LayoutView; assets: readonly LayoutAsset[] }> {
		const dashboard = await openDashboard(app, dashboardId);
		const commit = await commitFrom(dashboard, await refsOf(dashboard), from);
		const tree = await readCanonicalTree(app, dashboard.repo, commit);
		const assets = [...tree.paths].map(([path, object]) => {
			const { uuid, kind, name } = object;
			const dataset = AssetUuid.safeParse(textIn(object, 'dataset_uuid'));
			const type = kind === 'chart' ? vizTypeLabel(textIn(object, 'viz_type')) || null : null;
			return { uuid, kind, name, path, type, dataset: dataset.data ?? null };
		});
		return {
			commit: commit,
			layout: layoutView(positionOf(tree), { ...chartsOf(tree), open: new Set(open) }),
			assets
		};
	}
});
