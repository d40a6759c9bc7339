import type { ChangeDetail } from '../change.ts';
import { Float, isEqual, isMapping, type Value } from '../value.ts';
import { at } from '../words/entry.ts';
import { DASHBOARD } from '../words/tables.ts';
import { allOf, detailOf, hiddenAt, told, type Told } from './details.ts';
import { tabOf, type LayoutNode, type LayoutNodes } from './layout-nodes.ts';
import { kindWords, nodeWords, tabTitle, tabWords } from './layout-words.ts';
import { tellValue } from './tell-value.ts';
import type { Terms } from './terms.ts';
import { changedLines } from './text-lines.ts';
import { keyWords, labelWords, quoted } from './words.ts';

interface Layouts {
	readonly left: LayoutNodes;
	readonly right: LayoutNodes;
	readonly terms: Terms;
}

const AREA = 'layout' as const;

/** What happened to a node that is on both sides; the list of its children is told elsewhere. */
export function tellNode(old: LayoutNode, node: LayoutNode, layouts: Layouts): Told {
	const path = ['position', node.id];
	const keys = new Set([...Object.keys(old.content), ...Object.keys(node.content)]);
	const moved = moveDetail(old, node, layouts);
	const parts = [...keys].map((key): Told => {
		const sides = { before: old.content[key], after: node.content[key] };
		if (key === 'children' || isEqual(sides.before, sides.after)) return { details: [], hidden: [] };
		if (key === 'id' || key === 'parents') return hiddenAt([...path, key]);
		if (key === 'meta' && [sides.before, sides.after].every((one) => one === undefined || isMapping(one)))
			return tellMeta(old, node, layouts.terms);
		const label = `${nodeWords(node, layouts.terms.names)}: ${keyWords(key)}`;
		return tellValue({ path: [...path, key], area: AREA, label }, sides, layouts.terms);
	});
	return allOf([...(moved ? [told(moved)] : []), ...parts]);
}

function moveDetail(old: LayoutNode, node: LayoutNode, { left, right, terms }: Layouts): ChangeDetail | undefined {
	const [from, to] = [tabOf(old, left), tabOf(node, right)];
	if (old.parent === node.parent) return undefined;
	const called = nodeWords(node, terms.names);
	const place = { path: ['position', node.id], area: AREA };
	const words = { before: tabTitle(old, left) ?? null, after: tabTitle(node, right) ?? null };
	if (from?.id === to?.id)
		return detailOf(place, `${called} moved${tabWords('of', node, right).replace(/^ of/, ' within')}`, {
			kind: 'moved'
		});
	const where = [words.before && `from tab ${words.before}`, words.after && `to tab ${words.after}`].filter(Boolean);
	return detailOf(place, `${called} moved ${where.join(' ')}${to ? '' : ' out of it'}`, { ...words, kind: 'moved' });
}

function tellMeta(old: LayoutNode, node: LayoutNode, terms: Terms): Told {
	const path = ['position', node.id, 'meta'];
	const keys = [...new Set([...Object.keys(old.meta), ...Object.keys(node.meta)])];
	return allOf(
		keys
			.filter((key) => !isEqual(old.meta[key], node.meta[key]))
			.map((key) => tellMetaKey(key, [...path, key], { old, node, terms }))
	);
}

interface Both {
	readonly old: LayoutNode;
	readonly node: LayoutNode;
	readonly terms: Terms;
}

function tellMetaKey(key: string, path: readonly string[], both: Both): Told {
	const { old, node, terms } = both;
	const place = { path, area: AREA };
	const [before, after] = [old.meta[key], node.meta[key]];
	const called = nodeWords(node, terms.names);
	const detail = specialDetail(key, place, both);
	if (detail) return told(detail);
	// Some saves spread the letters of ROOT_ID into a row.
	if (/^\d+$/.test(key)) return hiddenAt(path);
	const known = at(at(DASHBOARD.nodes, node.type)?.meta, key);
	const entry = key === 'uuid' ? undefined : known;
	const label = `${called}: ${entry ? labelWords(entry.label) : keyWords(key)}`;
	return tellValue({ ...place, label, entry }, { before, after }, terms);
}

/** What has a sentence of its own: sizes, words, texts, the chart itself. */
function specialDetail(key: string, place: { path: readonly string[]; area: 'layout' }, { old, node, terms }: Both) {
	const called = nodeWords(node, terms.names);
	const [before, after] = [old.meta[key], node.meta[key]];
	const isText = typeof before === 'string' && typeof after === 'string';
	if (key === 'width' || key === 'height') return sizeDetail(key, place, { before, after, called });
	if (key === 'uuid' && node.type === 'CHART') {
		const was = nodeWords(old, terms.names);
		return detailOf(place, `${was} replaced by ${called}`, { before: was, after: called });
	}
	if (key === 'text' && isText && quoted(before) !== quoted(after)) {
		const words = { before: quoted(before), after: quoted(after) };
		return detailOf(place, `${kindWords(node)} ${words.before} renamed to ${words.after}`, words);
	}
	if (key === 'code' && isText) return detailOf(place, changedLines(nodeWords(old, terms.names), before, after));
	if (key === 'sliceNameOverride') {
		const [was, now] = [before, after].map((side) => (typeof side === 'string' && side ? quoted(side) : null));
		const words = { before: was ?? null, after: now ?? null };
		if (now) return detailOf(place, `${called} shown as ${now}`, words);
		if (was && !after) return detailOf(place, `${called} shown by its own name`, words);
	}
	return undefined;
}

const PX = 8;

function sizeDetail(
	key: 'width' | 'height',
	place: { path: readonly string[]; area: 'layout' },
	{ before, after, called }: { before: Value | undefined; after: Value | undefined; called: string }
): ChangeDetail | undefined {
	const [old, now] = [numberOf(before), numberOf(after)];
	if (old === undefined || now === undefined || old === now) return undefined;
	const [more, less] = key === 'width' ? ['wider', 'narrower'] : ['taller', 'lower'];
	const unit = key === 'width' ? 'columns' : 'px';
	const [from, to] = key === 'width' ? [old, now] : [old * PX, now * PX];
	const words = { before: `${from} ${unit}`, after: `${to} ${unit}` };
	return detailOf(place, `${called} ${now > old ? more : less}, ${from} → ${to} ${unit}`, words);
}

const numberOf = (value: Value | undefined): number | undefined => {
	const number = value instanceof Float ? value.value : value;
	return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
};
