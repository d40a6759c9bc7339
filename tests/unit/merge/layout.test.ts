import { expect, test } from 'vitest';
import type { Contents } from '#tests/support/merge/edited.ts';
import { at, change, merge, mergeKeeping, questions } from '#tests/support/merge/three.ts';
import { BOARD, CHART, chartNode, holder, small, textNode, without } from '#tests/support/merge/small.ts';
import { valueOf } from '#tests/support/bundle/edit.ts';
import type { Mapping } from '#lib/domain/value.ts';

const base = small();
const P = 'position';
const board = (...places: readonly (readonly [readonly string[], unknown])[]): Contents =>
	change(base, BOARD, ...places.map(([path, to]) => [[P, ...path], to] as const));
const children = (contents: Contents, id: string) => at(contents, BOARD, [P, id, 'children']);

/** A text in a row of its own in a tab. */
const withRow = (tab: string, number: number, first = false) => {
	const rows = children(base, tab) as string[];
	return board(
		[[`ROW-${number}`], holder('ROW', `ROW-${number}`, [`MARKDOWN-${number}`])],
		[[`MARKDOWN-${number}`], textNode(`MARKDOWN-${number}`, `text ${number}`)],
		[[tab, 'children'], first ? [`ROW-${number}`, ...rows] : [...rows, `ROW-${number}`]]
	);
};

test('MERGE-30 rows, tabs and places of different tiles are all merged', () => {
	const mine = change(
		withRow('TAB-1', 7),
		BOARD,
		[
			[P, 'TABS-1', 'children'],
			['TAB-2', 'TAB-1']
		],
		[[P, 'CHART-1', 'meta', 'height'], 90]
	);
	const theirs = change(
		withRow('TAB-1', 8),
		BOARD,
		[[P, 'TAB-3'], holder('TAB', 'TAB-3', [], { text: 'Third' })],
		[
			[P, 'TABS-1', 'children'],
			['TAB-1', 'TAB-2', 'TAB-3']
		],
		[
			[P, 'ROW-1', 'children'],
			['CHART-2', 'CHART-1']
		],
		[[P, 'TAB-2', 'meta', 'text'], 'Other']
	);
	const merged = merge(base, mine, theirs);
	expect(merged.conflicts).toEqual([]);
	expect(children(merged.contents, 'TABS-1')).toEqual(['TAB-2', 'TAB-3', 'TAB-1']);
	expect(children(merged.contents, 'TAB-1')).toEqual(['ROW-1', 'ROW-2', 'ROW-7', 'ROW-8']);
	expect(children(merged.contents, 'ROW-1')).toEqual(['CHART-2', 'CHART-1']);
	expect(at(merged.contents, BOARD, [P, 'CHART-1', 'meta', 'height'])).toBe(90);
	expect(at(merged.contents, BOARD, [P, 'TAB-2', 'meta', 'text'])).toBe('Other');
});

const moved = (to: string) =>
	board(
		[['ROW-1', 'children'], ['CHART-1']],
		[
			[to, 'children'],
			[...(children(base, to) as string[]), 'CHART-2']
		]
	);

test('MERGE-31 a tile is moved by one side and resized by the other', () => {
	const merged = merge(base, moved('ROW-3'), board([['CHART-2', 'meta', 'width'], 6]));
	expect(merged.conflicts).toEqual([]);
	expect(children(merged.contents, 'ROW-3')).toEqual(['MARKDOWN-2', 'CHART-2']);
	expect(children(merged.contents, 'ROW-1')).toEqual(['CHART-1']);
	expect(at(merged.contents, BOARD, [P, 'CHART-2', 'meta', 'width'])).toBe(6);
});

test('MERGE-32 a tile that both moved elsewhere is asked, and stands where was decided', () => {
	expect(questions(merge(base, moved('ROW-2'), moved('ROW-3')).conflicts)).toEqual([
		'dashboard place position/CHART-2/(place)'
	]);
	const kept = mergeKeeping('theirs', base, moved('ROW-2'), moved('ROW-3'));
	expect(children(kept.contents, 'ROW-3')).toEqual(['MARKDOWN-2', 'CHART-2']);
	expect(children(kept.contents, 'ROW-2')).toEqual(['MARKDOWN-1']);
});

test('MERGE-32 two things that were each moved into the other', () => {
	const tabs = change(
		base,
		BOARD,
		[[P, 'TABS-2'], holder('TABS', 'TABS-2', [])],
		[[P, 'TABS-3'], holder('TABS', 'TABS-3', [])],
		[
			[P, 'TAB-1', 'children'],
			['ROW-1', 'ROW-2', 'TABS-2']
		],
		[
			[P, 'TAB-2', 'children'],
			['ROW-3', 'TABS-3']
		]
	);
	const into = (tab: string, other: string, holds: string) =>
		change(tabs, BOARD, [[P, 'TABS-1', 'children'], [other]], [[P, holds, 'children'], [tab]]);
	const [mine, theirs] = [into('TAB-1', 'TAB-2', 'TABS-3'), into('TAB-2', 'TAB-1', 'TABS-2')];
	expect(questions(merge(tabs, mine, theirs).conflicts).join()).toMatch(/dashboard place position\/TAB/);
	for (const [keep, wanted] of [
		['mine', mine],
		['theirs', theirs]
	] as const) {
		const { contents } = mergeKeeping(keep, tabs, mine, theirs);
		for (const id of ['TABS-1', 'TABS-2', 'TABS-3']) expect(children(contents, id)).toEqual(children(wanted, id));
	}
});

const withoutTab = without(
	change(base, BOARD, ...['TAB-2', 'ROW-3', 'MARKDOWN-2'].map((id) => [[P, id], undefined] as const), [
		[P, 'TABS-1', 'children'],
		['TAB-1']
	])
);

test('MERGE-33 a tab that one side removed while the other put something into it is one question', () => {
	const theirs = withRow('TAB-2', 8);
	const merged = merge(base, withoutTab, theirs);
	expect(questions(merged.conflicts)).toEqual(['dashboard removed position/TAB-2']);
	expect(merged.conflicts[0]!.alongside).toEqual(expect.arrayContaining(['ROW-3', 'ROW-8', 'MARKDOWN-8']));
	const gone = mergeKeeping('mine', base, withoutTab, theirs);
	expect(at(gone.contents, BOARD, [P])).toEqual(at(withoutTab, BOARD, [P]));
	const kept = mergeKeeping('theirs', base, withoutTab, theirs);
	expect(at(kept.contents, BOARD, [P])).toEqual(at(theirs, BOARD, [P]));
});

test('MERGE-33 a tab that a filter came to point at, and a tile that was changed', () => {
	const filter = [{ id: 'NATIVE_FILTER-1', name: 'F', scope: { rootPath: ['TAB-2'], excluded: [] } }];
	const pointed = change(base, BOARD, [['metadata', 'native_filter_configuration'], filter]);
	expect(questions(merge(base, withoutTab, pointed).conflicts)).toEqual(['dashboard removed position/TAB-2']);
	const gone = mergeKeeping('mine', base, withoutTab, pointed);
	expect(at(gone.contents, BOARD, ['metadata', 'native_filter_configuration', 0, 'scope', 'rootPath'])).toEqual([]);

	const text = board([['MARKDOWN-2', 'meta', 'code'], 'better']);
	expect(questions(merge(base, withoutTab, text).conflicts)).toEqual(['dashboard removed position/MARKDOWN-2']);
	const kept = mergeKeeping('theirs', base, withoutTab, text);
	expect(children(kept.contents, 'TABS-1')).toEqual(['TAB-1', 'TAB-2']);
	expect(at(kept.contents, BOARD, [P, 'MARKDOWN-2', 'meta', 'code'])).toBe('better');
	// Left alone, it goes.
	expect(merge(base, withoutTab, board([['CHART-1', 'meta', 'height'], 9])).conflicts).toEqual([]);
});

test('MERGE-34 a row without room for both is asked, and nothing is lost', () => {
	const filled = (number: number) =>
		board(
			[[`MARKDOWN-${number}`], textNode(`MARKDOWN-${number}`, 't', 4)],
			[
				['ROW-1', 'children'],
				['CHART-1', 'CHART-2', `MARKDOWN-${number}`]
			]
		);
	expect(questions(merge(base, filled(7), filled(8)).conflicts)).toEqual(['dashboard width position/ROW-1/(width)']);
	const kept = mergeKeeping('theirs', base, filled(7), filled(8));
	expect(children(kept.contents, 'ROW-1')).toEqual(['CHART-1', 'CHART-2', 'MARKDOWN-8']);
	const [, own] = children(kept.contents, 'TAB-1') as string[];
	expect(children(kept.contents, own!)).toEqual(['MARKDOWN-7']);
	const mine = mergeKeeping('mine', base, filled(7), filled(8));
	expect(children(mine.contents, 'ROW-1')).toEqual(['CHART-1', 'CHART-2', 'MARKDOWN-7']);
});

test('MERGE-35 a chart that both placed is asked, and stands once', () => {
	const key = 'chart 99999999-0000-4000-8000-000000000000';
	const content = valueOf({
		uuid: key.slice(6),
		dataset_uuid: '44444444-0000-4000-8000-000000000000',
		params: {}
	}) as Mapping;
	const placed = (id: string, row: string) =>
		new Map([
			...board(
				[[id], chartNode(id, key)],
				[
					[row, 'children'],
					[...(children(base, row) as string[]), id]
				]
			),
			[key, content]
		]);
	const [mine, theirs] = [placed('CHART-8', 'ROW-2'), placed('CHART-9', 'ROW-3')];
	expect(questions(merge(base, mine, theirs).conflicts)).toEqual([`dashboard twice position/${key.slice(6)}/(place)`]);
	const kept = mergeKeeping('theirs', base, mine, theirs);
	expect(children(kept.contents, 'ROW-2')).toEqual(['MARKDOWN-1']);
	expect(children(kept.contents, 'ROW-3')).toEqual(['MARKDOWN-2', 'CHART-9']);
	expect(kept.contents.has(CHART)).toBe(true);
});
