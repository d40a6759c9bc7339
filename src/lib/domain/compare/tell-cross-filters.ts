import type { ChangeArea } from '../change.ts';
import { isEqual, isMapping, mapping, type Mapping, type Value } from '../value.ts';
import { allOf, detailOf, hiddenAt, told, type Told } from './details.ts';
import { scopeWords, tellScope } from './scope.ts';
import { tellValue, type Place, type Sides } from './tell-value.ts';
import type { Terms } from './terms.ts';
import { quoted } from './words.ts';

/** What each chart filters; what is global says nothing of its own. */
export function tellCrossFilters(place: Place, sides: Sides, terms: Terms): Told | undefined {
	const both = mappingsOf(sides);
	if (!both) return undefined;
	return allOf(
		keysOf(both).map((id) => {
			const path = [...place.path, id];
			const [old, now] = [scopeIn(both.before[id]), scopeIn(both.after[id])];
			const isPlain = [both.before[id], both.after[id]].every((one) => one === undefined || scopeIn(one) !== undefined);
			if (!isPlain)
				return tellValue(
					{ ...place, path, label: `cross-filters of ${chartWords(id, terms)}` },
					{ before: both.before[id], after: both.after[id] },
					terms
				);
			const at = { path, area: place.area };
			return isEqual(old ?? 'global', now ?? 'global')
				? hiddenAt(path)
				: told(
						scopeDetail(at, `cross-filters of ${chartWords(id, terms)} apply to`, { before: old, after: now }, terms)
					);
		})
	);
}

/** The scope of a chart's cross-filters, of an entry that holds nothing else. */
function scopeIn(entry: Value | undefined): Value | undefined {
	if (!isMapping(entry) || !isMapping(entry['crossFilters'])) return undefined;
	const others = [...Object.keys(entry), ...Object.keys(entry['crossFilters'])];
	return others.every((key) => ['id', 'crossFilters', 'scope', 'chartsInScope'].includes(key))
		? entry['crossFilters']['scope']
		: undefined;
}

const scopeDetail = (at: { path: readonly string[]; area: ChangeArea }, label: string, sides: Sides, terms: Terms) => {
	const words = {
		before: sides.before === undefined ? 'the scope of the dashboard' : scopeWords(sides.before, terms.before),
		after: sides.after === undefined ? 'the scope of the dashboard' : scopeWords(sides.after, terms.after)
	};
	const isSame = words.before === words.after;
	return detailOf(at, isSame ? `${label} other charts` : `${label} ${words.before} → ${words.after}`, words);
};

export function tellGlobalScope(place: Place, sides: Sides, terms: Terms): Told | undefined {
	const both = mappingsOf(sides);
	if (!both) return undefined;
	return allOf(
		keysOf(both).map((key) => {
			const path = [...place.path, key];
			const inner = { before: both.before[key], after: both.after[key] };
			if (key === 'scope') return tellScope({ ...place, path, label: 'cross-filters apply to' }, inner, terms);
			return key === 'chartsInScope' ? hiddenAt(path) : tellValue({ ...place, path, entry: undefined }, inner, terms);
		})
	);
}

/** A chart by its number, in quotation marks. */
export const chartWords = (id: string, { names, before, after }: Terms): string =>
	quoted(after.charts.get(id) ?? before.charts.get(id) ?? names.get(id) ?? id);

/** Both sides as mappings, where they are, or nothing. */
export function mappingsOf({
	before,
	after
}: Sides): { readonly before: Mapping; readonly after: Mapping } | undefined {
	const isOne = (value: Value | undefined): value is Mapping | undefined => value === undefined || isMapping(value);
	return isOne(before) && isOne(after) ? { before: before ?? mapping(), after: after ?? mapping() } : undefined;
}

/** Keys under which both differ. */
export const keysOf = ({ before, after }: { readonly before: Mapping; readonly after: Mapping }): string[] =>
	[...new Set([...Object.keys(after), ...Object.keys(before)])].filter((key) => !isEqual(before[key], after[key]));
