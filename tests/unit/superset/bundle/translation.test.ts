import fc from '#tests/support/fast-check.ts';
import { expect, test } from 'vitest';
import { NO_TRANSLATION, translationOf, uuidIn } from '#lib/server/superset/bundle/translation.ts';
import { anyTarget } from '#lib/server/superset/bundle/target.ts';
import { bundleFor, everythingIn } from '#lib/server/superset/bundle/write.ts';
import { filesIn, textsOf, treeOf } from '#tests/support/bundle/example.ts';
import { DATABASE, DATASET, smallBundle, uuid } from '#tests/support/bundle/small.ts';

const PROD = translationOf({
	mapping: {
		databases: [{ from: DATABASE, to: uuid('9', 1), schemas: { main: 'analytics' }, catalogs: { shop: 'shop_prod' } }],
		datasets: [{ from: DATASET, to: uuid('9', 2) }]
	},
	databases: new Map([[DATABASE, { name: 'Shop', backend: 'postgresql' }]])
});

test('FORM-80 databases and datasets are named by the repository’s uuids, schemas and catalogs by its names', () => {
	const files = smallBundle({
		database: { uuid: uuid('9', 1), database_name: 'Shop (production)', sqlalchemy_uri: 'mysql://host' },
		dataset: { uuid: uuid('9', 2), database_uuid: uuid('9', 1), schema: 'analytics', catalog: 'shop_prod' },
		chart: { dataset_uuid: uuid('9', 2) }
	});
	expect(textsOf(treeOf(files, { translation: PROD }))).toEqual(
		textsOf(treeOf(smallBundle({ dataset: { catalog: 'shop' } })))
	);
});

test('FORM-80 a filter’s dataset is named by the repository’s uuid', () => {
	const filter = (datasetUuid: string) => ({ native_filter_configuration: [{ id: 'F', targets: [{ datasetUuid }] }] });
	const there = smallBundle({ dashboard: { metadata: filter(uuid('9', 2)) } });
	const here = smallBundle({ dashboard: { metadata: filter(DATASET) } });
	const dashboardOf = (texts: Record<string, string>) => texts['dashboards/small-aaaaaaaa.yaml'];
	expect(dashboardOf(textsOf(treeOf(there, { translation: PROD })))).toBe(dashboardOf(textsOf(treeOf(here))));
});

test('BUNDLE-7 what goes out in the environment’s terms comes back in the repository’s', async () => {
	const tree = treeOf(smallBundle({ dataset: { catalog: 'shop' } }));
	const target = { ...anyTarget('6.1.0'), translation: PROD };
	const files = await filesIn(await bundleFor('whole', tree, { full: everythingIn(tree), target }));
	const there = [...files.values()].map((bytes) => Buffer.from(bytes).toString()).join('');
	expect(there).not.toMatch(new RegExp(`${DATABASE}|${DATASET}|schema: main|catalog: shop$`, 'm'));
	expect(textsOf(treeOf(files, { translation: PROD }))).toEqual(textsOf(tree));
});

test('FORM-81 what no mapping names stays, also names that every object has', () => {
	expect(NO_TRANSLATION.toRepository(DATASET)).toBe(DATASET);
	for (const name of ['constructor', '__proto__', 'main2', '']) {
		expect(PROD.schemaToEnvironment(DATABASE, name)).toBe(name);
		expect(PROD.schemaToRepository(DATABASE, name)).toBe(name);
		expect(PROD.catalogToEnvironment(uuid('9', 9), name)).toBe(name);
	}
});

test('FORM-82 the key of a translation changes with anything in it', () => {
	const key = (to: string, schema: string, backend: string) =>
		translationOf({
			mapping: {
				databases: [{ from: DATABASE, to: uuidIn(to)!, schemas: { main: schema }, catalogs: {} }],
				datasets: []
			},
			databases: new Map([[DATABASE, { name: 'Shop', backend }]])
		}).key;
	const keys = [
		key(DATASET, 'a', 'x'),
		key(DATABASE, 'a', 'x'),
		key(DATASET, 'b', 'x'),
		key(DATASET, 'a', 'y'),
		NO_TRANSLATION.key
	];
	expect(new Set(keys).size).toBe(keys.length);
	expect(key(DATASET, 'a', 'x')).toBe(keys[0]);
});

test('FORM-83 only a text that is a uuid is taken for one', () => {
	fc.assert(
		fc.property(fc.uuid(), (text) => {
			expect(uuidIn(text.toUpperCase())).toBe(text);
			expect(uuidIn(`${text} `)).toBeUndefined();
		})
	);
	for (const value of [null, undefined, 7, '', {}, []]) expect(uuidIn(value)).toBeUndefined();
});
