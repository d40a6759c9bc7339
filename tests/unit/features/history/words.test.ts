import { expect, test } from 'vitest';
import type { TouchedAsset } from '#lib/domain/history.ts';
import { assetChoices, authorChoices, tagChoices } from '#lib/features/history/filter-choices.ts';
import { touchedWords } from '#lib/features/history/touched-words.ts';

const asset = (name: string, kind: TouchedAsset['kind'] = 'chart'): TouchedAsset => ({
	...{ kind, name, path: `${kind}s/${name}.yaml`, change: 'modified' }
});

test('HISTORY-15 three assets are named, the others counted', () => {
	const some = [asset('Sales', 'dashboard'), asset('A'), asset('B'), asset('C')];
	expect(touchedWords({ assets: some.slice(0, 3), assetCount: 3 })).toEqual({
		names: ['the dashboard', 'A', 'B'],
		more: 0
	});
	expect(touchedWords({ assets: some, assetCount: 12 })).toEqual({ names: ['the dashboard', 'A', 'B'], more: 9 });
	expect(touchedWords({ assets: [], assetCount: 0 })).toEqual({ names: [], more: 0 });
});

test('HISTORY-15 one name is said once, and each asset is counted once', () => {
	expect(touchedWords({ assets: [asset('A'), asset('A'), asset('B')], assetCount: 3 })).toEqual({
		names: ['A', 'B'],
		more: 0
	});
});

const none = { assets: [], authors: [], tags: [], moreAuthors: false, moreAssets: false };

test('HISTORY-11 two people of one name are told apart; who has no address is chosen by the name', () => {
	const authors = [
		{ name: 'Ada', email: 'ada@a.org', count: 3 },
		{ name: 'Ada', email: 'ada@b.org', count: 1 },
		{ name: 'Bob', email: '', count: 1 }
	];
	expect(authorChoices({ ...none, authors }).map(({ name, value, detail }) => [name, value, detail])).toEqual([
		['Anyone', '', ''],
		['Ada <ada@a.org>', 'ada@a.org', '3 commits'],
		['Ada <ada@b.org>', 'ada@b.org', '1 commit'],
		['Bob', 'Bob', '1 commit']
	]);
});

test('HISTORY-11 an asset is chosen by its path; tags keep their order', () => {
	const assets = [{ kind: 'chart' as const, name: '', path: 'charts/x-12345678.yaml', count: 1 }];
	expect(assetChoices({ ...none, assets })[1]).toMatchObject({
		name: 'charts/x-12345678.yaml',
		value: 'charts/x-12345678.yaml'
	});
	expect(tagChoices(['v2', 'v1']).map(({ value }) => value)).toEqual(['', '*', 'v2', 'v1']);
});
