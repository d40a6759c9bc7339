import { isLeaf, type LayoutItem } from './tree.ts';

/** What the layout itself does not know of its charts: by uuid. */
export interface ChartFacts {
	readonly names?: ReadonlyMap<string, string>;
	readonly vizTypes?: ReadonlyMap<string, string>;
}

const MOST = 80;
const WORDS: Partial<Record<LayoutItem['kind'], string>> = {
	chart: 'Chart',
	text: 'Text',
	heading: 'Heading',
	divider: 'Divider'
};

/** Chart, Text, Heading, Divider; Part for what this does not know. */
export const wordOf = (item: LayoutItem): string => (isLeaf(item) && WORDS[item.kind]) || 'Part';

/**
 * What a box is called: a chart by the name that the dashboard shows, a text by its first words.
 * @returns one line, at most 80 characters; empty for a divider
 */
export function nameOf({ kind, chart, meta }: LayoutItem, names: ChartFacts['names']): string {
	if (kind === 'chart') {
		const shown = textIn(meta['sliceNameOverride']) || (chart && names?.get(chart)) || textIn(meta['sliceName']);
		return cut(shown || chart?.slice(0, 8) || 'without a name');
	}
	if (kind === 'text') return cut(plainWords(textIn(meta['code']))) || 'empty';
	if (kind === 'heading') return cut(textIn(meta['text'])) || 'empty';
	return kind === 'divider' ? '' : cut(textIn(meta['componentKey']));
}

/** `Chart “Revenue”`, `Divider` */
export function calledOf(item: LayoutItem, names: ChartFacts['names']): string {
	const name = nameOf(item, names);
	return name ? `${wordOf(item)} “${name}”` : wordOf(item);
}

const textIn = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The first line of Markdown that says something, without its signs. A text may be long: only its start is read. */
function plainWords(code: string): string {
	const text = code.slice(0, 2000).replaceAll(/<[^<>]*>/g, ' ');
	for (const line of text.split('\n')) {
		const words = line
			.replace(/^[\s#>*+-]+/, '')
			.replaceAll(/!?\[([^[\]]*)\]\([^()]*\)/g, '$1')
			.replaceAll(/[*_`~]/g, '')
			.trim();
		if (words) return words;
	}
	return '';
}

function cut(text: string): string {
	const line = text.replaceAll(/[\s\p{Cc}\u2028\u2029]+/gu, ' ').trim();
	const points = [...line.slice(0, MOST * 2 + 1)];
	return points.length > MOST ? `${points.slice(0, MOST - 1).join('')}…` : line;
}
