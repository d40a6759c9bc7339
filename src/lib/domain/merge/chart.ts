import { isEqual, isMapping, mapping, type Mapping, type MutableMapping, type Value } from '../value.ts';
import { isDefaultControl, isInternalControl } from '../words/default-control.ts';
import { literal, Merging, type Three, type ThreeValues } from './merging.ts';
import { keysOf, mergeChanged, mergeValue } from './value.ts';

type ThreeCharts = Readonly<Record<'mine' | 'theirs', Mapping>> & { readonly base: Mapping | undefined };

/** Parts of a chart that hang together and are merged by a rule of their own. */
const RULED = new Set(['params', 'viz_type', 'query_context']);

/** Merge a chart that both sides changed. */
export function mergeChart(merging: Merging, charts: ThreeCharts): Mapping {
	const { base, mine, theirs } = charts;
	const made: MutableMapping = mapping();
	const of = (key: string): ThreeValues => ({ base: base?.[key], mine: mine[key], theirs: theirs[key] });
	const put = (key: string, value: Value | undefined) => {
		if (value !== undefined) made[key] = value;
	};
	for (const key of keysOf(mine, theirs)) if (!RULED.has(key)) put(key, mergeValue(merging, [key], of(key)));
	const params = of('params');
	if (isMapping(params.mine) && isMapping(params.theirs)) mergeForm(merging, charts, put);
	else for (const key of ['viz_type', 'params']) put(key, mergeValue(merging, [key], of(key)));
	put('query_context', mergeQueryContext(merging, charts, made));
	return made;
}

/** The chart type and its controls. Where both chose another type, the controls go with the type that is kept. */
function mergeForm(merging: Merging, charts: ThreeCharts, put: (key: string, value: Value | undefined) => void): void {
	const types = threeOf(charts, (chart) => chart?.['viz_type']);
	const params = threeOf(charts, (chart) => chart?.['params']) as Three<Mapping | undefined>;
	const mine = params.mine ?? mapping();
	const theirs = params.theirs ?? mapping();
	const isTwoTypes = new Set([types.base, types.mine, types.theirs].map(literal)).size === 3;
	if (isTwoTypes && types.base !== undefined) {
		const controls = differing(charts, mine, theirs);
		const keep = merging.askSide({ kind: 'value', path: ['viz_type'], ...types, alongside: controls });
		put('viz_type', types[keep]);
		put('params', mergeControls(silent(merging, keep), charts, { ...params, mine, theirs }, types[keep]));
		return;
	}
	const type = mergeValue(merging, ['viz_type'], types);
	put('viz_type', type);
	put('params', mergeControls(merging, charts, { ...params, mine, theirs }, type));
}

function mergeControls(
	merging: Merging,
	charts: ThreeCharts,
	{ base, mine, theirs }: { base: Mapping | undefined; mine: Mapping; theirs: Mapping },
	type: Value | undefined
): Mapping {
	const made: MutableMapping = mapping();
	const isCopied = [charts.mine, charts.theirs].every(
		({ viz_type: own, params }) => isMapping(params) && isEqual(params['viz_type'], own)
	);
	for (const key of keysOf(mine, theirs)) {
		const value =
			key === 'viz_type' && isCopied
				? type
				: mergeControl(merging, charts, key, { base: base?.[key], mine: mine[key], theirs: theirs[key] });
		if (value !== undefined) made[key] = value;
	}
	return made;
}

function mergeControl(merging: Merging, charts: ThreeCharts, key: string, three: ThreeValues): Value | undefined {
	const { base, mine, theirs } = three;
	if (isEqual(mine, theirs) || isEqual(base, theirs)) return mine;
	if (isEqual(base, mine)) return theirs;
	const isSame = (one: keyof ThreeCharts, other: keyof ThreeCharts) =>
		isSameControl(key, { chart: charts[one], value: three[one] }, { chart: charts[other], value: three[other] });
	if (isSame('mine', 'theirs')) return either(mine, theirs);
	if (isSame('base', 'mine')) return theirs;
	if (isSame('base', 'theirs')) return mine;
	if (isInternalControl(key)) return either(mine, theirs);
	return mergeChanged(merging, ['params', key], three);
}

interface ControlOf {
	readonly chart: Mapping | undefined;
	readonly value: Value | undefined;
}

/** Whether a control means the same in two forms of a chart: one at its default is as good as none. */
function isSameControl(key: string, a: ControlOf, b: ControlOf): boolean {
	if (isEqual(a.value, b.value)) return true;
	if (a.chart === undefined || b.chart === undefined) return false;
	return [a, b].every(({ chart, value }) => isDefaultControl(String(chart?.['viz_type'] ?? ''), key, value));
}

/** Of two values that mean the same, the one that is there; it does not matter which side is which. */
export function either(mine: Value | undefined, theirs: Value | undefined): Value | undefined {
	if (mine === undefined || theirs === undefined) return mine ?? theirs;
	return literal(mine) < literal(theirs) ? mine : theirs;
}

/** Controls of two forms that are not the same, by key. */
function differing(charts: ThreeCharts, mine: Mapping, theirs: Mapping): string[] {
	return keysOf(mine, theirs).filter(
		(key) =>
			key !== 'viz_type' &&
			!isSameControl(key, { chart: charts.mine, value: mine[key] }, { chart: charts.theirs, value: theirs[key] })
	);
}

/**
 * What asks the database for the chart's data follows the parameters. One that is put together of both sides' could ask
 * for other data than the chart shows; only where it merges without a question is it kept, else Superset makes it anew.
 */
function mergeQueryContext(merging: Merging, charts: ThreeCharts, made: Mapping): Value | undefined {
	const context = threeOf(charts, (chart) => chart?.['query_context']);
	if (isEqual(context.mine, context.theirs)) return context.mine;
	const isAs = { mine: isSameForm(made, charts.mine), theirs: isSameForm(made, charts.theirs) };
	if (isAs.mine && isAs.theirs) {
		if (isEqual(context.base, context.mine)) return context.theirs;
		return isEqual(context.base, context.theirs) ? context.mine : either(context.mine, context.theirs);
	}
	if (isAs.mine) return context.mine;
	if (isAs.theirs) return context.theirs;
	const quiet = silent(merging, 'mine');
	const merged = mergeValue(quiet, ['query_context'], context);
	const isClear = merging.conflicts.every(({ path: [first] }) => first !== 'params' && first !== 'viz_type');
	return isClear && quiet.conflicts.length === 0 ? merged : undefined;
}

/** Whether two forms of a chart show the same data: type, dataset and controls. */
function isSameForm(a: Mapping, b: Mapping): boolean {
	if (!isEqual(a['viz_type'], b['viz_type']) || !isEqual(a['dataset_uuid'], b['dataset_uuid'])) return false;
	const [left, right] = [a['params'], b['params']];
	if (!isMapping(left) || !isMapping(right)) return isEqual(left, right);
	return keysOf(left, right).every((key) =>
		isSameControl(key, { chart: a, value: left[key] }, { chart: b, value: right[key] })
	);
}

/** A merge that asks nobody: its conflicts are one side's, and are only counted. */
function silent(merging: Merging, keep: 'mine' | 'theirs'): Merging {
	const choices = { get: () => ({ keep }) } as unknown as ReadonlyMap<string, { keep: typeof keep }>;
	return new Merging('', merging.asset, { json: merging.json, choices });
}

const threeOf = <T>(charts: ThreeCharts, read: (chart: Mapping | undefined) => T): Three<T> => ({
	base: read(charts.base),
	mine: read(charts.mine),
	theirs: read(charts.theirs)
});

/** Whether a chart differs from an earlier form of itself in nothing that a person sets. */
export function isSavedAgain(before: Mapping, after: Mapping): boolean {
	if (!isSameForm(before, after)) return false;
	return keysOf(before, after).every((key) => RULED.has(key) || isEqual(before[key], after[key]));
}
