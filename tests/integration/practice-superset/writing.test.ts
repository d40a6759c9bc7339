import { expect, test } from 'vitest';
import { type JsonObject, objectOf } from '#tests/support/practice-superset/json.ts';
import { PracticeClient } from '#tests/support/practice-superset/practice-client.ts';
import { body, practice, recording, VERSIONS } from './practice.ts';

const DASHBOARD = '/api/v1/dashboard/1';
const jsonOf = (value: unknown): JsonObject => JSON.parse(String(value)) as JsonObject;

test.each(VERSIONS)('PRAC-20 positions by PUT set layout and links in %s', async (version) => {
	const { admin } = await practice({ version }, 'shared-chart-a');
	const now = await admin.result(DASHBOARD);
	const positions = jsonOf(now['position_json']);
	const [name, node] = Object.entries(positions).find(([key]) => key.startsWith('CHART-')) as [string, JsonObject];
	const chartId = Number(objectOf(node['meta'])['chartId']);
	const rest = Object.fromEntries(
		Object.entries(positions).map(([key, value]) => [
			key,
			Array.isArray(objectOf(value)['children'])
				? { ...objectOf(value), children: (objectOf(value)['children'] as string[]).filter((child) => child !== name) }
				: value
		])
	);
	delete rest[name];
	const metadata = {
		color_scheme: 'x',
		filter_scopes: { '1': {} },
		color_namespace: null,
		default_filters: `{"${chartId}": {}}`,
		kept: undefined
	};
	const reply = await admin.send('PUT', DASHBOARD, { json_metadata: JSON.stringify({ ...metadata, positions: rest }) });
	expect(reply.status).toBe(200);
	const after = await admin.result(DASHBOARD);
	expect(jsonOf(after['position_json'])).toEqual(rest);
	expect(after['charts']).toHaveLength(1);
	expect(jsonOf(after['json_metadata'])).toEqual({
		color_scheme: 'x',
		default_filters: '{}',
		timed_refresh_immune_slices: [],
		expanded_slices: {},
		refresh_frequency: 0,
		label_colors: {},
		shared_label_colors: [],
		map_label_colors: {},
		color_scheme_domain: [],
		cross_filters_enabled: true
	});
	await admin.send('PUT', DASHBOARD, { json_metadata: '{"color_scheme": "y"}' });
	const again = await admin.result(DASHBOARD);
	expect([again['charts'], jsonOf(again['json_metadata'])['default_filters']]).toEqual([after['charts'], undefined]);
});

test.each(VERSIONS)('PRAC-21 %s changes what is named', async (version) => {
	const { admin } = await practice({ version }, 'shared-chart-a');
	const [chart] = (await admin.list('chart')) as [JsonObject];
	await admin.send('PUT', `/api/v1/chart/${String(chart['id'])}`, { slice_name: 'Another', params: '{"x": 1.0}' });
	expect(await admin.result(`/api/v1/chart/${String(chart['id'])}`)).toMatchObject({
		slice_name: 'Another',
		params: '{"x": 1.0}'
	});
	const { metrics } = (await admin.result('/api/v1/dataset/1')) as { metrics: JsonObject[] };
	await admin.send('PUT', '/api/v1/dataset/1', {
		metrics: [
			{ id: Number(metrics[0]?.['id']), metric_name: 'kept', expression: 'COUNT(*)' },
			{ metric_name: 'new', expression: 'SUM(x)' }
		]
	});
	const after = (await admin.result('/api/v1/dataset/1'))['metrics'] as JsonObject[];
	expect(after.map((metric) => metric['metric_name'])).toEqual(['kept', 'new']);
	expect(after[0]?.['id']).toBe(metrics[0]?.['id']);
	const unknown = await admin.send('PUT', DASHBOARD, { surprise: 1 });
	expect([unknown.status, unknown.json]).toEqual([400, { message: { surprise: ['Unknown field.'] } }]);
	const controls = await admin.send('PUT', DASHBOARD, { json_metadata: '{"chart_customization_config": []}' });
	expect(controls.status).toBe(version === '4.1.4' ? 400 : 200);
});

test('PRAC-21 a PUT of what is there already moves no time', async () => {
	const { admin } = await practice({ version: '6.1.0' }, 'shared-chart-a');
	const before = (await admin.result(DASHBOARD))['changed_on'];
	await admin.send('PUT', DASHBOARD, { dashboard_title: 'Shared chart A' });
	expect((await admin.result(DASHBOARD))['changed_on']).toBe(before);
	await admin.send('PUT', DASHBOARD, { dashboard_title: 'Another' });
	expect((await admin.result(DASHBOARD))['changed_on']).not.toBe(before);
});

test('PRAC-22 deleted objects are gone, and so are their links', async () => {
	const { admin } = await practice({ version: '6.1.0' }, 'shared-chart-a', 'shared-chart-b');
	const ids = (await admin.list('chart')).map((one) => Number(one['id']));
	expect((await admin.delete(`/api/v1/chart/${ids[0]}`)).json).toEqual({ message: 'OK' });
	expect((await admin.delete(`/api/v1/chart/?q=!(${ids.slice(1).join(',')})`)).json).toEqual({
		message: 'Deleted 2 charts'
	});
	expect((await admin.result(DASHBOARD))['charts']).toEqual([]);
	expect((await admin.delete('/api/v1/dataset/1')).status).toBe(200);
	expect((await admin.delete('/api/v1/dashboard/1')).status).toBe(200);
	expect((await admin.delete('/api/v1/dashboard/1')).status).toBe(404);
});

test.each(VERSIONS)('PRAC-23 who may do what in %s', async (version) => {
	const { superset, admin } = await practice({ version }, 'shared-chart-a', 'orphan');
	const zip = recording(version, 'shared-chart-a');
	const editor = await PracticeClient.signedIn(superset.url, 'editor');
	const viewer = await PracticeClient.signedIn(superset.url, 'viewer');
	expect((await editor.list('dashboard', '(columns:!(id))')).map((one) => one['id'])).toEqual([1]);
	expect(await viewer.list('dashboard')).toEqual([]);
	for (const who of [editor, viewer]) {
		const refused = await who.import('dashboard', zip);
		expect(refused.status).toBe(500);
		expect(JSON.stringify(refused.json)).toContain(
			"A dashboard already exists and user doesn't have permissions to overwrite it"
		);
	}
	expect((await viewer.import('dataset', zip)).status).toBe(403);
	expect((await editor.send('PUT', DASHBOARD, { css: 'x' })).status).toBe(403);
	expect((await viewer.send('PUT', DASHBOARD, { css: 'x' })).status).toBe(404);
	await admin.send('PUT', DASHBOARD, { owners: [1, 2] });
	expect((await editor.send('PUT', DASHBOARD, { css: 'x' })).status).toBe(200);
	const { permissions } = body(await viewer.get('/api/v1/dataset/_info?q=(keys:!(permissions))'));
	expect(permissions).toEqual(['can_read']);
});
