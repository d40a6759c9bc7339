import { isEqual, mapping, type Mapping, type Value } from '../value.ts';
import type { WordEntries } from '../words/entry.ts';
import { DATASET } from '../words/tables.ts';
import { detailOf, type Told } from './details.ts';
import { bare } from './expressions.ts';
import { tellList } from './tell-list.ts';
import { tellProperties } from './tell-properties.ts';
import { tellValue, type Place } from './tell-value.ts';
import { mappingsIn, type Terms } from './terms.ts';
import { quoted } from './words.ts';

/** What happened to a dataset: its name and SQL, its columns, its metrics. */
export function tellDataset(before: Mapping, after: Mapping, terms: Terms): Told {
	const list = (key: 'columns' | 'metrics', nameKey: string, entries: WordEntries) => () =>
		tellItems({ key, nameKey, entries }, { before: before[key], after: after[key] }, terms);
	return tellProperties({ before, after }, DATASET.dataset, terms, {
		tell: {
			columns: list('columns', 'column_name', DATASET.column),
			metrics: list('metrics', 'metric_name', DATASET.metric)
		}
	});
}

interface ListPlace {
	readonly key: 'columns' | 'metrics';
	readonly nameKey: string;
	readonly entries: WordEntries;
}

function tellItems(
	{ key, nameKey, entries }: ListPlace,
	sides: { readonly before: Value | undefined; readonly after: Value | undefined },
	terms: Terms
): Told {
	const place: Place = {
		path: [key],
		area: key,
		label: key,
		entry: { label: key, kind: 'json', list: true, parts: entries }
	};
	const renamed = renamesIn(mappingsIn(sides.before), mappingsIn(sides.after), nameKey);
	const found =
		tellList(place, sides, terms, {
			noun: (item) => (key === 'metrics' ? 'metric' : item['expression'] ? 'calculated column' : 'column'),
			name: (_, id) => quoted(id)
		}) ?? tellValue({ ...place, entry: undefined }, sides, terms);
	if (renamed.size === 0) return found;
	const gone = new Set(renamed.values());
	const kept = found.details.flatMap((detail) => {
		const name = detail.path.length === 2 ? (detail.path[1] ?? '') : '';
		if (detail.kind === 'removed' && gone.has(name)) return [];
		const from = detail.kind === 'added' ? renamed.get(name) : undefined;
		if (from === undefined) return [detail];
		const words = { before: quoted(from), after: quoted(name) };
		const noun = detail.sentence.slice(0, detail.sentence.indexOf(' “'));
		return [{ ...detailOf(detail, `${noun} ${words.before} renamed to ${words.after}`, words), also: [[key, from]] }];
	});
	return { details: kept, hidden: found.hidden };
}

/** A dataset of which more than this came and went was made anew, and to look for renames would take long. */
const MOST_RENAMES = 50;

/** New name → old name, of items that are the same but for their name. */
function renamesIn(
	before: readonly Mapping[],
	after: readonly Mapping[],
	nameKey: string
): ReadonlyMap<string, string> {
	const names = (list: readonly Mapping[]) => new Set(list.map((item) => item[nameKey]));
	const [old, now] = [names(before), names(after)];
	const gone = before.filter((item) => !now.has(item[nameKey] as Value));
	const come = after.filter((item) => !old.has(item[nameKey] as Value));
	const found = new Map<string, string>();
	if (gone.length > MOST_RENAMES || come.length > MOST_RENAMES) return found;
	const isOnlyOne = gone.length === 1 && come.length === 1;
	for (const item of come) {
		const [only, ...others] = gone.filter((other) => isEqual(nameless(other, nameKey), nameless(item, nameKey)));
		if (!only || others.length > 0 || !(isOnlyOne || isTelling(item, nameKey))) continue;
		found.set(bare(item[nameKey]), bare(only[nameKey]));
		gone.splice(gone.indexOf(only), 1);
	}
	return found;
}

/** More than a type, which many columns share. */
const isTelling = (item: Mapping, nameKey: string): boolean =>
	['expression', 'verbose_name', 'description'].some((key) => key !== nameKey && Boolean(item[key]));

const nameless = (item: Mapping, nameKey: string): Mapping =>
	mapping(Object.entries(item).filter(([key]) => key !== nameKey && key !== 'uuid'));
