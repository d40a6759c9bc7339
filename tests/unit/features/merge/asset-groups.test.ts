import { expect, test } from 'vitest';
import type { ChangeDetail } from '#lib/domain/change.ts';
import { groupsOf, groupWords, keyOfAsset } from '#lib/features/merge/asset-groups.ts';
import { automaticWords } from '#lib/features/merge/automatic-words.ts';
import { conflictIn } from './fixture.ts';

const detail = (sentence: string): ChangeDetail => ({
	sentence,
	path: [],
	before: null,
	after: null,
	kind: 'changed',
	area: 'data'
});

test('CONFLICTPAGE-2 conflicts stand by asset, in the order in which they are told, each saying how it stands', () => {
	const conflicts = [
		conflictIn('Revenue', { id: '1', choice: { kind: 'keep', keep: 'mine' } }),
		conflictIn('Orders', { id: '2', label: 'SQL', choice: { kind: 'edited' } }),
		conflictIn('Revenue', { id: '3', label: 'Row limit' })
	];
	const automatic = [{ asset: conflicts[0]!.asset, mine: [detail('a')], theirs: [detail('b'), detail('c')] }];
	expect(groupsOf(conflicts, automatic)).toMatchObject([
		{ key: 'chart Revenue', decided: 1, words: 'metric: mine, row limit: open', alsoMerged: 3 },
		{ key: 'chart Orders', decided: 1, words: 'SQL: edited by hand', alsoMerged: 0 }
	]);
	expect(groupsOf([])).toEqual([]);
});

test('CONFLICTPAGE-2 what has no uuid is known by its path', () => {
	expect(keyOfAsset({ kind: 'tags', uuid: null, name: 'Tags', path: 'tags.yaml' })).toBe('tags.yaml');
});

test('CONFLICTPAGE-2 an asset says what both sides did to it', () => {
	const one = conflictIn('a');
	expect(groupWords({ conflicts: [one, one], alsoMerged: 1 }, 'chart')).toBe(
		'Both sides changed this chart. 2 things cannot be both, 1 other change merged by itself.'
	);
	expect(groupWords({ conflicts: [one], alsoMerged: 0 }, 'dataset')).toBe(
		'Both sides changed this dataset. One thing cannot be both.'
	);
	const removed = conflictIn('a', { kind: 'removed', path: [] });
	expect(groupWords({ conflicts: [removed], alsoMerged: 0 }, 'chart')).toBe(
		'One side removed this chart, and the other changed it.'
	);
});

test('CONFLICTPAGE-3 what merged by itself is told by side, in one line', () => {
	expect(automaticWords({ mine: [detail('SQL changed')], theirs: [detail('metric added'), detail('x')] })).toBe(
		'yours: SQL changed; theirs: metric added, 1 more'
	);
	expect(automaticWords({ mine: [], theirs: [detail('format')] })).toBe('theirs: format');
	expect(automaticWords({ mine: [], theirs: [] })).toBe('the same on both sides');
});
