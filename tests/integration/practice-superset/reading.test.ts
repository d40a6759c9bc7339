import JSZip from 'jszip';
import { expect, test } from 'vitest';
import type { JsonObject } from '#tests/support/practice-superset/json.ts';
import { body, filesOf, practice, recording, VERSIONS, zipOf } from './practice.ts';

test.each(VERSIONS)('PRAC-5 lists of %s take columns, filters, order and pages', async (version) => {
	const { admin } = await practice({ version }, 'sales-overview', 'shared-chart-a', 'orphan');
	const query =
		'(columns:!(id,dashboard_title,owners.first_name),filters:!((col:dashboard_title,opr:title_or_slug,value:sales)))';
	expect(await admin.list('dashboard', query)).toEqual([
		{ dashboard_title: 'Sales overview', id: 1, owners: [{ first_name: 'Ada' }] }
	]);
	const titles = async (more: string): Promise<string[]> =>
		(await admin.list('dashboard', `(columns:!(dashboard_title),${more})`)).map((one) =>
			String(one['dashboard_title'])
		);
	expect(await titles('order_column:dashboard_title,order_direction:asc')).toEqual([
		'Orphans',
		'Sales overview',
		'Shared chart A'
	]);
	expect(await titles('order_column:changed_on,order_direction:desc,page:1,page_size:2')).toEqual(['Sales overview']);
	const refused = await admin.get('/api/v1/chart/?q=(order_column:changed_on)');
	expect([refused.status, refused.json]).toEqual([400, { message: 'Invalid order by column: changed_on' }]);
	const byUuid = await admin.get(
		"/api/v1/dashboard/?q=(filters:!((col:uuid,opr:eq,value:'c97614df-7648-5e7b-abdd-194b17da259e')))"
	);
	expect(byUuid.status).toBe(version === '4.1.4' ? 400 : 200);
});

test('PRAC-5 no page has more than 100 rows, but all databases come at once', async () => {
	const { admin } = await practice({ version: '6.1.0' }, 'large');
	const page = body(await admin.get('/api/v1/chart/?q=(page_size:500)'));
	expect([page['count'], (page['result'] as unknown[]).length]).toEqual([200, 100]);
	expect((await admin.list('chart', '(page:1,page_size:100,columns:!(id))')).length).toBe(100);
	expect((await admin.list('chart', '(columns:!(id))')).length).toBe(20);
});

test.each(VERSIONS)('PRAC-6 %s finds one object by what it knows', async (version) => {
	const { admin } = await practice({ version }, 'shared-chart-a');
	const title = async (key: string): Promise<unknown> =>
		(await admin.result(`/api/v1/dashboard/${key}`))['dashboard_title'];
	expect(await title('1')).toBe('Shared chart A');
	expect(await title('shared-chart-a')).toBe('Shared chart A');
	expect(await title('25b893fa-a9a4-5539-af05-6318dcddb672')).toBe('Shared chart A');
	const status = version === '4.1.4' ? 405 : 200;
	expect((await admin.get('/api/v1/chart/de600a36-38ec-5bf9-a039-166a14eca34e')).status).toBe(status);
	expect((await admin.get('/api/v1/dataset/28b095b5-35e5-5559-9b04-c17982791767')).status).toBe(status);
	expect((await admin.get('/api/v1/dashboard/999999')).json).toEqual({ message: 'Not found' });
});

test.each(VERSIONS)('PRAC-8 an export of %s is a stored ZIP with Superset’s names', async (version) => {
	const { admin } = await practice({ version, firstId: 40 }, 'sales-overview');
	const reply = await admin.get('/api/v1/dashboard/export/?q=!(41)');
	const root = /^attachment; filename=(dashboard_export_\d{8}T\d{6})\.zip$/.exec(
		reply.headers.get('content-disposition') ?? ''
	)?.[1];
	const zip = await JSZip.loadAsync(reply.bytes);
	const names = Object.keys(zip.files);
	expect(names.every((name) => name.startsWith(`${root}/`))).toBe(true);
	expect(names).toContain(`${root}/dashboards/Sales_overview_41.yaml`);
	expect(names).toContain(`${root}/datasets/Shop/${version === '4.1.4' ? 'sales' : 'sales_41'}.yaml`);
	expect(names).toContain(`${root}/databases/Shop.yaml`);
	expect(Buffer.from(reply.bytes).includes('dashboard_title: Sales overview')).toBe(true);
	expect((await admin.get('/api/v1/dashboard/export/?q=!(41,999999)')).status).toBe(404);
	expect((await admin.get("/api/v1/dashboard/export/?q=!('x')")).status).toBe(400);
});

test.each(VERSIONS)('PRAC-10 %s and two datasets of one name', async (version) => {
	const { admin } = await practice({ version }, 'shared-chart-a');
	const files = await filesOf(recording(version, 'shared-chart-a'));
	const [path, sales] = [...files].find(([name]) => name.startsWith('datasets/')) as [string, JsonObject];
	files.set(path.replace('.yaml', '_b.yaml'), {
		...sales,
		schema: 'archive',
		uuid: '11111111-1111-4111-8111-111111111111'
	});
	await admin.import('dataset', await zipOf(files));
	const exported = [...(await admin.export('dataset', [1, 2])).keys()].filter((name) => name.startsWith('datasets/'));
	expect(exported).toEqual(
		version === '4.1.4' ? ['datasets/Shop/sales.yaml'] : ['datasets/Shop/sales_1.yaml', 'datasets/Shop/sales_2.yaml']
	);
});

test.each(VERSIONS)('PRAC-11 an orphan of %s is in a random row of each export', async (version) => {
	const { admin } = await practice({ version }, 'shared-chart-a');
	const chart = (await admin.list('chart', '(columns:!(id))'))[0] as JsonObject;
	await admin.send('PUT', '/api/v1/dashboard/1', {
		json_metadata:
			'{"positions": {"ROOT_ID": {"id": "ROOT_ID", "type": "ROOT", "children": ["GRID_ID"]}, "GRID_ID": {"id": "GRID_ID", "type": "GRID", "children": []}}}'
	});
	await admin.send('PUT', `/api/v1/chart/${String(chart['id'])}`, { dashboards: [1] });
	const rows: string[] = [];
	for (let time = 0; time < 2; time += 1) {
		const [, text] = [...(await admin.export('dashboard', [1]))].find(([path]) => path.startsWith('dashboards/')) as [
			string,
			string
		];
		expect(text).toMatch(/CHART-[A-Z0-9]{8}/);
		rows.push(/ROW-N-[A-Z0-9]{8}/.exec(text)?.[0] ?? '');
	}
	expect(rows[0]).not.toBe('');
	expect(rows[0]).not.toBe(rows[1]);
});
