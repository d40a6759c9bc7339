import { isEqual, isMapping, type Value } from '../value.ts';
import { nodesOf, tabOf, type LayoutNode, type LayoutNodes } from './layout-nodes.ts';
import { said, short, type Names } from './words.ts';

const WORDS = new Map([
	['CHART', 'chart'],
	['TAB', 'tab'],
	['MARKDOWN', 'text'],
	['HEADER', 'heading'],
	['ROW', 'row'],
	['COLUMN', 'column'],
	['DIVIDER', 'divider'],
	['TABS', 'tabs']
]);
/** Their coming and going shows by what stands in them. */
const FRAMES = new Set(['ROW', 'COLUMN', 'GRID', 'ROOT']);
/** What a sentence of its own tells, or what nobody sets. */
const TOLD_META = new Set(['width', 'height', 'text', 'code', 'sliceNameOverride', 'uuid', 'chartId']);

export const LAYOUT_REST = 'order or style of the layout changed';

/**
 * What happened to a layout, one sentence a node: added, removed, moved, resized, changed. What these do not tell is in
 * one sentence of its own.
 */
export function layoutSentences(before: Value | undefined, after: Value | undefined, names: Names): string[] {
	const [left, right] = [nodesOf(before), nodesOf(after)];
	const sentences: string[] = [];
	let isRest = differsElsewhere(before, after);
	for (const node of right.values()) {
		if (left.has(node.id)) continue;
		if (!FRAMES.has(node.type)) sentences.push(`${calledOf(node, names)} added${tabWords('to', node, right)}`);
		else if (!node.children.some((child) => isPlacedAnew(child, left, right))) isRest = true;
	}
	for (const node of left.values()) {
		if (right.has(node.id)) continue;
		if (!FRAMES.has(node.type)) sentences.push(`${calledOf(node, names)} removed${tabWords('from', node, left)}`);
		else if (!node.children.some((child) => isPlacedAnew(child, left, right))) isRest = true;
	}
	for (const node of right.values()) {
		const old = left.get(node.id);
		if (!old || node.id === 'HEADER_ID') continue;
		sentences.push(...moveSentences(old, node, { left, right, names }), ...metaSentences(old, node, names));
		isRest ||= isRestOf(old, node) || !isExplained(old.children, node.children, { left, right });
	}
	return isRest || sentences.length === 0 ? [...sentences, LAYOUT_REST] : sentences;
}

interface Layouts {
	readonly left: LayoutNodes;
	readonly right: LayoutNodes;
}

function moveSentences(old: LayoutNode, node: LayoutNode, at: Layouts & { readonly names: Names }): string[] {
	if (old.parent === node.parent && tabOf(old, at.left)?.id === tabOf(node, at.right)?.id) return [];
	const called = calledOf(node, at.names);
	if (tabOf(old, at.left)?.id === tabOf(node, at.right)?.id) return [`${called} moved`];
	return [`${called} moved${tabWords('to', node, at.right) || ' out of its tab'}`];
}

function metaSentences(old: LayoutNode, node: LayoutNode, names: Names): string[] {
	const sentences: string[] = [];
	const differs = (key: string) => !isEqual(old.meta[key], node.meta[key]);
	const called = calledOf(node, names);
	if (differs('uuid')) sentences.push(`${calledOf(old, names)} replaced by ${called}`);
	if (differs('width') || differs('height'))
		sentences.push(`${called} resized ${sizeOf(old, names)} → ${sizeOf(node, names)}`);
	if (differs('text'))
		sentences.push(`${wordOf(node)} ${said(old.meta['text'], names)} renamed to ${said(node.meta['text'], names)}`);
	if (differs('code')) sentences.push('text changed');
	if (differs('sliceNameOverride')) {
		const shown = node.meta['sliceNameOverride'];
		sentences.push(shown ? `${called} shown as ${said(shown, names)}` : `${called} shown by its own name`);
	}
	return sentences;
}

function isRestOf(old: LayoutNode, node: LayoutNode): boolean {
	const isTold = (key: string) => key === 'children' || key === 'meta';
	const keys = new Set([...Object.keys(old.content), ...Object.keys(node.content)]);
	const meta = new Set([...Object.keys(old.meta), ...Object.keys(node.meta)]);
	return (
		[...keys].some((key) => !isTold(key) && !isEqual(old.content[key], node.content[key])) ||
		[...meta].some((key) => !TOLD_META.has(key) && !isEqual(old.meta[key], node.meta[key])) ||
		isMapping(old.content['meta']) !== isMapping(node.content['meta'])
	);
}

/** Whether what came to and went from a node's children is told of these children. */
function isExplained(old: readonly Value[], now: readonly Value[], layouts: Layouts): boolean {
	if (isEqual(old, now)) return true;
	const [before, after] = [new Set(old), new Set(now)];
	const changed = [...old.filter((id) => !after.has(id)), ...now.filter((id) => !before.has(id))];
	if (!changed.every((id) => isPlacedAnew(id, layouts.left, layouts.right))) return false;
	return isEqual(
		old.filter((id) => after.has(id)),
		now.filter((id) => before.has(id))
	);
}

function isPlacedAnew(id: Value, left: LayoutNodes, right: LayoutNodes): boolean {
	if (typeof id !== 'string') return false;
	return left.has(id) !== right.has(id) || (left.has(id) && left.get(id)?.parent !== right.get(id)?.parent);
}

/** What stands in a layout beside its nodes, like the number of its form. */
function differsElsewhere(before: Value | undefined, after: Value | undefined): boolean {
	const [old, now] = [isMapping(before) ? before : {}, isMapping(after) ? after : {}];
	const isNode = (value: Value | undefined) => value === undefined || isMapping(value);
	return [...new Set([...Object.keys(old), ...Object.keys(now)])].some(
		(key) => !(isNode(old[key]) && isNode(now[key])) && !isEqual(old[key], now[key])
	);
}

const wordOf = (node: LayoutNode): string => WORDS.get(node.type) ?? 'node';

function calledOf(node: LayoutNode, names: Names): string {
	const { uuid, text } = node.meta;
	if (typeof uuid === 'string') return `chart “${short(names.get(uuid) ?? uuid.slice(0, 8))}”`;
	return typeof text === 'string' && text ? `${wordOf(node)} “${short(text)}”` : wordOf(node);
}

const sizeOf = ({ meta }: LayoutNode, names: Names): string =>
	[meta['width'], meta['height']].map((size) => (size === undefined ? '–' : said(size, names))).join('×');

function tabWords(word: 'to' | 'from', node: LayoutNode, nodes: LayoutNodes): string {
	const tab = tabOf(node, nodes);
	return tab ? ` ${word} tab ${said(tab.meta['text'] ?? '', new Map())}` : '';
}
