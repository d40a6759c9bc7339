import { expect, test } from 'vitest';
import { LiveTopic } from '#lib/domain/live.ts';
import { topicsOf } from '#lib/features/live/topics.ts';

const ID = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';

test.each([
	['/(app)/dashboards', {}, {}, ['dashboards']],
	['/(app)/dashboards/track', {}, {}, []],
	['/(app)/dashboards/[dashboard=uuid]/(tabs)/history', { dashboard: ID }, {}, [`dashboard:${ID}`]],
	['/(app)/environments/[environment=environment]', { environment: 'prod' }, {}, ['environment:prod']],
	['/(app)/environments', {}, { environments: [{ name: 'dev' }, {}] }, ['environment:dev']],
	['/(app)/jobs/[job=uuid]', { job: ID }, { jobs: [{ id: ID, state: 'running' }] }, [`job:${ID}`]],
	['/(app)/environments', {}, { environments: 'x' }, []],
	[null, {}, {}, []]
])('LIVE-10 %s', (routeId, params, data, topics) => {
	const found = topicsOf({ routeId, params, data });
	expect(found).toEqual(topics);
	for (const topic of found) expect(LiveTopic.safeParse(topic).success).toBe(true);
});

test('LIVE-10 the list of jobs listens to the unfinished ones, at most twenty', () => {
	const jobs = [...Array(30).fill({ id: ID, state: 'queued' }), { id: ID, state: 'failed' }];
	expect(topicsOf({ routeId: '/(app)/jobs', params: {}, data: { jobs } })).toHaveLength(20);
	expect(topicsOf({ routeId: '/(app)/jobs', params: {}, data: { jobs: jobs.slice(-1) } })).toEqual([]);
});
