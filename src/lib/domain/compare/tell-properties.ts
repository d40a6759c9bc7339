import type { ChangeArea } from '../change.ts';
import { isEqual, type Mapping, type Value } from '../value.ts';
import { at, type WordEntries } from '../words/entry.ts';
import { allOf, detailOf, NOTHING, told, type Told } from './details.ts';
import { tellValue, type Place } from './tell-value.ts';
import type { Terms } from './terms.ts';
import { keyWords, labelWords, said } from './words.ts';

interface Contents {
	readonly before: Mapping;
	readonly after: Mapping;
}

const NAMES = new Set(['dashboard_title', 'slice_name', 'table_name', 'theme_name', 'database_name']);
const AREAS = new Map<string, ChangeArea>(
	Object.entries({ sql: 'sql', fetch_values_predicate: 'sql', template_params: 'sql', dataset_uuid: 'data' } as const)
);

/** What an asset has at its top, its name first. */
export function tellProperties(
	{ before, after }: Contents,
	entries: WordEntries,
	terms: Terms,
	{ leaveOut = [], tell = {} }: { leaveOut?: readonly string[]; tell?: Readonly<Record<string, () => Told>> } = {}
): Told {
	const keys = [...new Set([...Object.keys(after), ...Object.keys(before)])]
		.filter((key) => !leaveOut.includes(key) && !isEqual(before[key], after[key]))
		.sort((a, b) => Number(NAMES.has(b)) - Number(NAMES.has(a)));
	return allOf(keys.map((key) => at(tell, key)?.() ?? tellProperty(key, { before, after }, entries, terms)));
}

function tellProperty(key: string, contents: Contents, entries: WordEntries, terms: Terms): Told {
	const [before, after] = [contents.before[key], contents.after[key]];
	const entry = at(entries, key);
	const place: Place = {
		path: [key],
		area: AREAS.get(key) ?? 'properties',
		label: entry ? labelWords(entry.label) : keyWords(key),
		entry
	};
	if (NAMES.has(key)) return told(renameDetail(place, before, after, terms));
	if (key === 'published' && typeof after === 'boolean') {
		const [no, yes] = ['Draft', 'Published'];
		const sides = { before: before === true ? yes : no, after: after ? yes : no };
		if (sides.before !== sides.after) return told(detailOf(place, after ? 'published' : 'made a draft', sides));
	}
	// The format's number stands at the top of each file.
	if (key === 'version') return NOTHING;
	return tellValue(place, { before, after }, terms);
}

function renameDetail(place: Place, before: Value | undefined, after: Value | undefined, { names }: Terms) {
	const [old, now] = [said(before, names), said(after, names)];
	const sides = { before: before === undefined ? null : old, after: after === undefined ? null : now };
	return detailOf(place, old === now ? 'renamed' : `renamed ${old} → ${now}`, sides);
}
