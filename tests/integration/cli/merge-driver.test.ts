import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cloneOf, type Clone } from './clone.ts';

const SALES = 'specs/examples/superset/6.1.0/sales-overview.zip';
const PIE = 'charts/category-share-95e7e58f.yaml';

/** A clone of the sales overview that `git setup` set up, with attributes committed. */
async function setUp(below = '.'): Promise<{ clone: Clone; pie: string; path: string }> {
	const clone = await cloneOf(SALES, below);
	await clone.dashbranch('git', 'setup', join(clone.folder, below));
	await clone.commit({});
	const path = join(below, PIE);
	return { clone, pie: await clone.read(path), path };
}

const limited = (text: string, limit: number) => text.replace('\n  row_limit: 100\n', `\n  row_limit: ${limit}\n`);

const named = (text: string, name: string) => text.replace(/^slice_name: .*$/m, `slice_name: ${name}`);
const MARKED = '<<<<<<< mine\nslice_name: Parts\n=======\nslice_name: Shares\n>>>>>>> theirs\n';

/** The same content, otherwise written: nothing that lines could merge with the canonical form. */
const rewritten = (text: string) =>
	text.replace(/^(slice_name: )(.*)\n(viz_type: .*)\n/, "$3\n$1'$2'\n").replace('  donut: true\n', '  "donut": true\n');

/** Run the driver as git does: with files that it made, in the clone. */
async function drive(clone: Clone, path: string, sides: Record<'base' | 'mine' | 'theirs', string | Uint8Array>) {
	const files = { base: '.merge_file_O', mine: '.merge_file_A', theirs: '.merge_file_B' };
	const at = (side: keyof typeof files) => join(clone.folder, files[side]);
	for (const side of ['base', 'mine', 'theirs'] as const) await writeFile(at(side), sides[side]);
	const ended = await clone.dashbranch('merge-driver', at('base'), at('mine'), at('theirs'), path);
	return { ...ended, result: await readFile(at('mine')), text: await readFile(at('mine'), 'utf8') };
}

test('DRIVER-1 git merge takes what lines cannot merge, and the file is in canonical form', async () => {
	const { clone, pie } = await setUp();
	const mine = limited(pie, 25);
	const theirs = rewritten(mine).replace('row_limit: 25\n', 'row_limit: 0x19\n');
	expect(theirs).not.toBe(mine);
	await clone.part({ mine: { [PIE]: mine }, theirs: { [PIE]: theirs } });
	const merged = await clone.git('merge', 'theirs', '-m', 'x');
	expect([merged.code, merged.err, await clone.read(PIE)]).toEqual([0, '', mine]);

	await clone.git('reset', '--hard', 'HEAD~1');
	await clone.git('config', '--remove-section', 'merge.dashbranch');
	expect((await clone.git('merge', 'theirs', '-m', 'x')).code).toBe(1);
});

test('DRIVER-1 what the sides changed at different places of a chart, a layout and a dataset is in the file', async () => {
	const { clone } = await setUp();
	const edits: readonly [path: string, mine: [string, string], theirs: [string, string]][] = [
		[
			PIE,
			['slice_name: Category share', 'slice_name: Shares'],
			['viz_type: pie\nuuid', 'viz_type: pie\ncertified_by: Ada\nuuid']
		],
		[
			'dashboards/sales-overview-c97614df.yaml',
			['height: 56\n      uuid', 'height: 57\n      uuid'],
			['width: 7', 'width: 6']
		],
		['datasets/shop/sales-28b095b5.yaml', ['table_name: sales', 'table_name: orders'], ['schema: main', 'schema: shop']]
	];
	for (const [path, mine, theirs] of edits) {
		const base = await clone.read(path);
		const both = base.replace(...mine).replace(...theirs);
		const sides = { base, mine: base.replace(...mine), theirs: base.replace(...theirs) };
		expect(new Set([...Object.values(sides), both]).size).toBe(4);
		const { code, err, text } = await drive(clone, path, sides);
		expect([path, code, err, text]).toEqual([path, 0, '', both]);
	}
});

test('DRIVER-2 a conflict ends with 1, git’s markers stand where it is, and words are told on stderr alone', async () => {
	const { clone, pie } = await setUp();
	await clone.part({ mine: { [PIE]: named(pie, 'Parts') }, theirs: { [PIE]: named(pie, 'Shares') } });
	const merged = await clone.git('merge', 'theirs');
	expect(merged.code).toBe(1);
	expect(merged.err).toMatch(
		/^charts\/category-share-95e7e58f\.yaml: 1 conflict\n! chart “Parts” charts\/category-share-95e7e58f\.yaml: /
	);
	expect(merged.out).not.toContain('“');
	expect(await clone.read(PIE)).toBe(pie.replace(/^slice_name: .*\n/, MARKED));
	expect((await clone.git('status', '--short')).out).toBe(`UU ${PIE}\n`);
});

test('DRIVER-2 the markers are of the style that git is set to', async () => {
	const { clone, pie } = await setUp();
	await clone.git('config', 'merge.conflictStyle', 'diff3');
	await clone.part({ mine: { [PIE]: named(pie, 'Parts') }, theirs: { [PIE]: named(pie, 'Shares') } });
	await clone.git('merge', 'theirs');
	expect(await clone.read(PIE)).toContain('||||||| base\nslice_name: Category share\n=======\n');
});

test('DRIVER-2 with --json stdout is one document with the conflicts', async () => {
	const { clone, pie } = await setUp();
	const at = (name: string) => join(clone.folder, name);
	for (const [name, text] of [
		['o', pie],
		['a', limited(pie, 25)],
		['b', limited(pie, 50)]
	] as const)
		await writeFile(at(name), text);
	const { code, err, json } = await clone.dashbranch('merge-driver', at('o'), at('a'), at('b'), PIE, '--json');
	expect([code, err]).toEqual([1, '']);
	expect(json()).toMatchObject({ path: PIE, result: 'conflicts', by: 'structure' });
	expect(json()['conflicts']).toMatchObject([{ asset: { kind: 'chart', name: 'Category share' }, choice: null }]);
});

test('DRIVER-3 a file that both sides added merges without a base', async () => {
	const { clone, pie } = await setUp();
	const path = 'charts/new-0a0b0c0d.yaml';
	const added = pie.replace(/^uuid: .*$/m, 'uuid: 0a0b0c0d-cad0-544d-b275-e2fea3ecfb95');
	await clone.part({ mine: { [path]: added }, theirs: { [path]: rewritten(added) } });
	expect((await clone.git('merge', 'theirs', '-m', 'x')).code).toBe(0);
	expect(await clone.read(path)).toBe(added);

	const [mine, theirs] = [named(added, 'Parts'), named(added, 'Shares')];
	const { code, text } = await drive(clone, path, { base: '', mine, theirs });
	expect([code, text]).toEqual([1, added.replace(/^slice_name: .*\n/, MARKED)]);
});

const OTHER: readonly (readonly [what: string, path: string, change: (pie: string) => string])[] = [
	['a path that is of no kind', 'notes/category-share.yaml', (pie) => pie],
	['a file of another kind than its folder', 'datasets/shop/category-share.yaml', (pie) => pie],
	['no YAML', PIE, (pie) => `${pie}\n\t- x\n`],
	['a list', PIE, () => '- a\n- row_limit\n- 100\n- b\n- c\n'],
	['no uuid', PIE, (pie) => pie.replace(/^uuid: .*\n/m, '')],
	['a conflict that nobody resolved', PIE, (pie) => `${pie}<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n`],
	['the form’s own file', '.dashbranch.yaml', () => 'form: 1\nx:\n- row_limit\n- 100\n- b\n- c\n']
];

test.each(OTHER)('DRIVER-4 %s is merged by lines, as git does', async (_, path, change) => {
	const { clone, pie } = await setUp();
	const [base, other] = [change(pie), change(pie.replace('slice_name: Category share', 'slice_name: Shares'))];
	const mine = base.replace('100', '25');
	const clean = await drive(clone, path, { base, mine, theirs: `${other}# theirs\n` });
	expect([clean.code, clean.text]).toEqual([0, `${other.replace('100', '25')}# theirs\n`]);
	const { code, text } = await drive(clone, path, { base, mine, theirs: base.replace('100', '50') });
	expect([code, text]).toEqual([1, expect.stringMatching(/<<<<<<< mine\n.*25\n=======\n.*50\n>>>>>>> theirs\n/)]);
});

test('DRIVER-4 two objects that git takes for one renamed file are merged by lines', async () => {
	const { clone, pie } = await setUp();
	const another = pie.replace(/^uuid: .*$/m, 'uuid: 0a0b0c0d-cad0-544d-b275-e2fea3ecfb95');
	const { code, text } = await drive(clone, PIE, { base: pie, mine: limited(pie, 25), theirs: another });
	expect([code, text]).toEqual([0, limited(another, 25)]);
});

test('DRIVER-4 a file without lines stays as it is in mine', async () => {
	const { clone } = await setUp();
	const bytes = (last: number) => Buffer.from([0, 1, 0xff, last]);
	const { code, result, err } = await drive(clone, PIE, { base: bytes(1), mine: bytes(2), theirs: bytes(3) });
	expect([code, result, err]).toEqual([1, bytes(2), expect.stringContaining(PIE)]);
	const { code: missing, err: told } = await clone.dashbranch('merge-driver', 'no-base', 'no-mine', 'no-theirs', PIE);
	expect([missing, told]).toEqual([4, expect.stringContaining('no-base')]);
});

test('DRIVER-5 paths with spaces, quotes and any script, in a tree that lies in a folder of its repository', async () => {
	const below = 'boards/Übersicht der “Verkäufe” 2026';
	const { clone, pie } = await setUp(below);
	const path = `${below}/charts/日本 it's.yaml`;
	const added = pie.replace(/^uuid: .*$/m, 'uuid: 0a0b0c0d-cad0-544d-b275-e2fea3ecfb95');
	await clone.commit({ [path]: added });
	await clone.part({ mine: { [path]: limited(added, 25) }, theirs: { [path]: rewritten(limited(added, 25)) } });
	const merged = await clone.git('merge', 'theirs', '-m', 'x');
	expect([merged.code, merged.err, await clone.read(path)]).toEqual([0, '', limited(added, 25)]);
});

/** The dashboard with one more place for a chart, at the end of a column. */
function placed(board: string, node: string, column: string): string {
	const uuid = '0a0b0c0d-cad0-544d-b275-e2fea3ecfb95';
	const meta = `    meta:\n      height: 50\n      uuid: ${uuid}\n      width: 2\n`;
	const place = `  ${node}:\n    type: CHART\n    id: ${node}\n    children: []\n${meta}`;
	const at = new RegExp(`(\\n  ${column}:\\n.*\\n.*\\n    children:\\n(?:    - .*\\n)+)`);
	return board
		.replace(at, `$1    - ${node}\n`)
		.replace('\nposition:\n', `\nposition:\n${node < 'CHART-1' ? place : ''}`)
		.replace('\n  COLUMN-', `\n${node < 'CHART-1' ? '' : place}  COLUMN-`);
}

test('DRIVER-2 what lines would merge without a word, though it is to be decided, has markers too', async () => {
	const { clone } = await setUp();
	const path = 'dashboards/sales-overview-c97614df.yaml';
	const base = await clone.read(path);
	const mine = placed(base, 'CHART-0', 'COLUMN-562418a73e44');
	const theirs = placed(base, 'CHART-z', 'COLUMN-6434f76eeae5');
	const { code, text } = await drive(clone, path, { base, mine, theirs });
	expect(code).toBe(1);
	expect(text).toContain('<<<<<<< mine\n');
	const [byMine, byTheirs] = [1, 2].map((side) =>
		text.replace(/<<<<<<< mine\n([^]*?)=======\n([^]*?)>>>>>>> theirs\n/g, `$${side}`)
	);
	expect([byMine!.includes('    - CHART-0\n'), byMine!.includes('    - CHART-z\n')]).toEqual([true, false]);
	expect([byTheirs!.includes('    - CHART-0\n'), byTheirs!.includes('    - CHART-z\n')]).toEqual([false, true]);

	const files = await Promise.all(
		['A', 'O', 'B'].map(async (name, at) => {
			await writeFile(join(clone.folder, name), [mine, base, theirs][at]!);
			return name;
		})
	);
	expect((await clone.git('merge-file', '-p', ...files)).code).toBe(0);
});
