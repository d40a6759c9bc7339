import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { differencesOf } from '#lib/domain/compare/differences.ts';
import { isMapping, type Value } from '#lib/domain/value.ts';
import type { CanonicalTree } from '#lib/server/superset/bundle/tree.ts';
import { readTree } from '#lib/server/superset/bundle/tree.ts';
import { parseJson } from '#lib/server/superset/bundle/json.ts';
import { exampleTree, textsOf } from '#tests/support/bundle/example.ts';

const zipsIn = (folder: string) =>
	readdirSync(`specs/examples/superset/${folder}`)
		.filter((name) => name.endsWith('.zip'))
		.map((name) => name.slice(0, -'.zip'.length));

/** `<name of the object> <place>` of every difference; an object of one tree only is `+` or `-`. */
function differencesBetween(before: CanonicalTree, after: CanonicalTree): string[] {
	const found: string[] = [];
	for (const key of new Set([...before.assets.keys(), ...after.assets.keys()])) {
		const [left, right] = [before.assets.get(key), after.assets.get(key)];
		if (!left || !right) found.push(`${left ? '-' : '+'} ${(left ?? right)!.kind} ${(left ?? right)!.name}`);
		else for (const { path } of differencesOf(left.content, right.content)) found.push([left.name, ...path].join(' '));
	}
	return found.sort();
}

const between = async (before: string, after: string) =>
	differencesBetween(await exampleTree(before), await exampleTree(after));

const NAMED = zipsIn('6.1.0/after-import').filter((name) => name !== 'ids-everywhere');

test.each(NAMED)('FORM-1 %s: an export is the same tree as after Superset’s own import', async (name) => {
	expect(textsOf(await exampleTree(`6.1.0/after-import/${name}`))).toEqual(textsOf(await exampleTree(`6.1.0/${name}`)));
});

const CONTROL = 'Ids everywhere metadata chart_customization_config CHART_CUSTOMIZATION-966a8653a';

test('FORM-2 what Superset’s import loses of numbers and annotation layers differs, and nothing more', async () => {
	expect(await between('6.1.0/ids-everywhere', '6.1.0/after-import/ids-everywhere')).toEqual([
		`${CONTROL} scope excluded`,
		`${CONTROL} targets`,
		'Ids everywhere metadata default_filters',
		'Ids everywhere metadata filter_scopes',
		'Line with annotations params annotation_layers Holidays',
		'Line with annotations params annotation_layers Other line',
		'Line with annotations query_context'
	]);
});

test('FORM-2 of the query context only the number of the chart that the layer draws is stale', async () => {
	const contextOf = async (name: string): Promise<Value> => {
		const tree = await exampleTree(name);
		const chart = [...tree.assets.values()].find((asset) => asset.name === 'Line with annotations')!;
		return parseJson(chart.content['query_context'] as string);
	};
	const [before, after] = [
		await contextOf('6.1.0/ids-everywhere'),
		await contextOf('6.1.0/after-import/ids-everywhere')
	];
	expect(differencesOf(before, after).map(({ path }) => path.join(' '))).toEqual([
		'form_data annotation_layers Other line value'
	]);
});

test.each([
	['ids-everywhere', []],
	['shared-chart-a', []],
	['sales-overview', ['Sales overview certification_details', 'Sales overview certified_by']],
	['unicode', [`Продажи 销售 🚀 "кавычки": # = 'x' certified_by`]]
])('FORM-3 %s: Apply and Save in the browser changed %j', async (name, expected) => {
	expect(await between(`6.1.0/after-import/${name}`, `6.1.0/after-save/${name}`)).toEqual(expected);
});

test.each([
	['before', 'once'],
	['once', 'twice']
])('FORM-4 charts saved again in Explore, %s → %s: nothing but parameters and query context', async (from, to) => {
	const [before, after] = [
		await exampleTree(`6.1.0/after-chart-save/sales-overview-${from}`),
		await exampleTree(`6.1.0/after-chart-save/sales-overview-${to}`)
	];
	const places = new Set<string>();
	for (const [key, asset] of before.assets)
		for (const { path } of differencesOf(asset.content, after.assets.get(key)!.content))
			places.add(`${asset.kind} ${path[0]}`);
	expect([...places].sort()).toEqual(['chart params', 'chart query_context']);
	expect([...after.paths.keys()]).toEqual([...before.paths.keys()]);
});

/** What is truly not the same in these versions: what 6.1.0 filled in, what older ones lack, numbers only the API tells. */
const isOfTheVersion = (difference: string): boolean =>
	/ columns \w+ datetime_format$/.test(difference) ||
	difference === 'Ids everywhere metadata chart_customization_config' ||
	/^Deck multi (params deck_slices|query_context)$/.test(difference);

test.each(['4.1.4', '6.0.0'].flatMap((version) => zipsIn(version).map((name) => [version, name] as const)))(
	'FORM-5 %s %s: the same tree as from 6.1.0 but for what these versions do not both have',
	async (version, name) => {
		const differences = await between(`${version}/${name}`, `6.1.0/${name}`);
		const lost = version === '4.1.4' && name === 'two-schemas' ? ['+ dataset sales', '+ dataset sales'] : [];
		expect(differences.filter((one) => !isOfTheVersion(one))).toEqual(lost);
	}
);

test('FORM-5 a column’s datetime_format is one that 6.1.0 filled in', async () => {
	const [before, after] = [await exampleTree('6.0.0/sales-overview'), await exampleTree('6.1.0/sales-overview')];
	for (const [key, asset] of before.assets) {
		const found = differencesOf(asset.content, after.assets.get(key)!.content);
		for (const { path, before: old } of found) expect([path.at(-1), old]).toEqual(['datetime_format', undefined]);
	}
});

const ALL = ['4.1.4', '6.0.0', '6.1.0', '6.1.0/after-import', '6.1.0/after-save', '6.1.0/after-chart-save'].flatMap(
	(folder) => zipsIn(folder).map((name) => `${folder}/${name}`)
);

test.each(ALL)('FORM-6 %s: a tree canonicalises to itself', async (name) => {
	const tree = await exampleTree(name);
	const again = readTree(tree.files);
	expect(textsOf(again)).toEqual(textsOf(tree));
	expect([...again.oids]).toEqual([...tree.oids]);
	expect([...again.assets.values()].every(({ content }) => isMapping(content))).toBe(true);
});
