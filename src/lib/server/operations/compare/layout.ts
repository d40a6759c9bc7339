import { z } from 'zod';
import { changesBetween, isMachineMadeOnly } from '#lib/domain/compare/changes.ts';
import type { ComparedSide } from '#lib/domain/compare/side.ts';
import { layoutDiffView, type LayoutDiffView } from '#lib/domain/layout/diff-view.ts';
import { comparedAssets } from '../../superset/bundle/compared.ts';
import type { CanonicalTree } from '../../superset/bundle/tree.ts';
import { chartsOf, positionOf } from '../dashboard/layout-facts.ts';
import { defineOperation } from '../operation.ts';
import { ComparedSides, openSides } from './trees.ts';

export interface LayoutComparison {
	readonly before: ComparedSide;
	readonly after: ComparedSide;
	readonly layout: LayoutDiffView;
	/** uuid of a chart → its path, on the side that has it; to lead to what changed in it. */
	readonly paths: Readonly<Record<string, string>>;
}

/** The layouts of two sides, drawn as Superset lays them out, with what happened to each box. Charts are not rendered. */
export const compareLayout = defineOperation({
	name: 'compare.layout',
	permission: 'dashboard:read',
	/** `open`: inner tabs that are shown instead of the first of their row. */
	input: ComparedSides.extend({ open: z.array(z.string().max(200)).max(100).optional() }),

	async run({ app }, { open, ...sides }): Promise<LayoutComparison> {
		const { before, after, trees } = await openSides(app, sides);
		const { assets } = changesBetween(comparedAssets(trees.before), comparedAssets(trees.after));
		const changed = new Set(
			assets.flatMap((one) =>
				one.kind === 'chart' && one.uuid && one.change === 'modified' && !isMachineMadeOnly(one) ? [one.uuid] : []
			)
		);
		const layout = layoutDiffView(positionOf(trees.before), positionOf(trees.after), {
			...{ ...chartsOf(trees.before, trees.after), changed },
			...(open && { open: new Set(open) })
		});
		return { before, after, layout, paths: pathsOf(trees.before, trees.after) };
	}
});

function pathsOf(...trees: readonly (CanonicalTree | null)[]): Record<string, string> {
	const paths: Record<string, string> = {};
	for (const tree of trees)
		for (const [path, { kind, uuid }] of tree?.paths ?? []) if (kind === 'chart') paths[uuid] = path;
	return paths;
}
