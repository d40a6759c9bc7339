import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { holdableBy } from '#lib/server/superset/bundle/held-back.ts';
import { anyTarget, type Target } from '#lib/server/superset/bundle/target.ts';
import { mappingIn, onlyDashboard, type CanonicalTree } from '#lib/server/superset/bundle/tree.ts';
import { bundleFor, everythingIn } from '#lib/server/superset/bundle/write.ts';
import { metadataFor, positionFor } from '#lib/server/superset/bundle/write-dashboard.ts';
import { isList, isMapping, type Value } from '#lib/domain/value.ts';
import { contentOf, valueAt } from '#tests/support/bundle/edit.ts';
import { exampleFiles, exampleTree, filesIn, textsOf, treeOf } from '#tests/support/bundle/example.ts';
import { targetOf } from '#tests/support/bundle/target.ts';

const ALL = ['4.1.4', '6.0.0', '6.1.0', '6.1.0/after-import', '6.1.0/after-save', '6.1.0/after-chart-save'].flatMap(
	(folder) =>
		readdirSync(`specs/examples/superset/${folder}`)
			.filter((name) => name.endsWith('.zip'))
			.map((name) => `${folder}/${name.slice(0, -'.zip'.length)}`)
);

const zipped = async (tree: CanonicalTree, target: Target) =>
	filesIn(await bundleFor('whole', tree, { full: everythingIn(tree), target }));

test.each(ALL)('BUNDLE-4 %s: tree → bundle → tree is the same bytes, for every version', async (name) => {
	const tree = await exampleTree(name);
	for (const version of ['4.1.4', '6.0.0', '6.1.0']) {
		const target = anyTarget(version);
		const held = holdableBy(tree, target.capabilities).tree;
		expect(textsOf(treeOf(await zipped(held, target)))).toEqual(textsOf(held));
	}
});

const RECORDED = ['6.1.0/after-save/ids-everywhere', '6.1.0/after-save/sales-overview', '6.1.0/after-save/unicode'];

/** Every list of charts or tabs that something reaches, by the place where it stands. */
function reachIn(value: Value | undefined, path = ''): [string, Value][] {
	if (isList(value)) return value.flatMap((item, at) => reachIn(item, `${path} ${at}`));
	if (!isMapping(value)) return [];
	return Object.entries(value).flatMap(([key, item]): [string, Value][] =>
		/^(charts|tabs)InScope$/.test(key) && isList(item)
			? [[`${path} ${key}`, [...item].sort()]]
			: reachIn(item, `${path} ${key}`)
	);
}

test.each(RECORDED)('BUNDLE-6 %s: what a scope reaches is worked out as the front end did', async (name) => {
	const files = await exampleFiles(name);
	const [tree, target] = [treeOf(files), targetOf(files)];
	const dashboard = onlyDashboard(tree);
	const position = positionFor(dashboard, target, () => undefined);
	const made = reachIn(metadataFor(dashboard, position, target, { legacy: false }));
	const recorded = new Map(reachIn(valueAt(contentOf(files, /^dashboards/), ['metadata'])));
	expect(made.length).toBeGreaterThan(0);
	for (const [place, reach] of made) expect([place, reach]).toEqual([place, recorded.get(place)]);
});

test.each(RECORDED)('BUNDLE-6 %s: parents, names of charts and the title are put in again', async (name) => {
	const files = await exampleFiles(name);
	const tree = treeOf(files);
	const chartName = (uuid: string) => [...tree.assets.values()].find((asset) => asset.uuid === uuid)?.name;
	const position = positionFor(onlyDashboard(tree), targetOf(files), chartName);
	const recorded = valueAt(contentOf(files, /^dashboards/), ['position']);
	for (const id of Object.keys(mappingIn(onlyDashboard(tree), 'position')))
		for (const path of [['parents'], ['meta', 'sliceName'], ['meta', 'chartId'], ['meta', 'text']])
			expect([id, path, valueAt(position[id], path)]).toEqual([id, path, valueAt(recorded, [id, ...path])]);
});
