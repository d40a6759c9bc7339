import { expect, test } from 'vitest';
import { isObject, type JsonObject, objectOf } from '#tests/support/practice-superset/json.ts';
import type { PracticeClient } from '#tests/support/practice-superset/practice-client.ts';
import { body, changed, filesOf, firstError, practice, recording, row, VERSIONS, zipOf } from './practice.ts';

const OTHER = '11111111-2222-4333-8444-555555555555';
const DASHBOARD = '25b893fa-a9a4-5539-af05-6318dcddb672';
const CHART = 'de600a36-38ec-5bf9-a039-166a14eca34e';
const DATASET = '28b095b5-35e5-5559-9b04-c17982791767';
const DATABASE = 'd5887b6a-7662-554b-92a8-b15c19e2b660';

/** Every object of the bundle says `two`. */
const everything = (file: JsonObject): void => {
	if ('dashboard_title' in file) file['dashboard_title'] = 'two';
	if ('slice_name' in file) file['slice_name'] = 'two';
	if ('table_name' in file) file['description'] = 'two';
	if ('database_name' in file) file['cache_timeout'] = 2;
};

async function written(admin: PracticeClient): Promise<string[]> {
	const found = {
		dashboard: (await row(admin, 'dashboard', DASHBOARD))['dashboard_title'] === 'two',
		chart: (await row(admin, 'chart', CHART))['slice_name'] === 'two',
		dataset: (await row(admin, 'dataset', DATASET))['description'] === 'two',
		database: (await admin.result('/api/v1/database/1'))['cache_timeout'] === 2
	};
	return Object.entries(found).flatMap(([kind, is]) => (is ? [kind] : []));
}

const OVERWRITES = [
	['dashboard', ['dashboard']],
	['chart', ['chart']],
	['dataset', ['dataset']],
	['database', ['database']],
	['assets', ['dashboard', 'chart', 'dataset', 'database']]
] as const;

test.each(OVERWRITES)('PRAC-12 %s/import overwrites %j', async (kind, expected) => {
	for (const version of VERSIONS) {
		const { admin } = await practice({ version }, 'shared-chart-a');
		const reply = await admin.import(kind, await changed(recording(version, 'shared-chart-a'), everything));
		expect([version, reply.status, await written(admin)]).toEqual([version, 200, expected]);
	}
});

test.each(VERSIONS)('PRAC-12 %s makes what is missing, and refuses what exists without overwrite', async (version) => {
	const { admin } = await practice({ version });
	const zip = recording(version, 'shared-chart-a');
	expect((await admin.import('dashboard', zip, {})).json).toEqual({ message: 'OK' });
	expect((await admin.list('chart')).length).toBe(2);
	const again = await admin.import('dashboard', zip, {});
	expect([again.status, firstError(again)['extra']]).toMatchObject([
		422,
		{ 'dashboards/Shared_chart_A_3.yaml': 'Dashboard already exists and `overwrite=true` was not passed' }
	]);
});

test.each(VERSIONS)('PRAC-13 the links after %s overwrites a dashboard', async (version) => {
	const { admin } = await practice({ version }, 'shared-chart-a');
	const zip = await changed(recording(version, 'shared-chart-a'), (file, path) => {
		for (const [name, node] of Object.entries(isObject(file['position']) ? file['position'] : {})) {
			if (objectOf(objectOf(node)['meta'])['uuid'] === CHART) delete (file['position'] as JsonObject)[name];
		}
		return path.startsWith('charts/') ? file['uuid'] !== CHART : true;
	});
	await admin.import('dashboard', zip);
	const linked = ((await admin.get('/api/v1/dashboard/1/charts')).json as JsonObject)['result'] as unknown[];
	expect(linked.length).toBe(version === '4.1.4' ? 2 : 1);
});

test.each(VERSIONS)('PRAC-14 %s lets a new uuid take over what has its slug, name or table', async (version) => {
	const zip = recording(version, 'shared-chart-a');
	const { admin } = await practice({ version }, 'shared-chart-a');
	const slug = await changed(
		zip,
		(file) => void ('dashboard_title' in file && Object.assign(file, { uuid: OTHER, dashboard_title: 'Taken' }))
	);
	expect((await admin.import('dashboard', slug, {})).status).toBe(200);
	expect(await row(admin, 'dashboard', OTHER)).toMatchObject({ id: 1, dashboard_title: 'Taken' });
	const table = await changed(
		zip,
		(file) => void ('table_name' in file && Object.assign(file, { uuid: OTHER, description: 'Taken' }))
	);
	expect((await admin.import('dataset', table, {})).status).toBe(200);
	expect(await row(admin, 'dataset', OTHER)).toMatchObject({ id: 1, description: 'Taken' });
	const database = await changed(zip, (file) => {
		if ('database_name' in file) Object.assign(file, { uuid: OTHER, sqlalchemy_uri: 'sqlite:///elsewhere.db' });
		if ('table_name' in file) file['database_uuid'] = OTHER;
	});
	expect((await admin.import('dataset', database)).status).toBe(200);
	expect(await admin.result('/api/v1/database/1/connection')).toMatchObject({
		uuid: OTHER,
		sqlalchemy_uri: 'sqlite:///elsewhere.db'
	});
});

test.each(VERSIONS)('PRAC-15 stubs change nothing in %s', async (version) => {
	const { superset, admin } = await practice({ version }, 'shared-chart-a');
	const before = structuredClone(superset.state.tables);
	const stubs = await changed(recording(version, 'shared-chart-a'), (file, path) => {
		if (path.startsWith('charts/')) Object.assign(file, { params: {}, query_context: null });
		if (path.startsWith('datasets/')) Object.assign(file, { columns: [], metrics: [] });
		if (path.startsWith('databases/')) Object.assign(file, { database_name: 'x', sqlalchemy_uri: 'sqlite://' });
	});
	expect((await admin.import('dashboard', stubs)).status).toBe(200);
	const { chart, dataset, database } = superset.state.tables;
	expect({ chart, dataset, database }).toEqual({
		chart: before.chart,
		dataset: before.dataset,
		database: before.database
	});
});

test.each(VERSIONS)('PRAC-16 %s names file and field of what its schema refuses', async (version) => {
	const { admin } = await practice({ version });
	const zip = await changed(
		recording(version, 'shared-chart-a'),
		(file) => void ('slice_name' in file && Object.assign(file, { surprise: 1 }))
	);
	const refused = await admin.import('dashboard', zip);
	const error = firstError(refused);
	expect([refused.status, error['extra']]).toMatchObject([
		422,
		{ 'charts/Own_chart_a_26.yaml': { surprise: ['Unknown field.'] } }
	]);
	const details =
		version === '4.1.4'
			? ''
			: ": charts/Revenue_shared_25.yaml: {'surprise': ['Unknown field.']}; charts/Own_chart_a_26.yaml: {'surprise': ['Unknown field.']}";
	expect(error['message']).toBe(`Error importing dashboard${details}`);
	const bare = await admin.import('assets', zip);
	expect([bare.status, firstError(bare)['message']]).toEqual([500, 'Import failed for an unknown reason']);
});

test('PRAC-16 4.1 refuses what only newer ones know', async () => {
	const { admin } = await practice({ version: '4.1.4' });
	const extra = firstError(await admin.import('dashboard', recording('6.1.0', 'theme')))['extra'] as JsonObject;
	expect(extra['dashboards/Dusk_theme_and_tags_8.yaml']).toEqual({
		theme_uuid: ['Unknown field.'],
		tags: ['Unknown field.']
	});
	expect(extra['databases/Shop.yaml']).toMatchObject({ configuration_method: ['Unknown field.'] });
	expect((await admin.import('dashboard', recording('4.1.4', 'virtual'))).status).toBe(200);
	const files = await filesOf(recording('4.1.4', 'virtual'));
	const dataset = [...files.values()].find((file) => 'table_name' in file) as JsonObject;
	Object.assign((dataset['metrics'] as JsonObject[])[0] as JsonObject, {
		currency: { symbol: 'USD', symbolPosition: 'prefix' }
	});
	expect((await admin.import('dataset', await zipOf(files))).status).toBe(422);
});

const STUMBLES: readonly (readonly [string, (file: JsonObject, path: string) => boolean | void])[] = [
	[
		'a stale chart id',
		(file) =>
			void (isObject(file['metadata']) && Object.assign(file['metadata'], { timed_refresh_immune_slices: [987654] }))
	],
	[
		'a filter on a dataset outside the bundle',
		(file) => {
			const filters = objectOf(file['metadata'])['native_filter_configuration'];
			for (const filter of (filters ?? []) as JsonObject[]) filter['targets'] = [{ datasetUuid: OTHER }];
		}
	],
	['no databases', (_file, path) => !path.startsWith('databases/')]
];

test.each(STUMBLES)('PRAC-17 %s stops an import without a reason and writes nothing', async (_name, change) => {
	for (const version of VERSIONS) {
		const { superset, admin } = await practice({ version });
		const reply = await admin.import('dashboard', await changed(recording(version, 'shared-chart-a'), change));
		expect([reply.status, firstError(reply)['message']]).toEqual([
			500,
			'Import dashboard failed for an unknown reason'
		]);
		expect(superset.state.tables).toMatchObject({ database: [], dataset: [], chart: [], dashboard: [] });
	}
});

test('PRAC-18 an import moves the time of all that it writes and of nothing else', async () => {
	const { superset, admin } = await practice({ version: '6.1.0' }, 'shared-chart-a', 'shared-chart-b');
	const times = (): number[][] => {
		const { dashboard, chart, dataset } = superset.state.tables;
		return [dashboard, chart, dataset].map((rows) => rows.map(({ changedOn }) => changedOn));
	};
	const before = times();
	await admin.import('dashboard', recording('6.1.0', 'shared-chart-a'));
	const [dashboards = [], charts, datasets] = times();
	expect([dashboards[1], charts, datasets]).toEqual([before[0]?.[1], before[1], before[2]]);
	expect(dashboards[0]).toBeGreaterThan(before[0]?.[0] ?? Number.POSITIVE_INFINITY);
});

test.each(['*/*', 'text/html', 'application/json, */*'])(
	'PRAC-19 a failure is a page where %s is accepted',
	async (accept) => {
		const { admin } = await practice({ version: '6.1.0' }, 'shared-chart-a');
		const reply = await admin.import('dashboard', recording('6.1.0', 'shared-chart-a'), {}, { accept });
		expect([reply.status, reply.headers.get('content-type')]).toEqual([500, 'text/html; charset=utf-8']);
		const silent = await admin.import('dashboard', recording('6.1.0', 'shared-chart-a'), {});
		expect([silent.status, body(silent)]).toMatchObject([422, { errors: [{ level: 'warning' }] }]);
	}
);

test('PRAC-12 the database’s uuid stays what it was', async () => {
	const { superset } = await practice({ version: '6.1.0' }, 'shared-chart-a');
	expect(superset.state.tables.database.map(({ uuid }) => uuid)).toEqual([DATABASE]);
});
