import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { NotFound, SupersetRefused, SupersetRejected } from '#lib/domain/errors.ts';
import { AssetUuid } from '#lib/domain/ids.ts';
import { createSupersetClient, type SupersetClient } from '#lib/server/superset/client.ts';
import type { RequestRecord } from '#lib/server/superset/options.ts';

/** Running Supersets with the practice dashboards “sales-overview” and “ids-everywhere” in them. */
const Supersets = z.array(z.object({ version: z.string(), url: z.url(), role: z.string().optional() })).min(1);
const text = process.env['DASHBRANCH_TEST_SUPERSETS'];
if (!text) {
	throw new Error(
		'Set DASHBRANCH_TEST_SUPERSETS to [{"version":"6.1.0","url":"http://127.0.0.1:8088"}], or run npm run test:superset.'
	);
}
// Those with the role `target` are empty; other tests deploy into them.
const supersets = Supersets.parse(JSON.parse(text)).filter(({ role }) => role !== 'target');
const NOBODY = AssetUuid.parse('11111111-2222-4333-8444-555555555555');

describe.each(supersets)('Superset $version', ({ version, url }) => {
	const requests: RequestRecord[] = [];
	const as = (username: string, password = `${username}12345`): SupersetClient =>
		createSupersetClient({
			url,
			credentials: { kind: 'password', username, password, provider: 'db' },
			allowPrivate: true,
			onRequest: (record) => requests.push(record)
		});
	let admin: SupersetClient;
	const clients: SupersetClient[] = [];

	beforeAll(() => {
		admin = as('admin');
		clients.push(admin);
	});
	afterAll(() => Promise.all(clients.map((client) => client.close())));

	async function salesOverview() {
		const dashboard = await admin.findDashboard({ slug: 'sales-overview' });
		if (!dashboard) throw new Error(`${url} does not hold the practice dashboard sales-overview.`);
		return dashboard;
	}

	test('SUP-20 the version and what an Admin may do are told', async () => {
		const found = await admin.describe();
		expect(found).toMatchObject({ version, account: 'admin', missing: [] });
	});

	test('SUP-21 what a reader may not do is told in words', async () => {
		const viewer = as('viewer');
		clients.push(viewer);
		const { missing } = await viewer.describe();
		expect(missing).toEqual(expect.arrayContaining(['cannot write datasets', 'cannot export datasets']));
	});

	test('SUP-11 a wrong password is refused with the account’s name', async () => {
		const nobody = as('admin', 'wrong');
		clients.push(nobody);
		const failure = await nobody.listCharts().catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(SupersetRefused);
		expect((failure as Error).message).toContain('“admin”');
	});

	test('SUP-30 a dashboard is found by uuid, slug and id, and absent ones are not', async () => {
		const bySlug = await salesOverview();
		expect(await admin.findDashboard({ id: bySlug.id })).toEqual(bySlug);
		expect(await admin.findDashboard({ uuid: bySlug.uuid })).toEqual(bySlug);
		expect(await admin.findDashboard({ uuid: NOBODY })).toBeUndefined();
		expect(await admin.findDashboard({ id: 999_999 })).toBeUndefined();
		expect(await admin.findDashboard({ slug: "no'such!thing" })).toBeUndefined();
	});

	test('SUP-31 lists tell ids, uuids, names and what belongs together', async () => {
		const [charts, datasets, databases] = [
			await admin.listCharts(),
			await admin.listDatasets(),
			await admin.listDatabases()
		];
		const dashboard = await salesOverview();
		const pie = charts.find(({ name }) => name === 'Category share');
		expect(pie).toMatchObject({ vizType: 'pie', dashboards: [{ id: dashboard.id, title: dashboard.title }] });
		const dataset = datasets.find(({ id }) => id === pie?.datasetId);
		expect(dataset).toMatchObject({ name: 'sales', kind: 'physical', schema: 'main', databaseName: 'Shop' });
		expect(databases.find(({ name }) => name === 'Shop')?.uuid).toBe(dataset?.databaseUuid);
		expect(charts.every(({ changedAt, stamp }) => changedAt !== null && stamp !== '')).toBe(true);
	});

	test('SUP-32 search looks into title and slug', async () => {
		const { dashboards } = await admin.listDashboards({ search: 'ids-every', page: 0 });
		expect(dashboards.map(({ slug }) => slug)).toEqual(['ids-everywhere']);
		expect(await admin.listDashboards({ search: "50% o'clock!", page: 0 })).toEqual({ count: 0, dashboards: [] });
	});

	test('SUP-33 objects are found by uuid, those that are absent left out', async () => {
		for (const kind of ['dashboard', 'chart', 'dataset', 'database'] as const) {
			const all = {
				dashboard: await admin.listAllDashboards(),
				chart: await admin.listCharts(),
				dataset: await admin.listDatasets(),
				database: await admin.listDatabases()
			}[kind];
			const [first, second] = all;
			const found = await admin.findObjects(kind, [first!.uuid, second!.uuid, NOBODY]);
			expect([...found.keys()].sort()).toEqual([first!.uuid, second!.uuid].sort());
			expect(found.get(first!.uuid)?.id).toBe(first!.id);
		}
	});

	test('SUP-34 the charts of a dashboard that is not there are none, not all', async () => {
		expect(await admin.chartsOfDashboard(999_999)).toEqual([]);
		expect((await admin.chartsOfDashboard((await salesOverview()).id)).length).toBe(10);
	});

	test('SUP-35 stamps of one dashboard and of all are the same, and move with what is written', async () => {
		const { id } = await salesOverview();
		const before = await admin.changedOn(id);
		expect((await admin.changedOnAll()).get(id)).toEqual(before);
		expect(before.charts.size).toBe(10);
		expect(before.datasets.size).toBeGreaterThan(0);
		const [chart] = before.charts.keys();
		const { description } = await admin.getChart(chart!);
		await admin.updateChart(chart!, { description: 'a new description' });
		const after = await admin.changedOn(id);
		await admin.updateChart(chart!, { description: description ?? null });
		expect([...after.charts].filter(([key, stamp]) => before.charts.get(key) !== stamp).map(([key]) => key)).toEqual([
			chart
		]);
		expect(after.dashboard).toBe(before.dashboard);
	});

	test('SUP-35 one dashboard takes at most four requests, all of them three lists', async () => {
		const { id } = await salesOverview();
		const count = async (work: () => Promise<unknown>) => {
			const before = requests.length;
			await work();
			return requests.length - before;
		};
		expect(await count(() => admin.changedOn(id))).toBeLessThanOrEqual(4);
		expect(await count(() => admin.changedOnAll())).toBe(3);
	});

	test('SUP-40 an export is a ZIP, and goes in again', async () => {
		const { id } = await salesOverview();
		const zip = await admin.exportAssets('dashboard', [id]);
		expect(Buffer.from(zip.subarray(0, 2)).toString()).toBe('PK');
		await admin.importBundle('dashboard', zip);
		const other = await admin.importBundle('chart', zip).catch((error: unknown) => error);
		expect(other).toBeInstanceOf(SupersetRejected);
		expect((other as SupersetRejected).findings).toEqual([
			{ path: 'metadata.yaml', message: 'type: Must be equal to Slice.' }
		]);
	});

	test('SUP-41 an export names the ids that are not there', async () => {
		const { id } = await salesOverview();
		const failure = await admin.exportAssets('dashboard', [id, 999_999]).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(NotFound);
		expect((failure as Error).message).toBe('There is no Superset dashboard “999999”.');
	});

	test('SUP-50 who does not own a dashboard may not overwrite it, and is told so', async () => {
		const editor = as('editor');
		clients.push(editor);
		const zip = await admin.exportAssets('dashboard', [(await salesOverview()).id]);
		const failure = await editor.importBundle('dashboard', zip).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(SupersetRefused);
		expect((failure as Error).message).toContain('belongs to somebody else');
	});

	test('SUP-51 a file that is no bundle is called that', async () => {
		const failure = await admin.importBundle('dashboard', Buffer.from('no zip')).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(SupersetRejected);
		expect((failure as Error).message).toContain('did not take the file for a bundle');
	});

	test('SUP-60 a PUT changes the given fields only; one that is not there is named', async () => {
		const { id } = await salesOverview();
		const before = await admin.getDashboard(id);
		await admin.updateDashboard(id, { certified_by: 'A test' });
		const after = await admin.getDashboard(id);
		await admin.updateDashboard(id, { certified_by: before['certified_by'] });
		expect([after['certified_by'], after['css'], after['position_json']]).toEqual([
			'A test',
			before['css'],
			before['position_json']
		]);
		await expect(admin.updateDashboard(999_999, {})).rejects.toBeInstanceOf(NotFound);
		await expect(admin.getDataset(999_999)).rejects.toThrow('There is no Superset dataset “999999”.');
		await expect(admin.deleteChart(999_999)).rejects.toBeInstanceOf(NotFound);
	});

	test('SUP-61 a PUT that Superset refuses names the field', async () => {
		const { id } = await salesOverview();
		const failure = await admin.updateDashboard(id, { surprise: 1 }).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(SupersetRejected);
		expect((failure as SupersetRejected).findings).toEqual([{ path: 'surprise', message: 'Unknown field.' }]);
	});

	test('SUP-13 nothing secret is told of requests', () => {
		const told = JSON.stringify(requests);
		expect(told).not.toMatch(/12345|eyJ/);
		expect(requests.length).toBeGreaterThan(20);
	});
});
