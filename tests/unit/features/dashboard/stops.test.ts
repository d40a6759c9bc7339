import { expect, test } from 'vitest';
import type { BranchSummary } from '#lib/domain/commit.ts';
import { EnvironmentName, Oid } from '#lib/domain/ids.ts';
import type { DashboardStop } from '#lib/domain/dashboard.ts';
import { stopsOf } from '#lib/features/dashboard/stops.ts';

const HEAD = Oid.parse('a'.repeat(40));
const OLDER = Oid.parse('b'.repeat(40));
const environment = (name: string) => EnvironmentName.parse(name);

function stop(name: 'dev' | 'staging' | 'prod', change: Partial<DashboardStop>): DashboardStop {
	return {
		environment: environment(name),
		title: name,
		stage: name,
		commit: HEAD,
		labels: [],
		capturedAt: 1,
		standing: 'recognised',
		shows: null,
		isInStep: null,
		href: null,
		...change
	};
}
const look = (stops: DashboardStop[], changeCount: number | null = 0) =>
	stopsOf(
		{
			...{ stops, branch: { name: 'main', head: HEAD } as BranchSummary, home: environment('dev') },
			standsIn: { main: stops.filter(({ commit }) => commit === HEAD).map((one) => one.environment) }
		},
		changeCount,
		(one) => `/to/${one.environment}`
	);

test('DASH-1 a stop at the head is in step, at another commit it differs', () => {
	expect(look([stop('staging', {}), stop('prod', { commit: OLDER, labels: ['v1.2'] })])).toMatchObject([
		{ label: 'staging', tone: 'ok', words: 'in step', chip: 'aaaaaaa', href: '/to/staging' },
		{ label: 'prod', tone: 'neutral', words: 'differs from main', chip: 'v1.2' }
	]);
});

test('DASH-1 an edit at home is changes, elsewhere a warning; both are loose', () => {
	expect(look([stop('dev', { standing: 'edited' }), stop('prod', { standing: 'edited' })], 3)).toMatchObject([
		{ tone: 'changed', words: '3 changes', loose: true },
		{ tone: 'warning', words: 'edited by hand', loose: true }
	]);
});

test('DASH-1 where the dashboard is not, nothing is claimed, and the way there is dashed', () => {
	const [dev, prod] = look([stop('dev', {}), stop('prod', { standing: 'absent', commit: null })]);
	expect(dev?.unknown).toBe(true);
	expect(prod).toMatchObject({ tone: 'neutral', words: 'not there', chip: undefined, unknown: false });
});
