import type { LayoutKind } from '#lib/domain/layout/tree.ts';
import type { VizShape } from '#lib/ui/VizShape.svelte';

/** The first that a chart type's name begins with or holds. */
const SHAPES: readonly (readonly [RegExp, VizShape])[] = [
	[/^(big_number|pop_kpi)|gauge/, 'number'],
	[/table|^(handlebars|paired_ttest|filter_box)/, 'table'],
	[/^(pie|rose|sunburst|treemap|partition)|radar|chord/, 'pie'],
	[/^(funnel|bullet|gantt_chart|event_flow)|sankey/, 'hbar'],
	[/^(bar|dist_bar|histogram|waterfall|box_plot)|_bar$/, 'bar'],
	[/line|area|timeseries|smooth|step|time_pivot|compare|horizon/, 'line'],
	[/^(markup|separator|iframe|word_cloud)/, 'text']
];

/** What a box looks like from far away; nothing where no drawing says what it is. */
export function shapeOf(box: { readonly kind: LayoutKind; readonly vizType: string | null }): VizShape | undefined {
	if (box.kind === 'text') return 'text';
	if (box.kind !== 'chart' || box.vizType === null) return undefined;
	const { vizType } = box;
	return SHAPES.find(([names]) => names.test(vizType))?.[1];
}
