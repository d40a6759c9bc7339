import type { ChangeArea, ChangeDetail } from '../change.ts';
import { isEmpty, isSame } from '../words/default-control.ts';
import { at, type WordEntry } from '../words/entry.ts';
import { isEqual, isMapping, mapping, type Mapping, type Value } from '../value.ts';
import { allOf, detailOf, hiddenAt, NOTHING, told, type Path, type Told } from './details.ts';
import { tellList } from './tell-list.ts';
import { changedLines, isLongText } from './text-lines.ts';
import type { Terms } from './terms.ts';
import { onOff, sidesInWords, valueWords } from './value-words.ts';
import { keyWords, labelWords, quoted, type Names } from './words.ts';

/** A place whose difference is told. */
export interface Place {
	readonly path: Path;
	readonly area: ChangeArea;
	/** What the sentence begins with: `filter “Region”: `. */
	readonly lead?: string | undefined;
	/** The names of the forms on the way, in the words of sentences: `customize columns › revenue`. */
	readonly label: string;
	readonly entry?: WordEntry | undefined;
}

export interface Sides {
	readonly before: Value | undefined;
	readonly after: Value | undefined;
}

/** What a difference at one place comes to, as deep as the forms have words for it. */
export function tellValue(place: Place, sides: Sides, terms: Terms): Told {
	const { before, after } = sides;
	const { entry, path } = place;
	if (isEqual(before, after)) return NOTHING;
	if (entry?.kind === 'internal' || (entry && isAbsent(before, entry) && isAbsent(after, entry))) return hiddenAt(path);
	if (isSecret(path)) return told(detailOf(place, `${leadOf(place)} changed`));
	const found = isInside(before, entry) && isInside(after, entry) ? tellInside(place, sides, terms) : NOTHING;
	if (found.details.length > 0 || found.hidden.length > 0) return found;
	return tellList(place, sides, terms) ?? told(leafDetail(place, sides, terms));
}

/** Not there, or as good as not there: what the form starts with. */
const isAbsent = (value: Value | undefined, entry: WordEntry): boolean =>
	value === undefined ||
	(entry.default === undefined ? isEmpty(value) : isSame(value, entry.default) || (value === null && !entry.default));

/** What may hold a password is not shown, whoever looks. */
const SECRETS = new Set([
	...['sqlalchemy_uri', 'password', 'encrypted_extra', 'masked_encrypted_extra', 'ssh_tunnel'],
	...['parameters', 'engine_params', 'metadata_params', 'server_cert']
]);
const isSecret = (path: Path): boolean =>
	SECRETS.has(path[0] ?? '') || (path[0] === 'extra' && SECRETS.has(path[1] ?? ''));

/** A mapping is told by its keys; where the forms have words for them, also one that came or went. */
const isInside = (value: Value | undefined, entry: WordEntry | undefined): boolean =>
	isMapping(value) || ((value ?? null) === null && entry?.parts !== undefined && !entry.list);

function tellInside(place: Place, { before, after }: Sides, terms: Terms): Told {
	const { entry } = place;
	if (entry?.kind === 'colour') return NOTHING;
	const [old, now] = [before, after].map((side) => (isMapping(side) ? side : mapping())) as [Mapping, Mapping];
	const keys = new Set([...Object.keys(old), ...Object.keys(now)]);
	return allOf(
		[...keys].map((key) => tellValue(placeIn(place, key, terms), { before: old[key], after: now[key] }, terms))
	);
}

/** The place of a key inside a mapping. */
function placeIn({ path, area, lead, label, entry }: Place, key: string, { names }: Terms): Place {
	const isFree = Boolean(entry?.keyed_by);
	const known = isFree ? undefined : at(entry?.parts, key);
	const words = known ? labelWords(known.label) : quotedName(key, names);
	// Behind a free key (a chart, a column) come the parts that the form names.
	const inner = isFree && entry ? { ...entry, keyed_by: '' } : (known ?? at(entry?.parts, '*'));
	return { path: [...path, key], area, lead, label: [label, words].filter(Boolean).join(' › '), entry: inner };
}

const quotedName = (key: string, names: Names): string => {
	const name = names.get(key);
	return name === undefined ? keyWords(key) : quoted(name);
};

export const leadOf = ({ lead = '', label }: Pick<Place, 'lead' | 'label'>): string => `${lead}${label}`;

/** One value that became another. */
export function leafDetail(place: Place, sides: Sides, terms: Terms): ChangeDetail {
	const { entry } = place;
	const label = leadOf(place);
	const initial = entry?.default === undefined ? undefined : (entry.default as Value);
	const shown = (side: Value | undefined): Value => (side === undefined ? (initial ?? null) : side);
	const [before, after] = [shown(sides.before), shown(sides.after)];
	if (isLongText(place.path, before, after)) {
		const short = (value: Value) => (value === null ? null : valueWords(value, undefined, sideOf(terms)));
		return detailOf(place, changedLines(label, before, after), { before: short(before), after: short(after) });
	}
	if (entry?.kind === 'boolean' && isSwitch(before) && isSwitch(after) && !entry.choices)
		return detailOf(place, `${label} turned ${onOff(after ?? false)}`, {
			before: before === null ? null : onOff(before),
			after: after === null ? null : onOff(after)
		});
	const [old, now] = sidesInWords({ before, after }, entry, terms);
	const isNew = old === now && sides.before === undefined;
	const isGone = old === now && sides.after === undefined;
	if (isNew || (isNothing(before, entry) && !isNothing(after, entry)))
		return detailOf(place, `${label} set to ${now}`, { after: now, kind: 'added' });
	if (isGone || (isNothing(after, entry) && !isNothing(before, entry)))
		return detailOf(place, `${label} removed (was ${old})`, { before: old, kind: 'removed' });
	return detailOf(place, old === now ? `${label} changed` : `${label} ${old} → ${now}`, { before: old, after: now });
}

const sideOf = ({ names, after }: Terms) => ({ names, side: after });

const isSwitch = (value: Value): value is boolean | null => value === null || typeof value === 'boolean';

/** Nothing that a word of the form stands for. */
const isNothing = (value: Value, entry: WordEntry | undefined): boolean =>
	(value === null && at(entry?.choices, 'null') === undefined) || (value === '' && entry !== undefined);
