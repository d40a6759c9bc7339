import { expect, test } from 'vitest';
import type { ProofItem } from '#lib/domain/deployment.ts';
import { canRollBack, currentOf } from '#lib/features/deploy/current.ts';
import { matchOf, notEqual } from '#lib/features/deploy/proof.ts';
import { deployment } from './sample.ts';

const proven = (name: string, standing: ProofItem['standing']): ProofItem => ({
	kind: 'chart',
	uuid: null,
	name,
	standing,
	sentences: []
});

test('DEPLOYPAGE-5 held back matches, different and missing do not', () => {
	const items = [proven('a', 'equal'), proven('b', 'held-back'), proven('c', 'different'), proven('d', 'missing')];
	expect(matchOf({ items })).toEqual({ matching: 2, total: 4 });
	expect(notEqual(items).map(({ name }) => name)).toEqual(['d', 'c', 'b']);
});

test('DEPLOYPAGE-6 the newest verified deployment of each environment is current', () => {
	const all = [
		deployment(5, 'prod', { state: 'failed' }),
		deployment(4, 'staging'),
		deployment(3, 'prod'),
		deployment(2, 'staging'),
		deployment(1, 'prod')
	];
	expect([...currentOf(all)]).toEqual([all[1]?.id, all[2]?.id]);
});

test('DEPLOYPAGE-7 only the newest of its environment that has ended and kept what was there is undone', () => {
	const newest = deployment(3, 'prod', { state: 'failed' });
	const all = [newest, deployment(2, 'staging', { safetyCommit: null }), deployment(1, 'prod')];
	expect(all.map((one) => canRollBack(one, all))).toEqual([true, false, false]);
	const running = deployment(4, 'prod', { state: 'running' });
	expect([running, newest].map((one) => canRollBack(one, [running, ...all]))).toEqual([false, false]);
});
