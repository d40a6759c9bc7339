import { afterAll, beforeAll, expect, test } from 'vitest';
import { layoutDiffView } from '#lib/domain/layout/diff-view.ts';
import type { BoxView } from '#lib/domain/layout/picture.ts';
import { layoutView } from '#lib/domain/layout/single-view.ts';
import { chart, grid, row, tab, tabbed, tabs, text } from '../../layout/sample.ts';
import { boxesIn, renderer, type Renderer } from './render.ts';

let page: Renderer;
beforeAll(async () => {
	page = await renderer('LayoutDiff', 'LayoutPicture');
}, 120_000);
afterAll(() => page.close());

const [a, b, c] = [chart('a'), chart('b'), chart('c')];
const before = tabbed(tab('A', row('1', a, b)), tab('B', row('2', c)));
const after = tabbed(
	tab('A', row('1', chart('b', 6), a)),
	tab('C', tabs('in', tab('D'), tab('E', row('3', chart('x')))))
);
const names = new Map(['a', 'b', 'c', 'x'].map((name) => [`uuid-${name}`, `Name ${name}`]));
const hrefOf = (box: BoxView) => (box.chart === null ? null : `/charts/${box.chart}`);
const hrefOfTab = (id: string) => `?tab=${id}`;
const shown = (props: Record<string, unknown> = {}, view = layoutDiffView(before, after, { names })) =>
	page.html('LayoutDiff', { view, hrefOf, hrefOfTab, ...props });
const words = (html: string) => html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');

test('LAYOUTPAGE-1 tabs have addresses, counts and what happened to them', () => {
	const html = shown();
	expect([...html.matchAll(/href="\?tab=([^"]*)"/g)].map(([, id]) => id)).toEqual(['TAB-A', 'TAB-C', 'TAB-B']);
	expect(words(html)).toMatch(/A 2 .*C \(new\) 1 .*B \(removed\) 1/);
	expect(shown({ page: 'TAB-B' })).toContain('Chart “Name c”');
});

test('LAYOUTPAGE-2 boxes are links or buttons with their sentence, in one stop of the Tab key', () => {
	const withText = layoutDiffView(grid(row('1', a)), grid(row('1', a, text('Hello'))), { names });
	expect(boxesIn(shown({}, withText))).toEqual([
		{ tag: 'a', href: '/charts/uuid-a', label: 'Chart “Name a”: as it was', tabindex: '0' },
		{ tag: 'button', href: undefined, label: 'Text “Hello”: new, row 1, 4 columns', tabindex: '-1' }
	]);
});

test('LAYOUTPAGE-3 the legend counts what happened, with words', () => {
	const changed = layoutDiffView(before, after, { names, changed: new Set(['uuid-b']) });
	expect(words(shown({}, changed))).toMatch(/Content changed 1 .*Moved 1 .*Resized 1 .*Where it was .*As it was 0/);
});

test('LAYOUTPAGE-4 the list has what is in other and closed tabs', () => {
	const list = words(shown().split('<details')[1]!);
	expect(list).toContain('As a list (4)');
	expect(list).toMatch(/Tab A .*Name b.* Tab C \(new\) .*Name x.*Tab B \(removed\) .*Name c/);
});

test('LAYOUTPAGE-7 side by side, a tab that one side lacks', () => {
	const html = shown({ mode: 'both', page: 'TAB-C' });
	expect(words(html)).toMatch(/Before .*There was no such tab .*After /);
	expect(html).toContain('href="?tab=TAB-E"');
	const empty = layoutDiffView(before, tabbed(tab('A'), tab('B')), { names });
	expect(words(shown({ mode: 'both', page: 'TAB-A' }, empty))).toMatch(/After .*Nothing on this tab/);
});

test('LAYOUTPAGE-7 side by side each side has its own order', () => {
	const html = shown({ mode: 'both', page: 'TAB-A' });
	expect(boxesIn(html).map(({ href }) => href)).toEqual(['a', 'b', 'b', 'a'].map((name) => `/charts/uuid-${name}`));
});

test('LAYOUTPAGE-7 nothing in it, nothing happened', () => {
	expect(words(shown({}, layoutDiffView(undefined, null)))).toContain('Nothing in this layout');
	expect(words(shown({}, layoutDiffView(before, before)))).toContain('the layout is as it was');
	expect(words(page.html('LayoutPicture', { view: layoutView(grid()), label: 'x', hrefOfTab }))).toContain(
		'Nothing in this layout'
	);
});

test('LAYOUTPAGE-8 one layout, with a line in each box', () => {
	const note = page.snippet((box: BoxView) => `<i>note on ${box.name}</i>`);
	const html = page.html('LayoutPicture', {
		view: layoutView(after, { names }),
		label: 'Layout',
		hrefOf,
		hrefOfTab,
		note
	});
	expect(boxesIn(html).map(({ label }) => label)).toEqual(['Chart “Name b”', 'Chart “Name a”']);
	expect(words(html)).toMatch(/note on Name b.*note on Name a/);
});

test('LAYOUTPAGE-9 names are text', () => {
	const evil = new Map([['uuid-a', '"><script>alert(1)</script>']]);
	const html = shown({}, layoutDiffView(undefined, grid(row('1', a)), { names: evil }));
	expect(html).not.toContain('<script');
	expect(html).toContain('&lt;script');
});
