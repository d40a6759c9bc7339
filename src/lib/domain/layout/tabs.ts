import type { LayoutItem } from './tree.ts';

/** The tab of a group that is open. */
export const openIn = (tabs: LayoutItem, open: ReadonlySet<string> | undefined): LayoutItem | undefined =>
	tabs.children.find(({ id }) => open?.has(id)) ?? tabs.children[0];

/** What a tab is called; the grid of a dashboard without tabs is called nothing. */
export const titleOf = ({ meta }: LayoutItem): string => {
	const title = meta['text'] ?? meta['defaultText'];
	return typeof title === 'string' ? title : '';
};
