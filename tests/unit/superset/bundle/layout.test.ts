import { expect, test } from 'vitest';
import { reachOf, scopeIn, walkLayout } from '#lib/server/superset/bundle/layout.ts';
import { valueOf } from '#tests/support/bundle/edit.ts';
import type { Mapping } from '#lib/domain/value.ts';

const node = (type: string, children: readonly unknown[], chartId?: number) => ({ type, children, meta: { chartId } });
const layout = (nodes: object) => valueOf(nodes) as Mapping;

const TABBED = layout({
	ROOT_ID: node('ROOT', ['TABS-1']),
	'TABS-1': node('TABS', ['TAB-a', 'TAB-b']),
	'TAB-a': node('TAB', ['ROW-1']),
	'ROW-1': node('ROW', ['CHART-1', 'CHART-2']),
	'TAB-b': node('TAB', ['CHART-3']),
	'CHART-1': node('CHART', [], 1),
	'CHART-2': node('CHART', [], 2),
	'CHART-3': node('CHART', [], 3),
	'CHART-loose': node('CHART', [], 4)
});

test('BUNDLE-13 a layout is walked from its root, in the order in which it is read', () => {
	expect(walkLayout(TABBED).map(({ id }) => id)).toEqual(
		'ROOT_ID TABS-1 TAB-a ROW-1 CHART-1 CHART-2 TAB-b CHART-3'.split(' ')
	);
	expect(walkLayout(TABBED).find(({ id }) => id === 'CHART-2')?.parents).toEqual([
		'ROOT_ID',
		'TABS-1',
		'TAB-a',
		'ROW-1'
	]);
});

test.each([
	[{ rootPath: ['ROOT_ID'], excluded: [] }, [1, 2, 3], ['TAB-a', 'TAB-b']],
	[{ rootPath: ['ROOT_ID'], excluded: [1, 2] }, [3], ['TAB-b']],
	[{ rootPath: ['TAB-a'], excluded: [2] }, [1], ['TAB-a']],
	[{ rootPath: ['TAB-a', 'TAB-b'], excluded: [] }, [1, 2, 3], ['TAB-a', 'TAB-b']],
	[{ rootPath: ['TAB-gone'], excluded: [] }, [], []],
	[{ rootPath: [], excluded: [] }, [], []]
])('BUNDLE-13 the scope %j reaches %j', (scope, charts, tabs) => {
	expect(reachOf(scope, walkLayout(TABBED))).toEqual({ charts, tabs });
});

test('BUNDLE-13 a layout that bites its tail is walked once', () => {
	const loop = layout({
		ROOT_ID: node('ROOT', ['A', 'A', 'ROOT_ID']),
		A: node('ROW', ['B']),
		B: node('COLUMN', ['A', 'B'])
	});
	expect(walkLayout(loop).map(({ id }) => id)).toEqual(['ROOT_ID', 'A', 'B']);
});

test('BUNDLE-13 a layout deeper than any real one neither fails nor takes long', () => {
	const nodes = Array.from({ length: 50_000 }, (_, at) => [
		at === 0 ? 'ROOT_ID' : `N${at}`,
		node('ROW', [`N${at + 1}`])
	]);
	expect(walkLayout(layout(Object.fromEntries(nodes) as object)).length).toBe(201);
});

test('BUNDLE-13 of a scope only texts and numbers count; “global” is none of its own', () => {
	expect(scopeIn(valueOf({ rootPath: ['A', 1], excluded: [1, 'x'] }))).toEqual({ rootPath: ['A'], excluded: [1] });
	expect(scopeIn(valueOf({}))).toEqual({ rootPath: [], excluded: [] });
	for (const none of ['global', null, undefined, 7]) expect(scopeIn(none)).toBeUndefined();
});
