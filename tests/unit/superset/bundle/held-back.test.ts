import { expect, test } from 'vitest';
import { capabilitiesOf } from '#lib/server/superset/capabilities.ts';
import { holdableBy } from '#lib/server/superset/bundle/held-back.ts';
import { textsOf, treeOf, exampleTree } from '#tests/support/bundle/example.ts';
import { smallBundle } from '#tests/support/bundle/small.ts';

const heldBackBy = (version: string, tree: ReturnType<typeof treeOf>) =>
	holdableBy(tree, capabilitiesOf(version)).heldBack.flatMap(({ asset, what }) =>
		what.map((one) => `${asset.name}: ${one}`)
	);

const NEWER = {
	dashboard: { tags: ['a'], theme_uuid: 'ffffffff-0000-4000-8000-000000000001' },
	chart: { tags: ['a'] },
	dataset: {
		folders: [{ name: 'F' }],
		currency_code_column: 'cur',
		columns: [{ column_name: 'day', datetime_format: '%Y' }]
	}
};

test('BUNDLE-8 what a target’s version cannot hold is held back and named, object by object', () => {
	const tree = treeOf(smallBundle(NEWER));
	expect(heldBackBy('6.1.0', tree)).toEqual([]);
	expect(heldBackBy('6.0.0', tree)).toEqual(['sales: currency_code_column', 'sales: datetime_format of column “day”']);
	expect(heldBackBy('4.1.4', tree).sort()).toEqual([
		'Small: tags',
		'Small: theme_uuid',
		'Sums: tags',
		'sales: currency_code_column',
		'sales: datetime_format of column “day”',
		'sales: folders'
	]);
});

test('BUNDLE-8 a tree that the target can hold is that tree itself', () => {
	const tree = treeOf(smallBundle());
	expect(holdableBy(tree, capabilitiesOf('4.1.4')).tree).toBe(tree);
});

test('BUNDLE-8 what is held back is the tree less exactly that', () => {
	const less = treeOf(smallBundle({ dataset: { columns: [{ column_name: 'day' }] } }));
	const tree = treeOf(smallBundle(NEWER));
	expect(textsOf(holdableBy(tree, capabilitiesOf('4.1.4')).tree)).toEqual(textsOf({ ...less }));
});

test('BUNDLE-8 before 6.0 there are no themes, and no tags', async () => {
	const tree = await exampleTree('6.1.0/theme');
	const held = holdableBy(tree, capabilitiesOf('4.1.4'));
	expect(held.heldBack.map(({ asset, what }) => `${asset.kind}: ${what.join()}`)).toContain('theme: the theme itself');
	expect([...held.tree.assets.values()].filter(({ kind, uses }) => kind === 'theme' || uses.theme)).toEqual([]);
	expect(held.tree.files.has('tags.yaml')).toBe(false);
});

test('BUNDLE-8 a column without a readable name is held back without harm', () => {
	const tree = treeOf(smallBundle({ dataset: { columns: [{ column_name: { odd: 1 }, datetime_format: '%Y' }] } }));
	expect(heldBackBy('6.0.0', tree)).toEqual(['sales: datetime_format of column “”']);
});

test('BUNDLE-8 display controls beside leftovers of the filter box, which a PUT has to bring, are held back before 6.1', () => {
	const controls = { chart_customization_config: [{ id: 'C' }] };
	const both = { ...controls, filter_scopes: { 7: { a: { scope: [], immune: [] } } } };
	expect(heldBackBy('6.0.0', treeOf(smallBundle({ dashboard: { metadata: controls } })))).toEqual([]);
	expect(heldBackBy('6.0.0', treeOf(smallBundle({ dashboard: { metadata: both } })))).toEqual([
		'Small: chart_customization_config'
	]);
});
