import { expect, test } from 'vitest';
import { valueOf } from '#tests/support/bundle/edit.ts';
import type { Contents } from '#tests/support/merge/edited.ts';
import { at, change, merge, mergeKeeping, questions } from '#tests/support/merge/three.ts';
import {
	BOARD,
	CHART,
	chartNode,
	DATASET,
	OTHER_CHART,
	OTHER_DATASET,
	small,
	without
} from '#tests/support/merge/small.ts';
import type { Mapping } from '#lib/domain/value.ts';

const base = small();
const NEW = 'chart 99999999-0000-4000-8000-000000000000';

/** The dashboard without the second chart, as a capture leaves it. */
const withoutTwo = (contents: Contents): Contents =>
	without(
		change(contents, BOARD, [['position', 'CHART-2'], undefined], [['position', 'ROW-1', 'children'], ['CHART-1']]),
		OTHER_CHART,
		OTHER_DATASET
	);
const withChart = (contents: Contents, content: object, row = 'ROW-2'): Contents =>
	change(
		new Map([
			...contents,
			[NEW, valueOf({ uuid: NEW.slice(6), dataset_uuid: DATASET.slice(8), viz_type: 'pie', ...content }) as Mapping]
		]),
		BOARD,
		[['position', 'CHART-9'], chartNode('CHART-9', NEW, 2)],
		[
			['position', row, 'children'],
			[...(at(contents, BOARD, ['position', row, 'children']) as string[]), 'CHART-9']
		]
	);

test('MERGE-20 an asset that both added is merged key by key', () => {
	const mine = withChart(base, { slice_name: 'New', params: { viz_type: 'pie', row_limit: 5 } });
	const same = merge(base, mine, withChart(base, { slice_name: 'New', params: { viz_type: 'pie', x: 1 } }));
	expect(same.conflicts).toEqual([]);
	expect(at(same.contents, NEW, ['params'])).toEqual({ viz_type: 'pie', row_limit: 5, x: 1 });
	const other = merge(base, mine, withChart(base, { slice_name: 'Newer', params: { viz_type: 'pie', row_limit: 6 } }));
	expect(questions(other.conflicts)).toEqual(['chart value params/row_limit', 'chart value slice_name']);
});

test('MERGE-21 a chart that one side removed and the other changed is one question', () => {
	const edited = change(base, OTHER_CHART, [['params', 'row_limit'], 7], [['slice_name'], 'Two, better']);
	const mine = withoutTwo(base);
	expect(questions(merge(base, mine, edited).conflicts)).toEqual(['chart removed ']);
	const gone = mergeKeeping('mine', base, mine, edited);
	expect([...gone.contents.keys()].sort()).toEqual([...mine.keys()].sort());
	const kept = mergeKeeping('theirs', base, mine, edited);
	expect(at(kept.contents, OTHER_CHART, ['slice_name'])).toBe('Two, better');
	expect(at(kept.contents, BOARD, ['position', 'ROW-1', 'children'])).toEqual(['CHART-1', 'CHART-2']);
	expect(kept.contents.has(OTHER_DATASET)).toBe(true);
	// One that was only saved again, or left alone, goes without a question.
	const again = change(base, OTHER_CHART, [['params', 'show_legend'], true]);
	expect(merge(base, mine, again).conflicts).toEqual([]);
	expect(merge(base, mine, again).contents.has(OTHER_CHART)).toBe(false);
});

test('MERGE-22 a dataset that one side needs no more stays where the other needs it', () => {
	const onSecond = without(change(base, CHART, [['dataset_uuid'], OTHER_DATASET.slice(8)]), DATASET);
	const edited = change(onSecond, OTHER_DATASET, [['sql'], 'select 2']);
	const merged = merge(base, withoutTwo(base), edited);
	expect(merged.conflicts).toEqual([]);
	expect(at(merged.contents, OTHER_DATASET, ['sql'])).toBe('select 2');
	expect(merged.contents.has(DATASET)).toBe(false);
});

test('MERGE-22 a dataset that nothing needs any more goes, and is asked where it was changed', () => {
	const edited = change(base, OTHER_DATASET, [['sql'], 'select 2']);
	expect(questions(merge(base, withoutTwo(base), edited).conflicts)).toEqual(['dataset removed ']);
	expect(mergeKeeping('mine', base, withoutTwo(base), edited).contents.has(OTHER_DATASET)).toBe(false);
	const kept = mergeKeeping('theirs', base, withoutTwo(base), edited);
	expect(at(kept.contents, OTHER_DATASET, ['sql'])).toBe('select 2');
	expect(kept.contents.has(OTHER_CHART)).toBe(true);
	expect(at(kept.contents, BOARD, ['position', 'ROW-1', 'children'])).toEqual(['CHART-1', 'CHART-2']);
});

test('MERGE-23 another name and another address on both sides are asked', () => {
	const named = (name: string, slug: string) =>
		change(change(base, CHART, [['slice_name'], name]), BOARD, [['slug'], slug]);
	expect(questions(merge(base, named('A', 'a'), named('B', 'b')).conflicts)).toEqual([
		'chart value slice_name',
		'dashboard value slug'
	]);
	expect(merge(base, named('A', 'a'), named('A', 'a')).conflicts).toEqual([]);
	const one = merge(base, named('A', 'a'), change(base, CHART, [['params', 'row_limit'], 1]));
	expect(at(one.contents, CHART, ['slice_name'])).toBe('A');
});
