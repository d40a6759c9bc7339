import fc from '#tests/support/fast-check.ts';
import { expect, test } from 'vitest';
import { kindsBetween, LiveTopic, permissionOfTopic, topicsNamedIn } from '#lib/domain/live.ts';

const ID = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const between = (before: Record<string, string>, after: Record<string, string>) =>
	kindsBetween(new Map(Object.entries(before)), new Map(Object.entries(after)));

test.each([
	['commit', { 'refs/heads/a': '1' }, { 'refs/heads/a': '2' }],
	['branch', { 'refs/heads/a': '1' }, { 'refs/heads/b': '1' }],
	['tag', {}, { 'refs/tags/v1': '1' }],
	['remote', {}, { 'refs/remotes/origin/a': '1' }],
	['capture', { 'refs/environments/dev/live': '1' }, { 'refs/environments/dev/live': '2' }],
	['deployment', {}, { 'refs/environments/dev/deployed': '2' }],
	['deployment', { deployment: '1 running' }, { deployment: '1 verified' }],
	['merge', { 'merge 1': '1' }, { 'merge 1': '2' }],
	['settings', { settings: 'a' }, { settings: 'b' }],
	['lock', { lock: 't' }, {}],
	['job', { state: 'queued' }, { state: 'running' }],
	['list', { 'listed 1': 'a' }, {}],
	['gone', { settings: 'a', 'refs/heads/a': '1' }, {}]
])('LIVE-3 %s', (kind, before, after) => {
	expect(between(before as Record<string, string>, after as Record<string, string>)).toEqual([kind]);
});

test('LIVE-3 safety captures are not heard', () => {
	expect(between({}, { 'refs/safety/dev/1': '1', 'refs/scratch/x': '1' })).toEqual([]);
});

test('LIVE-1 equal facts say nothing, and each kind is said once', () => {
	const facts = fc.dictionary(
		fc.constantFrom('refs/heads/a', 'refs/heads/b', 'refs/tags/c', 'settings', 'lock'),
		fc.constantFrom('1', '2')
	);
	fc.assert(
		fc.property(facts, facts, (before, after) => {
			expect(between(before, before)).toEqual([]);
			const kinds = between(before, after);
			expect(new Set(kinds).size).toBe(kinds.length);
		})
	);
});

test('LIVE-6 any text is a topic of ours or none', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary' }), (text) => {
			expect(LiveTopic.safeParse(text).success).toBe(text === 'dashboards');
			expect(LiveTopic.safeParse(`dashboard:${text}`).success).toBe(false);
		})
	);
	for (const topic of [`dashboard:${ID}`, 'environment:prod-eu', `job:${ID}`] as const) {
		expect(permissionOfTopic(LiveTopic.parse(topic))).toMatch(/:read$/);
	}
});

test('LIVE-1 what an input names may have changed, and nothing that it does not', () => {
	expect(topicsNamedIn({ dashboardId: ID, environment: 'prod' })).toEqual([
		'dashboards',
		`dashboard:${ID}`,
		'environment:prod'
	]);
	const several = { dashboards: [{ dashboardId: ID }, null, 'x'] };
	expect(topicsNamedIn(several)).toEqual(['dashboards', `dashboard:${ID}`]);
	for (const nothing of [undefined, null, 'x', {}, { dashboardId: 7, environment: 'A B' }])
		expect(topicsNamedIn(nothing)).toEqual(['dashboards']);
});
