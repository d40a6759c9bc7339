import { expect, test } from 'vitest';
import type { Choice } from '#lib/domain/merge/conflict.ts';
import { canonicalAssets } from '#lib/server/superset/bundle/canonical.ts';
import { FOLDER_OF_KIND } from '#lib/server/superset/bundle/form.ts';
import { mergeTrees, tellMergeOf } from '#lib/server/superset/bundle/merge.ts';
import { CanonicalMemory } from '#lib/server/superset/bundle/memory.ts';
import { treeOfAssets, type CanonicalTree } from '#lib/server/superset/bundle/tree.ts';
import { exampleTree, textsOf } from '#tests/support/bundle/example.ts';
import { valueAt, yamlBytes } from '#tests/support/bundle/edit.ts';
import fc from '#tests/support/fast-check.ts';
import { afterEdits, contentsOf, type Contents } from '#tests/support/merge/edited.ts';
import { change } from '#tests/support/merge/three.ts';

const memory = new CanonicalMemory();
const RECORDED = [
	'sales-overview',
	'ids-everywhere',
	'two-schemas',
	'unicode',
	'virtual',
	'theme',
	'shared-chart-a',
	'large'
];

function treeOf(contents: Contents, tags: CanonicalTree['tags'] = new Map()): CanonicalTree {
	const files = new Map(
		[...contents].map(([key, content]) => {
			const [kind, uuid] = key.split(' ') as [keyof typeof FOLDER_OF_KIND, string];
			return [`${FOLDER_OF_KIND[kind]}/${uuid}.yaml`, yamlBytes(content)];
		})
	);
	return treeOfAssets({ ...canonicalAssets(files, { memory }), tags });
}

const edits = fc.array(fc.record({ what: fc.nat(99), which: fc.nat(30), how: fc.nat(60) }), { maxLength: 5 });

test.for(RECORDED)('MERGE-1 of %s what one side did alone is the result, byte for byte', async (name) => {
	const base = await exampleTree(`6.1.0/${name}`);
	fc.assert(
		fc.property(edits, (some) => {
			const x = treeOf(afterEdits(contentsOf(base), some), base.tags);
			for (const trees of [
				{ mine: base, theirs: x },
				{ mine: x, theirs: base },
				{ mine: x, theirs: x }
			]) {
				const { tree, conflicts } = mergeTrees({ base, ...trees }, new Map(), memory);
				expect(conflicts).toEqual([]);
				expect(textsOf(tree)).toEqual(textsOf(x));
			}
		}),
		{ numRuns: 12 }
	);
});

test.for(RECORDED)(
	'MERGE-40 two sides of %s merge into a tree without new findings, whatever is decided',
	async (name) => {
		const base = await exampleTree(`6.1.0/${name}`);
		fc.assert(
			fc.property(edits, edits, fc.constantFrom('mine' as const, 'theirs' as const), (some, others, keep) => {
				const mine = treeOf(afterEdits(contentsOf(base), some), base.tags);
				const theirs = treeOf(afterEdits(contentsOf(base), others), base.tags);
				let choices = new Map<string, Choice>();
				let merged = mergeTrees({ base, mine, theirs }, choices, memory);
				for (let round = 0; round < 4 && merged.undecided.length > 0; round += 1) {
					choices = new Map(merged.conflicts.map(({ id }) => [id, { keep }]));
					merged = mergeTrees({ base, mine, theirs }, choices, memory);
				}
				expect(merged.undecided).toEqual([]);
				expect(merged.findings).toEqual([]);
				// Canonical, and itself again.
				expect(textsOf(treeOf(contentsOf(merged.tree), merged.tree.tags))).toEqual(textsOf(merged.tree));
				const told = tellMergeOf({ base, mine, theirs }, merged, choices);
				expect(told.conflicts.map(({ id }) => id)).toEqual(merged.conflicts.map(({ id }) => id));
				for (const { label, mine: ours, theirs: other } of told.conflicts) {
					expect(label).not.toBe('');
					expect([ours.words, other.words].every((words) => words !== '' && !/[\n]/.test(words))).toBe(true);
				}
			}),
			{ numRuns: 12 }
		);
	}
);

test('MERGE-13 charts that were saved again unchanged merge with edits of the others', async () => {
	const again = await exampleTree('6.1.0/after-chart-save/sales-overview-twice');
	const base = await exampleTree('6.1.0/after-chart-save/sales-overview-before');
	const key = [...base.assets.values()].find(({ name }) => name === 'Category share')!;
	const edited = treeOf(change(contentsOf(base), `chart ${key.uuid}`, [['params', 'row_limit'], 7]));
	for (const sides of [
		{ mine: again, theirs: edited },
		{ mine: edited, theirs: again }
	]) {
		const { tree, conflicts } = mergeTrees({ base, ...sides }, new Map(), memory);
		expect(conflicts).toEqual([]);
		expect(valueAt(tree.assets.get(`chart ${key.uuid}`)!.content, ['params', 'row_limit'])).toBe(7);
	}
});

test('MERGE-24 what tags mean is merged name by name', async () => {
	const found = await exampleTree('6.1.0/sales-overview');
	const tagged = change(
		contentsOf(found),
		[...found.assets.keys()].find((one) => one.startsWith('dashboard '))!,
		[['tags'], ['a', 'b', 'c']]
	);
	const tree = (tags: Record<string, string>) => treeOf(tagged, new Map(Object.entries(tags)));
	const merged = mergeTrees(
		{ base: tree({ a: '1', b: '2' }), mine: tree({ a: 'one', b: '2' }), theirs: tree({ a: '1', b: 'two', c: '3' }) },
		new Map()
	);
	expect(merged.conflicts).toEqual([]);
	expect(Object.fromEntries(merged.tree.tags)).toEqual({ a: 'one', b: 'two', c: '3' });
	const asked = mergeTrees({ base: tree({ a: '1' }), mine: tree({ a: 'x' }), theirs: tree({ a: 'y' }) }, new Map());
	expect(asked.undecided.map(({ asset }) => asset.kind)).toEqual(['tags']);
});

test('MERGE-50 a conflict is told as Superset calls it, with what each side made of it', async () => {
	const found = await exampleTree('6.1.0/sales-overview');
	const base = contentsOf(found);
	const chart = `chart ${[...found.assets.values()].find(({ name }) => name === 'Category share')!.uuid}`;
	const [mine, theirs] = [7, 9].map((rows) =>
		treeOf(change(base, chart, [['params', 'row_limit'], rows], [['slice_name'], `Share ${rows}`]))
	) as [CanonicalTree, CanonicalTree];
	const merged = mergeTrees({ base: found, mine, theirs });
	const { conflicts } = tellMergeOf({ base: found, mine, theirs }, merged, new Map());
	expect(
		conflicts.map(({ label, base: was, mine: ours, theirs: other }) => [label, was.words, ours.words, other.words])
	).toEqual([
		['Row limit', '100', '7', '9'],
		['Name', '“Category share”', '“Share 7”', '“Share 9”']
	]);
});

test('MERGE-50 of a place the tab is drawn, and what was written by hand is given back as it was written', async () => {
	const found = await exampleTree('6.1.0/sales-overview');
	const base = contentsOf(found);
	const board = [...base.keys()].find((key) => key.startsWith('dashboard '))!;
	const moved = (row: string) =>
		treeOf(
			change(
				base,
				board,
				[['position', 'ROW-6597b844e0e6', 'children'], ['CHART-8af9db2d375e']],
				[
					['position', row, 'children'],
					[...(valueAt(base.get(board), ['position', row, 'children']) as string[]), 'CHART-78a6b83c2bea']
				]
			)
		);
	const trees = { base: found, mine: moved('ROW-026ce7d1e8b2'), theirs: moved('COLUMN-6434f76eeae5') };
	const merged = mergeTrees(trees);
	const { conflicts } = tellMergeOf(trees, merged, new Map());
	const place = conflicts.find(({ kind }) => kind === 'place')!;
	expect(place.mine.words).toMatch(/^Tab “Detail”, row 4, 6 of 12 columns/);
	expect(place.theirs.words).toMatch(/^Tab “Sales”, row 1/);
	expect(place.theirs.cells!.filter(({ isHere }) => isHere)).toMatchObject([
		{ kind: 'chart', width: expect.any(Number) }
	]);

	const sql = (text: string) => treeOf(change(base, board, [['css'], text]));
	const texts = { base: found, mine: sql('a { b: c }'), theirs: sql('a { b: d }') };
	const choices = new Map([[`${board} /css`, { value: 'a { b: e }' }]]);
	const [told] = tellMergeOf(texts, mergeTrees(texts, choices), choices).conflicts;
	expect(told!.choice).toEqual({ kind: 'edited', text: 'a { b: e }' });
});
