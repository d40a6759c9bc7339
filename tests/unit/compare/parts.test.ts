import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { AssetKind } from '#lib/domain/asset.ts';
import { partsOf, valueOfPart, type NamedPart } from '#lib/domain/compare/parts.ts';
import { labelsIn } from '#lib/domain/compare/terms.ts';
import { isMapping } from '#lib/domain/value.ts';
import { readExport, treeOfDashboard } from '#lib/server/superset/bundle/export.ts';
import { valueOf } from '#tests/support/bundle/edit.ts';

async function sample() {
	const found = await readExport(new Uint8Array(readFileSync('specs/examples/superset/6.1.0/sales-overview.zip')));
	const objects = [...treeOfDashboard(found).tree.paths.values()];
	const names = new Map(objects.map(({ uuid, name }) => [uuid as string, name]));
	const labelsOf = (uuid: string) => labelsIn(objects.find((one) => one.uuid === uuid)!.content);
	return objects.map((object) => ({ ...object, parts: partsOf(object.kind, object.content, names, labelsOf) }));
}

const told = (parts: readonly NamedPart[]) =>
	parts.map(({ part, name, value }) => `${part.kind} ${name}${value && `: ${value}`}`);

function partsIn(kind: AssetKind, content: object): string[] {
	const value = valueOf(content);
	if (!isMapping(value)) throw new Error('An asset is a mapping.');
	return told(partsOf(kind, value, new Map()));
}

test('WHO-4 what a person set, by the words of the forms', async () => {
	const objects = await sample();
	const of = (wanted: string, kind: AssetKind) =>
		told(objects.find((one) => one.name === wanted && one.kind === kind)!.parts);
	expect(of('Products', 'chart')).toEqual([
		...['field Visualization Type: Treemap', 'field Name: Products', 'field Dataset: sales'],
		...['field Dimensions: category, product', 'field Metric: Revenue', 'field Row limit: 100']
	]);
	expect(of('sales', 'dataset')).toEqual(
		expect.arrayContaining([
			'metric Revenue: revenue',
			'column Ordered: order_date',
			'column city',
			'field Database: Shop'
		])
	);
	expect(of('Sales overview', 'dashboard')).toEqual(
		expect.arrayContaining([
			...['filter Country', 'filter Period', 'field Name: Sales overview', 'field CSS: 6 lines'],
			...['field Label colors: Coffee: “#8D6E63”, Tea: “#5AC189”', 'field Cross-filtering scoping']
		])
	);
});

test('WHO-4 each part is where it says, and none is told twice', async () => {
	for (const { content, parts, name } of await sample()) {
		expect(parts.length, name).toBeGreaterThan(0);
		const places = parts.map(({ part }) => JSON.stringify(part));
		expect(new Set(places).size, name).toBe(places.length);
		for (const { part } of parts) expect(valueOfPart(content, part), JSON.stringify(part)).toBeDefined();
	}
});

test('WHO-4 ids, what a machine made, what is empty or at its default is left out', () => {
	expect(
		partsIn('chart', {
			...{ uuid: 'x', version: '1.0.0', viz_type: 'table', slice_name: 'N', description: '', query_context: 'q' },
			params: { slice_id: 3, viz_type: 'table', row_limit: 10_000, adhoc_filters: [], our_own_key: 5 }
		})
	).toEqual(['field Visualization Type: Table', 'field Name: N', 'field Our own key: 5']);
	expect(partsIn('dashboard', { metadata: { import_time: 5, positions: { a: 1 } }, position: { a: {} } })).toEqual([]);
});

test('WHO-4 whatever an asset holds, it is told without an error', () => {
	const odd = [null, 1, 'x', [], [null, 1, {}], {}, { a: { b: [] } }];
	for (const kind of ['dashboard', 'chart', 'dataset', 'database', 'theme', 'tags'] as const)
		for (const one of odd)
			for (const key of ['metadata', 'position', 'metrics', 'columns', 'params', 'viz_type', '__proto__', 'sql'])
				expect(partsIn(kind, { [key]: one })).toBeInstanceOf(Array);
	expect(partsIn('dataset', { metrics: [{ metric_name: '<b>\u202e' }], columns: [{}] })).toEqual(['metric <b>\u202e']);
	expect(partsIn('tags', {})).toEqual([]);
});
