import { isEqual, isList, isMapping, type Value } from '../value.ts';
import { detailOf, hiddenAt, told, type Told } from './details.ts';
import { bare } from './expressions.ts';
import type { LayoutNodes } from './layout-nodes.ts';
import { leadOf, tellValue, type Place, type Sides } from './tell-value.ts';
import type { SideTerms, Terms } from './terms.ts';
import { quoted, said } from './words.ts';

/** The charts that a filter or cross-filters reach: `7 of 9 charts`, `all 9 charts`, `all 9 charts but “Revenue”`. */
export function scopeWords(scope: Value | undefined, side: SideTerms): string {
	if (scope === 'global') return 'the scope of the dashboard';
	const reach = reachOf(scope, side.nodes);
	if (!reach) return said(scope, new Map());
	const { inside, all, excluded } = reach;
	const left = excluded.flatMap((id) => side.charts.get(id) ?? []);
	if (inside === all) return all === 1 ? 'the only chart' : `all ${all} charts`;
	if (excluded.length === all - inside && left.length === excluded.length && left.length <= 2)
		return `all but ${left.map(quoted).join(' and ')}`;
	return `${inside} of ${all} charts`;
}

interface Reach {
	readonly inside: number;
	readonly all: number;
	/** Numbers of charts on the dashboard that are left out by name. */
	readonly excluded: readonly string[];
}

function reachOf(scope: Value | undefined, nodes: LayoutNodes): Reach | undefined {
	if (!isMapping(scope) || !isList(scope['rootPath'])) return undefined;
	const roots = new Set(scope['rootPath'].map(bare));
	const out = new Set((isList(scope['excluded']) ? scope['excluded'] : []).map(bare));
	let [inside, all] = [0, 0];
	const excluded: string[] = [];
	for (const node of nodes.values()) {
		if (node.type !== 'CHART') continue;
		all += 1;
		const id = bare(node.meta['chartId']);
		const isUnder = roots.has('ROOT_ID') || isBelow(node.parent, roots, nodes);
		if (isUnder && out.has(id)) excluded.push(id);
		else if (isUnder) inside += 1;
	}
	return { inside, all, excluded };
}

function isBelow(parent: string | undefined, roots: ReadonlySet<string>, nodes: LayoutNodes): boolean {
	const seen = new Set<string>();
	for (let at = parent; at !== undefined && !seen.has(at); at = nodes.get(at)?.parent) {
		if (roots.has(at)) return true;
		seen.add(at);
	}
	return false;
}

/** A scope that became another one. `label` ends with `apply to` or `applies to`. */
export function tellScope(place: Place, sides: Sides, terms: Terms): Told {
	const { before, after } = sides;
	if (isEqual(before, after)) return hiddenAt(place.path);
	const isKnown = [before, after].every(
		(scope) => scope === undefined || scope === 'global' || (isMapping(scope) && isList(scope['rootPath']))
	);
	if (!isKnown) return tellValue({ ...place, label: place.label.replace(/ appl\w+ to$/, '') || 'scope' }, sides, terms);
	const words = { before: scopeWords(before, terms.before), after: scopeWords(after, terms.after) };
	const isSame = words.before === words.after;
	const label = leadOf({ ...place, lead: place.lead?.replace(/: $/, ' ') });
	return told(detailOf(place, isSame ? `${label} other charts` : `${label} ${words.before} → ${words.after}`, words));
}
