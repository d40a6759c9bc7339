import { expect, test } from 'vitest';
import { ASSET_KINDS } from '#lib/domain/asset.ts';
import { groupByKind, KIND_ORDER } from '#lib/features/asset/kinds.ts';

test('CHANGES-5 things are grouped by kind in the order of kinds, and keep their own order inside', () => {
	const things = [
		{ kind: 'dataset', name: 'orders' },
		{ kind: 'chart', name: 'Revenue' },
		{ kind: 'dashboard', name: 'Sales' },
		{ kind: 'chart', name: 'Channels' }
	] as const;
	expect(groupByKind(things)).toEqual([
		{ kind: 'dashboard', things: [things[2]] },
		{ kind: 'chart', things: [things[1], things[3]] },
		{ kind: 'dataset', things: [things[0]] }
	]);
});

test('CHANGES-5 no kind is forgotten', () => {
	expect([...KIND_ORDER].sort()).toEqual([...ASSET_KINDS].sort());
});
