import { expect, test } from 'vitest';
import { NotFound, SupersetRefused } from '#lib/domain/errors.ts';
import { AssetUuid } from '#lib/domain/ids.ts';
import { clientOf, failureOf, recorded, scripted, type Reply, type Seen } from './scripted-server.ts';

const uuidOf = (n: number): AssetUuid => AssetUuid.parse(`00000000-0000-4000-8000-${String(n).padStart(12, '0')}`);
const chart = (id: number, extra: object = {}) => ({
	id,
	uuid: uuidOf(id),
	slice_name: `Chart ${id}`,
	viz_type: 'pie',
	datasource_id: 1,
	changed_on_utc: `2026-11-20T19:08:20.15250${id % 10}+0000`,
	dashboards: [{ id: 1, dashboard_title: 'One' }],
	...extra
});

/** A list that gives at most `size` rows on a page, whatever is asked. */
const paged =
	(rows: readonly object[], size: number) =>
	({ q }: Seen): Reply => {
		const page = Number(/page:(\d+)/.exec(q)?.[1]);
		return { body: { count: rows.length, result: rows.slice(page * size, (page + 1) * size) } };
	};

test.each(['4.1.4', '6.1.0'] as const)('SUP-31 rows of Superset %s', async (version) => {
	const server = await scripted({
		'GET /api/v1/chart/': [recorded(version, 'charts-page-0'), { body: { count: 3, result: [] } }],
		'GET /api/v1/dataset/': [recorded(version, 'datasets-page-0'), { body: { count: 3, result: [] } }],
		'GET /api/v1/database/': recorded(version, 'databases')
	});
	const client = clientOf(server.url);
	for (const one of await client.listCharts()) {
		expect(one.uuid).toMatch(/^[0-9a-f-]{36}$/);
		expect([one.name, one.vizType, one.stamp]).not.toContain('');
		expect(one.changedAt).toBeGreaterThan(Date.parse('2026-11-20T19:00:00Z'));
		expect(one.dashboards[0]?.id).toBeGreaterThan(0);
	}
	const databases = await client.listDatabases();
	for (const one of await client.listDatasets()) {
		expect(databases.find(({ id }) => id === one.databaseId)).toMatchObject({
			uuid: one.databaseUuid,
			name: one.databaseName
		});
	}
});

test('SUP-32 a page of dashboards, and a search', async () => {
	const server = await scripted({ 'GET /api/v1/dashboard/': recorded('6.1.0', 'dashboards-page-1') });
	const { count, dashboards } = await clientOf(server.url).listDashboards({ search: "it's", page: 1, pageSize: 3 });
	expect([count, dashboards.map(({ id }) => id)]).toEqual([10, [7, 6, 5]]);
	expect(dashboards[0]).toMatchObject({ id: 7, changedBy: 'Ada Admin', published: false });
	const { q } = server.requests.at(-1)!;
	expect(q).toContain("filters:!((col:dashboard_title,opr:title_or_slug,value:'it!'s'))");
	expect(q).toContain('order_column:changed_on_delta_humanized,order_direction:desc,page:1,page_size:3');
});

test('SUP-36 all pages are read, though Superset gives fewer rows than asked for', async () => {
	const rows = Array.from({ length: 58 }, (_, at) => chart(at + 1));
	const server = await scripted({ 'GET /api/v1/chart/': paged(rows, 25) });
	expect((await clientOf(server.url).listCharts()).map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
	expect(server.log.filter((key) => key === 'GET /api/v1/chart/')).toHaveLength(3);
});

test('SUP-36 a row that moved to another page is there once, one that was passed over is found', async () => {
	const before = [1, 2, 3, 4].map((id) => chart(id));
	const moved = [4, 1, 2, 3].map((id) => chart(id));
	let asked = 0;
	const server = await scripted({
		'GET /api/v1/chart/': (seen) => paged(asked++ === 0 ? before : moved, 2)(seen)
	});
	expect((await clientOf(server.url).listCharts()).map(({ id }) => id)).toEqual([1, 2, 3, 4]);
});

test('SUP-30 a dashboard by uuid comes with its uuid, on 4.1 too', async () => {
	const uuid = AssetUuid.parse('25b893fa-a9a4-5539-af05-6318dcddb672');
	const row = {
		id: 3,
		uuid,
		dashboard_title: 'Shared chart A',
		slug: 'shared-chart-a',
		published: true,
		changed_on_utc: null
	};
	const server = await scripted({
		[`GET /api/v1/dashboard/${uuid}`]: recorded('4.1.4', 'dashboard-by-uuid'),
		'GET /api/v1/dashboard/': { body: { count: 1, result: [row] } }
	});
	expect(await clientOf(server.url).findDashboard({ uuid })).toMatchObject({ id: 3, uuid, slug: 'shared-chart-a' });
	expect(server.requests.at(-1)?.q).toContain('filters:!((col:id,opr:eq,value:3))');
});

test('SUP-30 not there is undefined; not to be read is an error, since a deploy would take its place', async () => {
	const [gone, closed] = [uuidOf(1), uuidOf(2)];
	const server = await scripted({
		[`GET /api/v1/dashboard/${gone}`]: recorded('6.1.0', 'dashboard-missing'),
		[`GET /api/v1/dashboard/${closed}`]: { status: 403, body: { message: 'Forbidden' } }
	});
	const client = clientOf(server.url);
	expect(await client.findDashboard({ uuid: gone })).toBeUndefined();
	expect(await failureOf(client.findDashboard({ uuid: closed }))).toBeInstanceOf(SupersetRefused);
});

test('SUP-33 by uuid where Superset filters by it', async () => {
	const server = await scripted({
		'GET /api/v1/chart/': ({ q }) => {
			const rows = q.includes(uuidOf(2)) ? [chart(2)] : [];
			return { body: { count: rows.length, result: rows } };
		}
	});
	const client = clientOf(server.url);
	expect([...(await client.findObjects('chart', [uuidOf(2), uuidOf(9)])).keys()]).toEqual([uuidOf(2)]);
	await client.findObjects('chart', [uuidOf(2)]);
	const queries = server.requests.filter(({ path }) => path === '/api/v1/chart/').map(({ q }) => q);
	expect(queries).toHaveLength(3);
	expect(queries.every((q) => q.includes('(col:uuid,opr:in,value:!('))).toBe(true);
});

test('SUP-33 from the list where it does not', async () => {
	const refused = recorded('4.1.4', 'dashboards-by-uuid');
	const list = paged([chart(1), chart(2)], 100);
	const server = await scripted({
		'GET /api/v1/chart/': (seen) => (seen.q.includes('uuid,opr') ? refused : list(seen))
	});
	const found = await clientOf(server.url).findObjects('chart', [uuidOf(2), uuidOf(9)]);
	expect([...found].map(([uuid, { id }]) => [uuid, id])).toEqual([[uuidOf(2), 2]]);
});

test('SUP-33 a dataset comes with the uuid of its database, on 4.1 too', async () => {
	const server = await scripted({
		'GET /api/v1/dataset/': ({ q }) =>
			recorded('4.1.4', q.includes('uuid,opr') ? 'dashboards-by-uuid' : 'datasets-page-0'),
		'GET /api/v1/database/': recorded('4.1.4', 'databases')
	});
	const uuid = AssetUuid.parse('501d9a01-978d-59a9-a794-ab6e26967ce3');
	const found = (await clientOf(server.url).findObjects('dataset', [uuid])).get(uuid);
	expect(found).toMatchObject({ databaseName: 'Shop', databaseUuid: 'd5887b6a-7662-554b-92a8-b15c19e2b660' });
});

test('SUP-34 a filter that Superset passes over gives no charts of others', async () => {
	const rows = [chart(1), chart(2, { dashboards: [{ id: 5, dashboard_title: 'Five' }] }), chart(3, { dashboards: [] })];
	const server = await scripted({ 'GET /api/v1/chart/': paged(rows, 100) });
	const client = clientOf(server.url);
	expect((await client.chartsOfDashboard(5)).map(({ id }) => id)).toEqual([2]);
	expect(await client.chartsOfDashboard(999)).toEqual([]);
});

const dashboard = (id: number) => ({
	id,
	uuid: uuidOf(id),
	dashboard_title: `D${id}`,
	slug: null,
	published: false,
	changed_on_utc: `d${id}`
});
const dataset = (id: number) => ({
	id,
	uuid: uuidOf(id),
	table_name: `t${id}`,
	schema: null,
	catalog: null,
	kind: 'virtual',
	changed_on_utc: `s${id}`
});
const world = () => {
	const charts = [
		chart(1, { dashboards: [{ id: 1 }, { id: 2 }], changed_on_utc: 'c1' }),
		chart(2, { dashboards: [{ id: 2 }], datasource_id: 8, changed_on_utc: 'c2' }),
		chart(3, { dashboards: [], changed_on_utc: 'c3' })
	];
	return scripted({
		'GET /api/v1/dashboard/': ({ q }) => {
			const rows = [dashboard(1), dashboard(2)].filter(({ id }) => !q.includes('col:id') || q.includes(`value:${id})`));
			return { body: { count: rows.length, result: rows } };
		},
		'GET /api/v1/chart/': paged(charts, 100),
		'GET /api/v1/dataset/': paged([dataset(1), dataset(8), dataset(9)], 100)
	});
};

test('SUP-35 three lists tell the stamps of all dashboards', async () => {
	const server = await world();
	const stamps = await clientOf(server.url).changedOnAll();
	expect(server.log).toHaveLength(4);
	expect([...stamps.keys()]).toEqual([1, 2]);
	expect(stamps.get(2)).toEqual({
		id: 2,
		uuid: uuidOf(2),
		dashboard: 'd2',
		charts: new Map([
			[1, 'c1'],
			[2, 'c2']
		]),
		datasets: new Map([
			[1, 's1'],
			[8, 's8']
		]),
		allDatasets: new Map([
			[1, 's1'],
			[8, 's8'],
			[9, 's9']
		])
	});
});

test('SUP-35 those of one dashboard are the same; one that is not there is named', async () => {
	const client = clientOf((await world()).url);
	expect(await client.changedOn(2)).toEqual((await client.changedOnAll()).get(2));
	expect(await failureOf(client.changedOn(77))).toBeInstanceOf(NotFound);
	expect((await client.datasetsOfDashboard(2)).map(({ id }) => id)).toEqual([1, 8]);
});

/** A Superset whose objects can be written; its lists are in order of time. */
async function livingWorld(charts: number) {
	const stamp = (second: number) => `2026-11-20T19:00:00.${String(second).padStart(6, '0')}+0000`;
	let clock = 0;
	const row = (id: number, extra: object) => ({ ...chart(id), ...extra, changed_on_utc: stamp((clock += 1)) });
	const rows = {
		dashboard: [1, 2].map((id) => row(id, { dashboard_title: `D${id}`, dashboards: undefined })),
		chart: Array.from({ length: charts }, (_, at) => row(at + 1, { dashboards: [{ id: 1 + (at % 2) }] })),
		dataset: [1, 2].map((id) => row(id, { table_name: `t${id}` }))
	};
	const answer = (kind: keyof typeof rows) => (seen: Seen) => {
		const linked = /opr:rel_m_m,value:(\d+)/.exec(seen.q)?.[1];
		const found = rows[kind].filter(({ dashboards }) => !linked || dashboards.some(({ id }) => id === Number(linked)));
		const size = Math.min(100, Number(/page_size:(\d+)/.exec(seen.q)?.[1]));
		return paged(
			[...found].sort((a, b) => (a.changed_on_utc < b.changed_on_utc ? 1 : -1)),
			size
		)(seen);
	};
	const kinds = ['dashboard', 'chart', 'dataset'] as const;
	const server = await scripted(Object.fromEntries(kinds.map((kind) => [`GET /api/v1/${kind}/`, answer(kind)])));
	const write = (kind: keyof typeof rows, id: number, extra: object = {}) => {
		rows[kind] = [
			...rows[kind].filter((one) => one.id !== id),
			row(id, { ...rows[kind].find((one) => one.id === id), ...extra })
		];
	};
	return { server, rows, write };
}

test('SUP-37 the second look reads a page of each list, and sees what was written', async () => {
	const { server, rows, write } = await livingWorld(250);
	const client = clientOf(server.url);
	const look = async () => {
		const before = server.log.length;
		return { stamps: await client.changedOnAll(), requests: server.log.length - before };
	};
	const first = await look();
	expect(first.requests).toBe(1 + 1 + 3 + 1);
	expect(await look()).toEqual({ stamps: first.stamps, requests: 3 });

	write('chart', 7);
	write('dataset', 1);
	write('chart', 300, { dashboards: [{ id: 2 }], datasource_id: 2 });
	const written = await look();
	expect(written).toEqual({ stamps: await clientOf(server.url).changedOnAll(), requests: 3 });
	expect(written.stamps.get(1)?.charts.get(7)).not.toBe(first.stamps.get(1)?.charts.get(7));
	expect(written.stamps.get(2)?.charts.has(300)).toBe(true);

	for (let id = 1; id <= 130; id += 1) write('chart', id);
	const many = await look();
	expect(many).toEqual({ stamps: await clientOf(server.url).changedOnAll(), requests: 1 + 4 + 3 + 1 });

	rows.chart = rows.chart.filter(({ id }) => id !== 9);
	const deleted = await look();
	expect(deleted.stamps).toEqual(await clientOf(server.url).changedOnAll());
	expect(deleted.stamps.get(1)?.charts.has(9)).toBe(false);
});

test('SUP-37 charts that an import linked without writing them are seen', async () => {
	const { server, rows, write } = await livingWorld(250);
	const client = clientOf(server.url);
	await client.changedOnAll();
	rows.chart = rows.chart.map((one) =>
		one.id === 3 ? { ...one, dashboards: [{ id: 2, dashboard_title: 'D2' }] } : one
	);
	write('dashboard', 1);
	write('dashboard', 2);
	const stamps = await client.changedOnAll();
	expect(stamps).toEqual(await clientOf(server.url).changedOnAll());
	expect([stamps.get(1)?.charts.has(3), stamps.get(2)?.charts.has(3)]).toEqual([false, true]);
});

test('SUP-37 after a quarter of an hour the whole lists are read again', async () => {
	let now = 1_000_000_000_000;
	const { server } = await livingWorld(250);
	const client = clientOf(server.url, { now: () => now });
	await client.changedOnAll();
	now += 16 * 60_000;
	server.log.length = 0;
	await client.changedOnAll();
	expect(server.log.filter((key) => key === 'GET /api/v1/chart/')).toHaveLength(3);
});
