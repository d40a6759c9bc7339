import { isObject, type JsonObject, objectOf } from '#tests/support/practice-superset/json.ts';
import { PracticeClient } from '#tests/support/practice-superset/practice-client.ts';
import { type Bundle, edited, zipOf } from './bundles.ts';
import type { World } from './world.ts';

type Edit = (file: JsonObject, path: string) => boolean | void;
const NEW = 'feed1111-1111-4222-8333-555555555555';

const inMetadata =
	(key: string, value: JsonObject[string]): Edit =>
	(file) => {
		(file['metadata'] as JsonObject)[key] = value;
	};

const CASES: readonly (readonly [name: string, prefix: string, edit: Edit])[] = [
	['an unknown field of a dashboard', 'dashboards/', (file) => void (file['surprise'] = 1)],
	['an unknown field of a chart', 'charts/', (file) => void (file['surprise'] = 1)],
	[
		'an unknown field of a column',
		'datasets/',
		(file) => void Object.assign((file['columns'] as JsonObject[])[1] ?? {}, { surprise: 1 })
	],
	['an unknown field of a database', 'databases/', (file) => void (file['surprise'] = 1)],
	['a missing field', 'charts/', (file) => void delete file['viz_type']],
	['a chart without dataset', 'charts/', (file) => void delete file['dataset_uuid']],
	['a wrong type', 'dashboards/', (file) => void Object.assign(file, { published: 'maybe', css: 7, slug: true })],
	['a query context that is no JSON', 'charts/', (file) => void (file['query_context'] = 'x')],
	['params that are text', 'charts/', (file) => void (file['params'] = '{}')],
	['a bad uuid', 'dashboards/', (file) => void (file['uuid'] = 'nope')],
	['a stale immune chart', 'dashboards/', inMetadata('timed_refresh_immune_slices', [987654])],
	['a stale expanded chart', 'dashboards/', inMetadata('expanded_slices', { '987654': true })],
	[
		'stale cross filters',
		'dashboards/',
		inMetadata('chart_configuration', {
			'987654': { id: 987654, crossFilters: { scope: 'global', chartsInScope: [] } }
		})
	],
	['no layout', 'dashboards/', (file) => void delete file['position']],
	['no metadata of the dashboard', 'dashboards/', (file) => void delete file['metadata']],
	['no databases', 'databases/', () => false],
	['no datasets', 'datasets/', () => false],
	[
		'a filter on a dataset that is not there',
		'dashboards/',
		(file) => {
			for (const filter of objectOf(file['metadata'])['native_filter_configuration'] as JsonObject[])
				filter['targets'] = [{ datasetUuid: NEW, column: { name: 'x' } }];
		}
	],
	[
		'a chart of the layout without id',
		'dashboards/',
		(file) => {
			for (const node of Object.values(objectOf(file['position'])))
				if (isObject(node) && isObject(node['meta'])) delete node['meta']['chartId'];
		}
	],
	[
		'a currency that is a mapping',
		'datasets/',
		(file) =>
			void Object.assign((file['metrics'] as JsonObject[])[0] ?? {}, {
				currency: { symbol: 'USD', symbolPosition: 'prefix' }
			})
	],
	[
		'a new database with a masked password',
		'data',
		(file, path) => {
			if (path.startsWith('databases/'))
				Object.assign(file, {
					uuid: NEW,
					database_name: 'Prac new',
					sqlalchemy_uri: 'postgresql://bi:XXXXXXXXXX@db.example:5432/shop'
				});
			if (path.startsWith('datasets/')) file['database_uuid'] = NEW;
		}
	],
	['an unknown key in metadata.yaml', 'nothing', () => undefined]
];

/** Everything that a Superset says no to, or takes without doing it. */
export async function refusals(world: World, shared: Bundle, url: string, version: string): Promise<void> {
	await world.import('a dashboard for refusals', 'dashboard', await zipOf(shared, null));
	for (const [name, prefix, edit] of CASES) {
		const bundle = edited(shared, prefix, edit);
		for (const kind of ['dashboard', 'chart', 'dataset', 'assets']) {
			const before = await world.times(shared);
			await world.import(`${name} to ${kind}`, kind, await zipOf(bundle, null));
			await world.moved(`what ${name} to ${kind} moved`, shared, before);
		}
		await world.import('whole again', 'assets', await zipOf(shared, null));
	}
	await broken(world, shared);
	await people(world, shared, url, version);
}

async function broken(world: World, shared: Bundle): Promise<void> {
	const [path] = [...shared.keys()].filter((name) => name.startsWith('dashboards/')) as [string];
	const rest = edited(shared, 'dashboards/', () => false);
	for (const kind of ['dashboard', 'chart', 'dataset', 'database', 'assets']) {
		const sent: readonly (readonly [string, Uint8Array])[] = [
			['broken YAML', await zipOf(rest, null, { [path]: 'a: [ :\n\t- x' })],
			[
				'a plain date',
				await zipOf(rest, null, { [path]: `dashboard_title: 2024-01-01\nversion: 1.0.0\nuuid: ${NEW}\nposition: {}\n` })
			],
			['no zip', Buffer.from('this is no zip')],
			[
				'no metadata.yaml',
				await zipOf(
					edited(shared, 'metadata.yaml', () => false),
					null
				)
			],
			['a wrong type', await zipOf(shared, 'Something')],
			[
				'nothing but metadata.yaml',
				await zipOf(
					edited(shared, '', (_file, at) => at === 'metadata.yaml'),
					null
				)
			],
			['nothing at all', await zipOf(new Map(), null, { 'x.txt': 'x' })]
		];
		for (const [name, zip] of sent) await world.import(`${name} to ${kind}`, kind, zip);
		world.note(`no form to ${kind}`, await world.client.send('POST', `/api/v1/${kind}/import/`, { a: 1 }));
		world.note(
			`no file to ${kind}`,
			await world.client.import(kind === 'assets' ? 'dashboard' : 'assets', Buffer.from(''), {}),
			'none'
		);
	}
}

async function people(world: World, shared: Bundle, url: string, version: string): Promise<void> {
	const { client } = world;
	const zip = await zipOf(shared, null);
	world.note('anonymous', await client.without('authorization').get('/api/v1/dashboard/'));
	world.note(
		'a bad token',
		await client.without('authorization').get('/api/v1/dashboard/', { authorization: 'Bearer not-a-token' })
	);
	world.note('no CSRF token', await client.without('x-csrftoken').import('dashboard', zip), 'none');
	world.note('no session', await client.without('cookie').import('dashboard', zip), 'none');
	world.note('no CSRF token, JSON', await client.without('x-csrftoken').send('PUT', '/api/v1/dashboard/1', {}));
	world.note('no session, JSON', await client.without('cookie').send('PUT', '/api/v1/dashboard/1', {}));
	world.note('no CSRF token, delete', await client.without('x-csrftoken').delete('/api/v1/dashboard/1'), 'none');
	world.note('CSRF without sign-in', await client.without('authorization').send('PUT', '/api/v1/dashboard/1', {}));
	for (const body of [
		{ username: 'admin', password: 'wrong', provider: 'db' },
		{ username: 'admin', provider: 'db' },
		{ username: 'admin', password: 'x', provider: 'oauth' }
	]) {
		world.note(
			`sign-in ${Object.values(body).join(' ')}`,
			await new PracticeClient(url).send('POST', '/api/v1/security/login', body)
		);
	}
	for (const accept of ['*/*', 'text/html', 'application/json, */*']) {
		world.note(`accept ${accept}`, await client.import('dashboard', Buffer.from('no zip'), {}, { accept }), 'none');
	}
	world.note('bad rison', await client.get('/api/v1/dashboard/?q=(a:'));
	world.note('ids that are none', await client.get("/api/v1/dashboard/export/?q=!('x')"));
	world.note('ids that are not there', await client.get('/api/v1/dashboard/export/?q=!(99999999)'));
	world.note('me', await client.get('/api/v1/me/'), version === '4.1.4' ? 'none' : 'shape');
	const id = await world.idOf('dashboard', [...shared].find(([path]) => path.startsWith('dashboards/'))?.[1] ?? {});
	for (const who of ['editor', 'viewer']) {
		const other = await PracticeClient.signedIn(url, who);
		for (const kind of ['dashboard', 'chart', 'dataset', 'assets'])
			world.note(`${who} imports ${kind}`, await other.import(kind, zip));
		for (const kind of ['dashboard', 'chart', 'dataset', 'database']) {
			world.note(`${who} lists ${kind}`, await other.get(`/api/v1/${kind}/?q=(page_size:1,columns:!(id))`), 'none');
		}
		world.note(`${who} puts`, await other.send('PUT', `/api/v1/dashboard/${id}`, { certified_by: 'me' }));
		world.note(`${who} deletes`, await other.delete(`/api/v1/dashboard/${id}`));
		world.note(`${who} exports`, await other.get(`/api/v1/dashboard/export/?q=!(${id})`), 'none');
	}
}
