import type { ChangeArea } from '../change.ts';
import { isEqual, isList, isMapping, type Mapping, type Value } from '../value.ts';
import { controlOf, vizTypeLabel, type Control } from '../words/controls.ts';
import { defaultOf, isAtDefault, isDefaultControl, isInternalControl } from '../words/default-control.ts';
import type { WordEntry, WordKind } from '../words/entry.ts';
import { OTHER } from '../words/tables.ts';
import { allOf, detailOf, hiddenAt, NOTHING, told, type Told } from './details.ts';
import { bare } from './expressions.ts';
import { tellExpressions } from './tell-expressions.ts';
import { tellProperties } from './tell-properties.ts';
import { tellValue, type Place, type Sides } from './tell-value.ts';
import type { Terms } from './terms.ts';
import { keyWords, labelWords, short } from './words.ts';

/** What happened to a chart: its type, then what it shows, then how. */
export function tellChart(before: Mapping, after: Mapping, terms: Terms): Told {
	const [old, now] = [before['params'], after['params']];
	const properties = tellProperties({ before, after }, OTHER.chart, terms, {
		leaveOut: isMapping(old) && isMapping(now) ? ['params', 'viz_type'] : ['viz_type']
	});
	const type = tellType(before['viz_type'], after['viz_type']);
	if (!isMapping(old) || !isMapping(now)) return allOf([type, properties]);
	const renamed = renamedControls(old, now);
	const keys = [...new Set([...Object.keys(now), ...Object.keys(old)])].filter((key) => !isEqual(old[key], now[key]));
	const controls = keys
		.map((key) => ({ key, order: ORDER.indexOf(areaOf(key, controlOf(terms.after.vizType, key))) }))
		.sort((a, b) => a.order - b.order)
		.map(({ key }) => {
			if (renamed.has(key)) return hiddenAt(['params', key]);
			return tellControl(key, { before: old[key], after: now[key] }, terms);
		});
	return allOf([type, ...controls, properties]);
}

/** Most important first. */
const ORDER: readonly ChangeArea[] = ['data', 'filters', 'controls', 'colours'];

function tellType(before: Value | undefined, after: Value | undefined): Told {
	if (isEqual(before, after)) return NOTHING;
	const label = (type: Value | undefined) => (typeof type === 'string' ? vizTypeLabel(type) : 'no chart type');
	let sides = { before: label(before), after: label(after) };
	if (sides.before === sides.after)
		sides = { before: short(bare(before)) || 'nothing', after: short(bare(after)) || 'nothing' };
	const detail = detailOf({ path: ['viz_type'], area: 'properties' }, `${sides.before} → ${sides.after}`, sides);
	return told({ ...detail, also: [['params', 'viz_type']] });
}

function tellControl(key: string, sides: Sides, terms: Terms): Told {
	const path = ['params', key];
	if (isInternalControl(key) || isMachineMade(key, sides, terms)) return hiddenAt(path);
	const control = controlOf(terms.after.vizType, key) ?? controlOf(terms.before.vizType, key);
	const label = control ? labelWords(control.entry.label) : keyWords(key);
	const place: Place = {
		path,
		area: areaOf(key, control),
		label: control?.isQueryB ? `query B ${label}` : label,
		entry: control && withDefault(control.entry, terms.after.vizType, key)
	};
	// A form that starts empty shows what comes and goes item by item.
	return tellExpressions(place, sides, terms) ?? tellValue(place, sides, terms);
}

/** Explore writes controls at their default and drops those without a use: nobody changed anything. */
function isMachineMade(key: string, { before, after }: Sides, { before: old, after: now }: Terms): boolean {
	if (before === undefined) return isDefaultControl(now.vizType, key, after);
	if (after === undefined) return isDefaultControl(old.vizType, key, before);
	// Two filters that let all through may be about two columns, which a dashboard's filter by time heeds.
	if (isList(before) && isList(after)) return false;
	return isAtDefault(old.vizType, key, before) && isAtDefault(now.vizType, key, after);
}

const withDefault = (entry: WordEntry, vizType: string, key: string): WordEntry => ({
	...entry,
	default: defaultOf(vizType, key)
});

/** Keys under which a newer version keeps what an older one kept under another key, both of them. */
function renamedControls(before: Mapping, after: Mapping): ReadonlySet<string> {
	const found = new Set<string>();
	for (const [old, now] of [
		[before, after],
		[after, before]
	] as const)
		for (const key of Object.keys(old)) {
			const to = controlOf('', key)?.entry.renamed_to;
			if (to === undefined || key in now || to in old || !isEqual(old[key], now[to])) continue;
			found.add(key).add(to);
		}
	return found;
}

const DATA: ReadonlySet<WordKind> = new Set(['metric', 'metrics', 'column', 'columns', 'time_grain']);

function areaOf(key: string, control: Control | undefined): ChangeArea {
	const kind = control?.entry.kind;
	if (kind === undefined) return 'controls';
	if (kind === 'filters' || kind === 'time_range') return 'filters';
	if (kind === 'colour' || kind === 'colour_scheme') return 'colours';
	return DATA.has(kind) || /limit|^order_/.test(key) ? 'data' : 'controls';
}
