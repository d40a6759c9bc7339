import { expect, test } from 'vitest';
import { isBlocked } from '#lib/domain/plan.ts';
import { readinessOf } from '#lib/features/deploy/readiness.ts';
import { item, plan } from './sample.ts';

const checksOf = (...of: Parameters<typeof plan>) => readinessOf(plan(...of), (action) => `?show=${action}`);
const standings = (...of: Parameters<typeof plan>) => checksOf(...of).map(({ label, standing }) => [label, standing]);

test('DEPLOYPAGE-2 a plan without trouble is right in every line', () => {
	expect(standings([item('Revenue'), item('Orders')])).toEqual([
		['Connection', 'ok'],
		['Objects', 'ok'],
		['Edited by hand', 'ok']
	]);
});

test('DEPLOYPAGE-2 edits by hand and shared objects are to be looked at, by name', () => {
	const checks = checksOf([
		item('Revenue', { editedThere: true }),
		item('orders', { kind: 'dataset', alsoUsedBy: ['Board pack', 'Finance'] }),
		item('still', { action: 'unchanged', editedThere: true, alsoUsedBy: ['Board pack'] })
	]);
	expect(checks.find(({ label }) => label === 'Edited by hand')).toMatchObject({
		standing: 'warning',
		detail: expect.stringMatching(/^Chart Revenue was edited in prod/)
	});
	expect(checks.find(({ label }) => label === 'Shared')).toMatchObject({
		standing: 'warning',
		detail: expect.stringMatching(/^Dataset orders is also used by 2 other dashboards/),
		action: { href: '?show=update' }
	});
});

test('DEPLOYPAGE-2 each note of the plan is a line with its hint', () => {
	const checks = checksOf(
		[item('Revenue')],
		[
			{ level: 'blocking', subject: 'warehouse', message: 'prod has no such connection.', hint: 'Map it.' },
			{ level: 'warning', subject: 'theme', message: 'It cannot be held.', hint: null },
			{ level: 'info', subject: 'orders', message: 'It is matched by name.', hint: null }
		]
	);
	expect(checks.slice(-3)).toEqual([
		{ label: 'warehouse', standing: 'failed', detail: 'prod has no such connection. Map it.' },
		{ label: 'theme', standing: 'warning', detail: 'It cannot be held.' },
		{ label: 'orders', standing: 'ok', detail: 'It is matched by name.' }
	]);
});

test('DEPLOYPAGE-3 what blocks a plan is a failed line, and nothing else is', () => {
	const blocked = [item('Revenue', { action: 'blocked', reason: 'Its dataset is missing.' })];
	expect(isBlocked(plan(blocked))).toBe(true);
	expect(checksOf(blocked).filter(({ standing }) => standing === 'failed')).toMatchObject([
		{ label: 'Objects', detail: '1 object cannot be deployed: chart Revenue.', action: { href: '?show=blocked' } }
	]);
});
