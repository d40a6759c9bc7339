import { isEqual, isList, isMapping, mapping, type Mapping, type Value } from '../value.ts';
import { at } from '../words/entry.ts';
import { allOf, detailOf, hiddenAt, told, type Path, type Told } from './details.ts';
import { bare, timeRangeWords } from './expressions.ts';
import { tellScope } from './scope.ts';
import { tellExpressions } from './tell-expressions.ts';
import { tellList } from './tell-list.ts';
import { tellValue, type Place, type Sides } from './tell-value.ts';
import { filterName, type SideTerms, type Terms } from './terms.ts';
import { keyWords, labelWords, quoted, said, short } from './words.ts';

/** Filters or display controls that came, went, moved and changed. */
export function tellFilters(place: Place, sides: Sides, terms: Terms, noun: string): Told | undefined {
	return tellList(place, sides, terms, {
		noun: (item) => (item['type'] === 'DIVIDER' ? `divider of ${noun}s` : noun),
		name: (item, id) => quoted(filterName(item) ?? id),
		tell: (at, items) => tellFilter({ ...at, entry: place.entry }, items, terms, noun)
	});
}

interface Filters {
	readonly before: Mapping;
	readonly after: Mapping;
}

function tellFilter(place: Place, { before, after }: Filters, terms: Terms, noun: string): Told {
	const keys = [...new Set([...Object.keys(after), ...Object.keys(before)])];
	return allOf(
		keys
			.filter((key) => !isEqual(before[key], after[key]))
			.map((key) => {
				const sides = { before: before[key], after: after[key] };
				const inner = { ...place, path: [...place.path, key] };
				return tellField(key, inner, sides, { terms, noun, filters: { before, after } });
			})
	);
}

interface FieldTerms {
	readonly terms: Terms;
	readonly noun: string;
	readonly filters: Filters;
}

function tellField(key: string, place: Place, sides: Sides, { terms, noun, filters }: FieldTerms): Told {
	const entry = at(place.entry?.parts, key);
	const label = entry ? labelWords(entry.label) : keyWords(key);
	switch (key) {
		case 'name':
		case 'title':
			return tellName(place, sides, noun) ?? tellValue({ ...place, label, entry }, sides, terms);
		case 'scope':
			return tellScope({ ...place, label: 'applies to' }, sides, terms);
		case 'targets':
			return tellTargets(place, sides, terms) ?? tellValue({ ...place, label: 'target', entry }, sides, terms);
		case 'controlValues':
			return tellValue({ ...place, label: '', entry }, sides, terms);
		case 'defaultDataMask':
			return tellDefault({ ...place, entry }, sides, terms, filters);
		case 'cascadeParentIds':
			return tellParents({ ...place, label, entry }, sides, terms);
		default:
			return (
				tellExpressions({ ...place, label, entry }, sides, terms) ?? tellValue({ ...place, label, entry }, sides, terms)
			);
	}
}

function tellName({ path, area }: Place, { before, after }: Sides, noun: string): Told | undefined {
	if (typeof before !== 'string' || typeof after !== 'string' || quoted(before) === quoted(after)) return undefined;
	const words = { before: quoted(before), after: quoted(after) };
	return told(detailOf({ path, area }, `${noun} ${words.before} renamed to ${words.after}`, words));
}

/** A filter's one dataset and column; display controls have a dataset's number. */
function tellTargets({ path, area, lead = '' }: Place, { before, after }: Sides, { names }: Terms): Told | undefined {
	const [old, now] = [targetOf(before), targetOf(after)];
	if (!old || !now) return undefined;
	const parts: Told[] = [];
	if (!isEqual(old.dataset, now.dataset)) {
		const words = { before: said(old.dataset, names), after: said(now.dataset, names) };
		parts.push(told(detailOf({ path, area }, `${lead}dataset ${words.before} → ${words.after}`, words)));
	}
	if (!isEqual(old.column, now.column)) {
		const words = { before: short(bare(old.column) || 'none'), after: short(bare(now.column) || 'none') };
		parts.push(told(detailOf({ path, area }, `${lead}column ${words.before} → ${words.after}`, words)));
	}
	return parts.length > 0 ? allOf(parts) : undefined;
}

function targetOf(targets: Value | undefined): { dataset: Value | undefined; column: Value | undefined } | undefined {
	if (!isList(targets) || targets.length > 1) return undefined;
	const [target = mapping()] = targets;
	if (!isMapping(target)) return undefined;
	const isKnown = Object.keys(target).every((key) => ['datasetUuid', 'datasetId', 'column'].includes(key));
	const column = target['column'];
	if (!isKnown || (isMapping(column) && !Object.keys(column).every((key) => key === 'name' || key === 'displayName')))
		return undefined;
	const dataset = target['datasetUuid'] ?? target['datasetId'];
	return { dataset, column: isMapping(column) ? column['name'] : column };
}

/** The default value; what it does to queries follows from it. */
function tellDefault(place: Place, sides: Sides, terms: Terms, filters: Filters): Told {
	const value = (mask: Value | undefined) => {
		const state = isMapping(mask) ? mask['filterState'] : undefined;
		return isMapping(state) ? state['value'] : undefined;
	};
	const [old, now] = [value(sides.before), value(sides.after)];
	const path: Path = [...place.path, 'filterState', 'value'];
	const rest = tellValue({ ...place, label: '' }, sides, terms);
	if (isEqual(old ?? null, now ?? null)) return rest;
	const words = { before: defaultWords(old, filters.before), after: defaultWords(now, filters.after) };
	if (words.before === words.after) return rest;
	const detail = detailOf(
		{ path, area: place.area },
		`${place.lead ?? ''}default ${words.before} → ${words.after}`,
		words
	);
	const others = rest.details.filter((one) => !one.path.includes('value'));
	return { details: [detail, ...others], hidden: rest.hidden };
}

function defaultWords(value: Value | undefined, filter: Mapping): string {
	const isTime = filter['filterType'] === 'filter_time';
	if (value === undefined || value === null || (isList(value) && value.length === 0))
		return isTime ? 'No filter' : filter['filterType'] === 'filter_select' ? 'All' : 'none';
	return short(isTime ? timeRangeWords(value) : bare(value)) || '“”';
}

/** The filters on which a filter's values depend, by name. */
function tellParents(place: Place, sides: Sides, terms: Terms): Told {
	const named = (value: Value | undefined, side: SideTerms): Value | undefined =>
		isList(value) ? value.map((id) => (typeof id === 'string' ? (side.filters.get(id) ?? id) : id)) : value;
	const inner = { before: named(sides.before, terms.before), after: named(sides.after, terms.after) };
	// Filters of one name would hide that others were chosen.
	return isEqual(inner.before ?? [], inner.after ?? []) && !isEqual(sides.before ?? [], sides.after ?? [])
		? tellValue(place, sides, terms)
		: isEqual(sides.before ?? [], sides.after ?? [])
			? hiddenAt(place.path)
			: tellValue(place, inner, terms);
}
