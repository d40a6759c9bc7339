import fc from '#tests/support/fast-check.ts';
import { expect, test } from 'vitest';
import { groupsOf, movedBy, piecesOf, type Offer } from '#lib/features/palette/entries.ts';

const nothing: Offer = { typed: '', actions: [], places: [], branches: [], hits: [], recent: [] };
const offer: Offer = {
	...nothing,
	actions: [
		{ id: 'key Commit', label: 'Commit', key: 'c' },
		{ id: 'deploy prod', label: 'Deploy main to prod…', href: '/deploy' }
	],
	places: [
		{ id: '/dashboards', label: 'Dashboards', href: '/dashboards' },
		{ id: '/jobs', label: 'Jobs', href: '/jobs' }
	],
	branches: [
		{ id: 'branch main', label: 'main', href: '/d' },
		{ id: 'branch feature/commits', label: 'feature/commits', href: '/d?branch=feature%2Fcommits' }
	]
};
const shown = (of: Offer) => groupsOf(of).map(({ title, entries }) => [title, ...entries.map(({ label }) => label)]);

test('PALETTE-5 it opens with what is known: what can be done, branches, where one can go', () => {
	expect(shown(offer)).toEqual([
		['Do here', 'Commit', 'Deploy main to prod…'],
		['Branches', 'main', 'feature/commits'],
		['Go to', 'Dashboards', 'Jobs']
	]);
	expect(shown(nothing)).toEqual([]);
});

test('PALETTE-5 what is typed leaves what fits, and what the server found comes to it', () => {
	const hits = [
		{ kind: 'commit', label: 'Commit the rest', detail: '', href: '/c/1' },
		{ kind: 'commit', label: 'Other words', detail: 'Committer', href: '/c/2' },
		{ kind: 'branch', label: 'feature/commits', detail: '', href: '/d?branch=feature%2Fcommits' }
	] as const;
	expect(shown({ ...offer, typed: ' COMM ', hits })).toEqual([
		['Do here', 'Commit'],
		['Branches', 'feature/commits'],
		['Commits', 'Commit the rest', 'Other words']
	]);
});

test('PALETTE-5 a key that goes to a place stands at that place, once', () => {
	const actions = [{ id: 'key Jobs', label: 'Jobs', key: 'g j' }];
	const [group, ...others] = groupsOf({ ...offer, actions, branches: [] });
	expect(others).toEqual([]);
	expect(group!.entries.map(({ label, key }) => [label, key])).toEqual([
		['Dashboards', undefined],
		['Jobs', 'g j']
	]);
});

test('PALETTE-6 what was chosen last comes first', () => {
	const recent = [
		{ id: 'deploy prod', label: 'Deploy main to prod…', href: null },
		{ id: '/jobs', label: 'Jobs', href: '/jobs' }
	];
	expect(shown({ ...offer, recent })).toEqual([
		['Recent', 'Jobs'],
		['Do here', 'Deploy main to prod…', 'Commit'],
		['Branches', 'main', 'feature/commits'],
		['Go to', 'Dashboards']
	]);
	const twins = ['Jobs of mine', 'Jobs of all'].map((label) => ({ id: label, label, href: `/${label}` }));
	const chosen = [{ id: 'Jobs of all', label: 'Jobs of all', href: '/x' }];
	expect(shown({ ...nothing, typed: 'jobs', places: twins, recent: chosen })).toEqual([
		['Go to', 'Jobs of all', 'Jobs of mine']
	]);
});

test('PALETTE-1 the marked pieces of a name are the name', () => {
	const ranges = fc.uniqueArray(fc.nat(30), { minLength: 2, maxLength: 2 }).map((two) => two.sort((a, b) => a - b));
	fc.assert(
		fc.property(fc.string({ minLength: 31 }), ranges, (label, [from, to]) => {
			const pieces = piecesOf(label, [[from!, to!]]);
			expect(pieces.map(({ text }) => text).join('')).toBe(label);
			expect(pieces.filter(({ fits }) => fits).map(({ text }) => text)).toEqual([label.slice(from, to)]);
		})
	);
});

test.each([
	[1, 0, 1],
	[1, 9, 0],
	[-1, 0, 9],
	[8, 4, 9],
	[-8, 4, 0]
])('PALETTE-8 %i from %i of 10 is %i', (step, at, to) => {
	expect(movedBy(step, at, 10)).toBe(to);
});

test('PALETTE-5 no two lines have one id, also where two tags name one commit', () => {
	const hits = ['v1', 'v1-final'].map((label) => ({ kind: 'tag' as const, label, detail: '', href: '/c/1' }));
	const ids = groupsOf({ ...offer, typed: 'v1', hits }).flatMap(({ entries }) => entries.map(({ id }) => id));
	expect(ids).toHaveLength(2);
	expect(new Set(ids).size).toBe(2);
});
