import { expect, test } from 'vitest';
import {
	childrenOf,
	type Layout,
	nodeOfChart,
	parentOf,
	widthOf
} from '#tests/support/practice-superset/editing/layout.ts';
import type { JsonObject } from '#tests/support/practice-superset/json.ts';
import { PracticeClient, type Reply } from '#tests/support/practice-superset/practice-client.ts';
import { practice, type World } from './practice.ts';

const pageOf = async ({ superset }: World, path: string): Promise<string> =>
	Buffer.from((await new PracticeClient(superset.url).get(path)).bytes).toString();

const submit = ({ superset }: World, path: string, fields: Record<string, string>): Promise<Reply> =>
	new PracticeClient(superset.url).request('POST', path, {
		body: new URLSearchParams(fields).toString(),
		headers: { 'content-type': 'application/x-www-form-urlencoded' }
	});

async function layoutOf({ admin }: World): Promise<Layout> {
	return JSON.parse(String((await admin.result('/api/v1/dashboard/1'))['position_json'])) as Layout;
}

test('PRAC-30 a dashboard is shown, as text', async () => {
	const world = await practice({ version: '6.1.0', name: 'staging' }, 'sales-overview');
	await world.admin.send('PUT', '/api/v1/dashboard/1', { dashboard_title: 'A <script>alert(1)</script> title' });
	const page = await pageOf(world, '/superset/dashboard/sales-overview/');
	expect(page).toContain('Practice Superset · staging');
	expect(page).toContain('practice data');
	for (const text of ['Total revenue', 'Tab: Detail', '<li>Country</li>', 'A &lt;script&gt;'])
		expect(page).toContain(text);
	expect(page).not.toContain('<script');
	expect(await pageOf(world, '/')).toContain('href="/superset/dashboard/sales-overview/"');
	expect((await new PracticeClient(world.superset.url).get('/superset/dashboard/none/')).status).toBe(404);
});

test('PRAC-31 a chart gets another title and metric', async () => {
	const world = await practice({ version: '6.1.0' }, 'shared-chart-a');
	const chart = (await world.admin.list('chart')).find((one) => one['slice_name'] === 'Own chart a') as JsonObject;
	const before = await world.admin.result('/api/v1/dashboard/1');
	expect(await pageOf(world, `/explore/?slice_id=${String(chart['id'])}`)).toContain('<option>revenue</option>');
	const reply = await submit(world, `/practice/chart/${String(chart['id'])}`, { title: 'Renamed', metric: 'revenue' });
	expect([reply.status, reply.headers.get('location')]).toEqual([303, `/explore/?slice_id=${String(chart['id'])}`]);
	const after = await world.admin.result(`/api/v1/chart/${String(chart['id'])}`);
	const context = JSON.parse(String(after['query_context'])) as { queries: { metrics: string[] }[] };
	expect([after['slice_name'], JSON.parse(String(after['params'])), context.queries[0]?.metrics]).toMatchObject([
		'Renamed',
		{ metric: 'revenue', slice_id: chart['id'], dashboards: [1] },
		['revenue']
	]);
	const [row] = (await world.admin.list('chart', `(filters:!((col:id,opr:eq,value:${String(chart['id'])})))`)) as [
		JsonObject
	];
	expect(row['changed_on_utc']).not.toBe(chart['changed_on_utc']);
	expect((await world.admin.result('/api/v1/dashboard/1'))['changed_on']).toBe(before['changed_on']);
	await submit(world, `/practice/chart/${String(chart['id'])}`, { title: 'Renamed', metric: 'DROP TABLE' });
	expect(
		JSON.parse(String((await world.admin.result(`/api/v1/chart/${String(chart['id'])}`))['params']))
	).toMatchObject({ metric: 'revenue' });
});

test('PRAC-32 charts are moved and resized', async () => {
	const world = await practice({ version: '6.1.0' }, 'shared-chart-a');
	const [first, second] = world.superset.state.tables.dashboard[0]?.charts ?? [];
	const start = await layoutOf(world);
	const [a, b] = [nodeOfChart(start, first ?? 0), nodeOfChart(start, second ?? 0)];
	const row = parentOf(start, a);
	const place = (fields: Record<string, string>): Promise<Reply> =>
		submit(world, '/practice/dashboard/1/place', fields);
	const order = async (): Promise<string[]> => childrenOf(await layoutOf(world), row);
	expect(await order()).toEqual([a, b]);
	await place({ node: b, move: 'left' });
	expect(await order()).toEqual([b, a]);
	await place({ node: b, move: 'right' });
	await place({ node: b, move: 'down' });
	const below = await layoutOf(world);
	expect(childrenOf(below, 'GRID_ID')).toEqual([row, parentOf(below, b)]);
	await place({ node: b, width: '11' });
	expect(widthOf(await layoutOf(world), b)).toBe(11);
	await place({ node: b, move: 'up' });
	const above = await layoutOf(world);
	expect(childrenOf(above, 'GRID_ID')).toEqual([parentOf(above, b), row]);
	await place({ node: b, width: '4' });
	await place({ node: b, move: 'down' });
	expect(await order()).toEqual([a, b]);
	expect(childrenOf(await layoutOf(world), 'GRID_ID')).toEqual([row]);
});

test('PRAC-32 a save writes what Superset’s front end writes', async () => {
	const world = await practice({ version: '6.1.0' }, 'shared-chart-a');
	const [first, second] = world.superset.state.tables.dashboard[0]?.charts ?? [];
	await submit(world, `/practice/chart/${first}`, { title: 'Renamed' });
	const before = await world.admin.result('/api/v1/dashboard/1');
	await submit(world, '/practice/dashboard/1/title', { title: 'Another title' });
	const after = await world.admin.result('/api/v1/dashboard/1');
	const layout = JSON.parse(String(after['position_json'])) as Layout;
	expect(JSON.stringify(layout)).toContain('"sliceName":"Renamed"');
	expect([after['dashboard_title'], after['changed_on'] === before['changed_on']]).toEqual(['Another title', false]);
	expect(JSON.parse(String(after['json_metadata']))).toMatchObject({
		native_filter_configuration: [{ chartsInScope: [first, second] }],
		chart_configuration: { [String(first)]: { id: first, crossFilters: { scope: 'global', chartsInScope: [second] } } },
		global_chart_configuration: { chartsInScope: [first, second] }
	});
	expect(after['charts']).toHaveLength(2);
});
