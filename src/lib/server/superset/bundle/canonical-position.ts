import type { AssetUuid } from '#lib/domain/ids.ts';
import { isList, isMapping, mapping, type Mapping, type MutableMapping, type Value } from '#lib/domain/value.ts';
import { byCodePoint, sorted, textOf, without } from './fields.ts';
import { knownAgain, stableNumber } from './ids.ts';

export interface CanonicalPosition {
	readonly position: MutableMapping;
	/** Charts that have a place in the layout. */
	readonly laidOut: ReadonlySet<AssetUuid>;
	/** What the numbers in this layout stood for. */
	readonly chartNumbers: ReadonlyMap<number, AssetUuid>;
}

const CHART = 'CHART';
/** Holds the dashboard's title once more. Headings that a person put into the layout are of the same type, `HEADER`. */
const TITLE = 'HEADER_ID';

/**
 * A dashboard's layout without what can be derived (parents, names of charts, the title in its header) and with charts
 * by their stable numbers. Ids that an export makes up anew each time for charts without a place are made from uuids.
 */
export function canonicalPosition(raw: Mapping, uuidOf: (text: string) => AssetUuid | undefined): CanonicalPosition {
	const laidOut = new Set<AssetUuid>();
	const chartNumbers = new Map<number, AssetUuid>();
	const renamed = madeUpIds(raw, uuidOf);
	const nameOf = (id: string) => renamed.get(id) ?? id;
	const position = mapping();

	for (const key of Object.keys(raw).sort((a, b) => byCodePoint(nameOf(a), nameOf(b)))) {
		const node = raw[key]!;
		if (!isMapping(node)) {
			position[key] = node;
			continue;
		}
		const uuid = node['type'] === CHART ? uuidOf(textOf(metaOf(node)['uuid'])) : undefined;
		if (uuid) {
			laidOut.add(uuid);
			const number = metaOf(node)['chartId'];
			if (typeof number === 'number') chartNumbers.set(number, uuid);
		}
		position[nameOf(key)] = canonicalNode(node, { id: nameOf(key), uuid, nameOf });
	}
	return { position, laidOut, chartNumbers };
}

function canonicalNode(
	node: Mapping,
	at: { id: string; uuid: AssetUuid | undefined; nameOf: (id: string) => string }
): MutableMapping {
	const type = textOf(node['type']);
	const made = mapping([
		['type', node['type'] ?? null],
		['id', at.id]
	]);
	const isTitle = at.id === TITLE;
	if (!isTitle || node['children'] !== undefined) made['children'] = childrenOf(node, at.nameOf);
	const meta = canonicalMeta(isTitle ? TITLE : type, metaOf(node), at.uuid);
	if (Object.keys(meta).length > 0 || (node['meta'] !== undefined && !isTitle)) made['meta'] = meta;
	const rest = without(node, ['type', 'id', 'children', 'meta', 'parents']);
	for (const key of Object.keys(rest).sort(byCodePoint)) made[key] = sorted(rest[key]!);
	return made;
}

function canonicalMeta(type: string, meta: Mapping, uuid: AssetUuid | undefined): MutableMapping {
	// '0': ROOT_ID is a slip in Superset's append_charts (superset/commands/dashboard/export.py); it means nothing.
	const kept = without(meta, type === CHART ? ['sliceName'] : type === TITLE ? ['text'] : type === 'ROW' ? ['0'] : []);
	if (uuid) {
		kept['uuid'] = uuid;
		kept['chartId'] = stableNumber(uuid);
	} else if (type === CHART && typeof kept['chartId'] === 'number') {
		kept['chartId'] = knownAgain(kept['chartId']);
	}
	return sorted(kept) as MutableMapping;
}

/**
 * The ids that an export made up: a row `ROW-N-…` for linked charts without a place, and their nodes. Where the layout
 * has tabs, Superset adds such nodes without a parent.
 */
function madeUpIds(raw: Mapping, uuidOf: (text: string) => AssetUuid | undefined): ReadonlyMap<string, string> {
	const renamed = new Map<string, string>();
	const taken = new Set(Object.keys(raw));
	const children = new Set<string>();
	for (const key of Object.keys(raw)) if (isMapping(raw[key])) for (const id of idsOf(raw[key])) children.add(id);

	const claim = (id: string, wanted: string): void => {
		if (taken.has(wanted)) return;
		taken.add(wanted);
		renamed.set(id, wanted);
	};
	const rename = (id: string): string | undefined => {
		const node = raw[id];
		const uuid = isMapping(node) && node['type'] === CHART ? uuidOf(textOf(metaOf(node)['uuid'])) : undefined;
		if (!uuid) return undefined;
		if (!renamed.has(id)) claim(id, `CHART-${uuid.replaceAll('-', '').slice(0, 12)}`);
		return renamed.get(id) ?? id;
	};
	for (const key of Object.keys(raw)) {
		const node = raw[key];
		if (!isMapping(node)) continue;
		if (/^ROW-N-/.test(key) && node['type'] === 'ROW') {
			const names = idsOf(node).flatMap((id) => rename(id) ?? []);
			const [first] = [...names].sort(byCodePoint);
			if (first !== undefined) claim(key, `ROW-N-${first.slice('CHART-'.length)}`);
		} else if (node['type'] === CHART && !children.has(key)) {
			rename(key);
		}
	}
	return renamed;
}

/** Superset puts linked charts without a place into their row in no order; one that a person sized keeps its own. */
function childrenOf(node: Mapping, nameOf: (id: string) => string): Value {
	const raw = node['children'];
	if (!isList(raw)) return raw ?? [];
	const names = raw.map((id) => (typeof id === 'string' ? nameOf(id) : id));
	const isMadeUp = /^ROW-N-/.test(textOf(node['id'])) && metaOf(node)['0'] === 'ROOT_ID';
	return isMadeUp ? [...(names as string[])].sort(byCodePoint) : names;
}

const metaOf = (node: Mapping): Mapping => (isMapping(node['meta']) ? node['meta'] : mapping());
const idsOf = (node: Mapping): string[] =>
	isList(node['children']) ? node['children'].filter((id): id is string => typeof id === 'string') : [];
