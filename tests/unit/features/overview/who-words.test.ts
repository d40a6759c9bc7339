import { expect, test } from 'vitest';
import type { LastChange } from '#lib/domain/history.ts';
import { layoutView } from '#lib/domain/layout/single-view.ts';
import { groupsOf, newestOf, withWho } from '#lib/features/overview/who-words.ts';
import { valueOf } from '#tests/support/bundle/edit.ts';

const change = (at: number, author = 'Ada') => ({ oid: 'a'.repeat(40), author, at, subject: 's' }) as LastChange;
const now = Date.UTC(2026, 0, 10);

test('OVERVIEW-6 parts stand in groups in their order', () => {
	const part = (kind: 'metric' | 'column', name: string) => ({ part: { kind, name }, name, value: '' });
	const parts = [part('metric', 'a'), part('column', 'b'), part('metric', 'c')];
	expect(groupsOf(parts).map(({ title, parts: some }) => [title, some.map(({ name }) => name)])).toEqual([
		['Metrics', ['a', 'c']],
		['Columns', ['b']]
	]);
	expect(groupsOf([])).toEqual([]);
});

test('OVERVIEW-6 the newest of all changes', () => {
	expect(newestOf([{ change: change(2) }, { change: null }, { change: change(3, 'Bob') }])?.author).toBe('Bob');
	expect(newestOf([{ change: null }])).toBeNull();
});

test('OVERVIEW-1 each chart says aloud who changed it last, other boxes are as they were', () => {
	const uuid = '00000000-0000-4000-8000-000000000001';
	const position = valueOf({
		ROOT_ID: { type: 'ROOT', id: 'ROOT_ID', children: ['GRID_ID'] },
		GRID_ID: { type: 'GRID', id: 'GRID_ID', children: ['ROW-1'] },
		'ROW-1': { type: 'ROW', id: 'ROW-1', children: ['CHART-1', 'MARKDOWN-1'], meta: {} },
		'CHART-1': { type: 'CHART', id: 'CHART-1', children: [], meta: { uuid, width: 4, height: 50, sliceName: 'Sales' } },
		'MARKDOWN-1': { type: 'MARKDOWN', id: 'MARKDOWN-1', children: [], meta: { width: 4, height: 50, code: 'Hello' } }
	});
	const view = layoutView(position, { names: new Map([[uuid, 'Sales']]) });
	const told = withWho(view, { [uuid]: change(now - 3 * 86_400_000) }, { now, zone: 'UTC' });
	const sentences = told.boxes.map(({ sentence }) => sentence);
	expect(sentences[0]).toMatch(/Sales.*, last changed by Ada 3 days ago$/);
	expect(sentences[1]).toBe(view.boxes[1]!.sentence);
	expect(withWho(view, {}, { now, zone: 'UTC' }).boxes).toEqual(view.boxes);
});
