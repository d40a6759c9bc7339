import type { LayoutNode, LayoutNodes } from './layout-nodes.ts';
import { tabOf } from './layout-nodes.ts';
import { quoted, short, type Names } from './words.ts';

const WORDS = new Map([
	['CHART', 'chart'],
	['TAB', 'tab'],
	['MARKDOWN', 'text'],
	['HEADER', 'heading'],
	['ROW', 'row'],
	['COLUMN', 'column'],
	['DIVIDER', 'divider'],
	['TABS', 'tabs'],
	['GRID', 'grid'],
	['ROOT', 'the dashboard'],
	['DYNAMIC', 'component']
]);

/** Their coming and going shows by what stands in them. */
export const FRAMES: ReadonlySet<string> = new Set(['ROW', 'COLUMN', 'GRID', 'ROOT', 'TABS']);

/** `heading`, `text`: what the page calls a kind of node. */
export const kindWords = (node: LayoutNode): string => WORDS.get(node.type) ?? 'part of the layout';

/** A node by its name where it has one: `chart “Revenue”`, `tab “Detail”`, `text “What we sell”`, `row`. */
export function nodeWords(node: LayoutNode, names: Names): string {
	const { uuid, text, code } = node.meta;
	if (typeof uuid === 'string') return `chart ${quoted(names.get(uuid) ?? uuid.slice(0, 8))}`;
	if (typeof text === 'string' && text.trim()) return `${kindWords(node)} ${quoted(text)}`;
	const start = node.type === 'MARKDOWN' && typeof code === 'string' ? startOf(code) : '';
	return start ? `${kindWords(node)} ${quoted(start)}` : kindWords(node);
}

/** The first line of a Markdown text, without its marks. */
function startOf(code: string): string {
	const line =
		code
			.slice(0, 500)
			.split('\n')
			.find((one) => /[\p{L}\p{N}]/u.test(one)) ?? '';
	return short(line.replaceAll(/^[\s#>*-]+|[*_`]/g, '').trim(), 30);
}

/** ` to tab “Detail”`; nothing for a dashboard without tabs. */
export function tabWords(word: 'to' | 'from' | 'of', node: LayoutNode, nodes: LayoutNodes): string {
	const title = tabTitle(node, nodes);
	return title === undefined ? '' : ` ${word} tab ${title}`;
}

/** The title of the tab that a node stands in, in quotation marks. */
export function tabTitle(node: LayoutNode, nodes: LayoutNodes): string | undefined {
	const tab = tabOf(node, nodes);
	const text = tab?.meta['text'];
	return tab && quoted(typeof text === 'string' ? text : '');
}
