import type { ChangeArea } from '../change.ts';
import { isEqual, isList, isMapping, type Mapping, type Value } from '../value.ts';
import { at } from '../words/entry.ts';
import { DASHBOARD } from '../words/tables.ts';
import { allOf, detailOf, told, type Told } from './details.ts';
import { bare } from './expressions.ts';
import { chartWords, keysOf, mappingsOf, tellCrossFilters, tellGlobalScope } from './tell-cross-filters.ts';
import { tellFilters } from './tell-filters.ts';
import { tellLayout } from './tell-layout.ts';
import { tellProperties } from './tell-properties.ts';
import { tellValue, type Place, type Sides } from './tell-value.ts';
import type { Terms } from './terms.ts';
import { counted, keyWords, labelWords, quoted } from './words.ts';

/** What happened to a dashboard: its name and properties, its filters and colours, its layout. */
export function tellDashboard(before: Mapping, after: Mapping, terms: Terms): Told {
	const isBoth = (key: string) => isMapping(before[key]) && isMapping(after[key]);
	const sides = (key: string) => ({ before: before[key], after: after[key] });
	const [metadata, position] = [sides('metadata'), sides('position')];
	const properties = tellProperties({ before, after }, DASHBOARD.properties, terms, {
		leaveOut: ['metadata', 'position'].filter(isBoth)
	});
	return allOf([
		properties,
		...(isBoth('metadata') ? [tellMetadata(metadata.before as Mapping, metadata.after as Mapping, terms)] : []),
		...(isBoth('position') ? [tellLayout(position.before as Mapping, position.after as Mapping, terms)] : [])
	]);
}

function tellMetadata(before: Mapping, after: Mapping, terms: Terms): Told {
	const keys = [...new Set([...Object.keys(after), ...Object.keys(before)])].filter(
		(key) => !isEqual(before[key], after[key])
	);
	return allOf(keys.map((key) => tellKey(key, { before: before[key], after: after[key] }, terms)));
}

function tellKey(key: string, sides: Sides, terms: Terms): Told {
	const entry = at(DASHBOARD.metadata, key);
	const place: Place = {
		path: ['metadata', key],
		area: areaOf(key),
		label: entry ? labelWords(entry.label) : keyWords(key),
		entry
	};
	const special = SPECIAL.get(key);
	return special?.(place, sides, terms) ?? tellValue(place, sides, terms);
}

type Tell = (place: Place, sides: Sides, terms: Terms) => Told | undefined;

const SPECIAL: ReadonlyMap<string, Tell> = new Map<string, Tell>([
	['native_filter_configuration', (place, sides, terms) => tellFilters(place, sides, terms, 'filter')],
	['chart_customization_config', (place, sides, terms) => tellFilters(place, sides, terms, 'display control')],
	['chart_configuration', tellCrossFilters],
	['global_chart_configuration', tellGlobalScope],
	['label_colors', tellLabelColours],
	['refresh_frequency', tellRefresh],
	['expanded_slices', (place, sides, terms) => tellByChart(place, sides, terms)],
	['timed_refresh_immune_slices', tellCharts]
]);

const areaOf = (key: string): ChangeArea =>
	/colou?r/.test(key) ? 'colours' : /filter|chart_c/.test(key) ? 'filters' : 'properties';

function tellLabelColours(place: Place, sides: Sides, terms: Terms): Told | undefined {
	const both = mappingsOf(sides);
	if (!both) return undefined;
	return allOf(
		keysOf(both).map((label) =>
			tellValue(
				{
					...place,
					path: [...place.path, label],
					label: `color of ${quoted(label)}`,
					entry: { label, kind: 'colour' }
				},
				{ before: both.before[label], after: both.after[label] },
				terms
			)
		)
	);
}

function tellRefresh(place: Place, sides: Sides, terms: Terms): Told | undefined {
	const { entry } = place;
	const words = (value: Value | undefined) =>
		typeof value === 'number' ? (at(entry?.choices, String(value)) ?? counted(value, 'second')) : undefined;
	const [old, now] = [words(sides.before ?? 0), words(sides.after ?? 0)];
	if (old === undefined || now === undefined || old === now) return tellValue(place, sides, terms);
	return told(detailOf(place, `${place.label} ${old} → ${now}`, { before: old, after: now }));
}

function tellByChart(place: Place, sides: Sides, terms: Terms): Told | undefined {
	const both = mappingsOf(sides);
	if (!both) return undefined;
	return allOf(
		keysOf(both).map((id) => {
			const label = `${place.label}: ${chartWords(id, terms)}`;
			const inner = { before: both.before[id], after: both.after[id] };
			return tellValue({ ...place, path: [...place.path, id], label, entry: { label, kind: 'boolean' } }, inner, terms);
		})
	);
}

/** A list of charts' numbers. */
function tellCharts(place: Place, sides: Sides, terms: Terms): Told | undefined {
	const list = (value: Value | undefined) => (isList(value) ? value.map(bare) : []);
	const [old, now] = [list(sides.before), list(sides.after)];
	const come = now.filter((id) => !old.includes(id));
	const gone = old.filter((id) => !now.includes(id));
	if (come.length + gone.length === 0 || come.length + gone.length > 6) return undefined;
	return told(
		...come.map((id) =>
			detailOf(place, `${place.label}: ${chartWords(id, terms)} added`, { after: chartWords(id, terms), kind: 'added' })
		),
		...gone.map((id) =>
			detailOf(place, `${place.label}: ${chartWords(id, terms)} removed`, {
				before: chartWords(id, terms),
				kind: 'removed'
			})
		)
	);
}
