import { expect, test } from 'vitest';
import { knownOf } from '#lib/features/palette/known.ts';

const data = {
	base: '/dashboards/1',
	branch: 'a b',
	view: {
		title: 'Sales',
		defaultBranch: 'main',
		branch: { name: 'a b' },
		branches: [
			{ name: 'main', ahead: 0, behind: 0 },
			{ name: 'a b', ahead: 1, behind: 0 },
			{ name: 'c', ahead: 2, behind: 3 }
		],
		stops: [{ environment: 'prod' }]
	}
};

test('PALETTE-5 a dashboard offers its tabs, its branches, and to deploy to each environment', () => {
	const { actions, places, branches } = knownOf(data, ['deployment:plan']);
	expect(actions).toMatchObject([
		{ label: 'Deploy a b to prod…', href: '/dashboards/1/deploy?branch=a+b&environment=prod' }
	]);
	expect(places[1]).toMatchObject({ label: 'History', detail: 'Sales', href: '/dashboards/1/history?branch=a+b' });
	expect(branches.map(({ label, detail, href }) => [label, detail, href])).toEqual([
		['main', '', '/dashboards/1'],
		['a b', 'You look at it', '/dashboards/1?branch=a+b'],
		['c', '2 ahead, 3 behind of main', '/dashboards/1?branch=c']
	]);
});

test('PALETTE-5 what somebody may not do is not offered, and other pages offer nothing of it', () => {
	expect(knownOf(data, []).actions).toEqual([]);
	expect(knownOf({}, ['deployment:plan'])).toEqual({ actions: [], places: [], branches: [] });
});
