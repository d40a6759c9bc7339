import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dashbranch, emptyFolder, filesBelow } from '#tests/support/command-line.ts';

const EXAMPLES = 'specs/examples/superset/6.1.0';
const SALES = `${EXAMPLES}/sales-overview.zip`;
const SHARED_A = '25b893fa-a9a4-5539-af05-6318dcddb672';
const PIE = 'charts/category-share-95e7e58f.yaml';

/** A folder with trees of one export, each with changes of its own; gives the path of each. */
async function sides(edits: Readonly<Record<string, Readonly<Record<string, (text: string) => string>>>>) {
	const folder = await emptyFolder();
	const paths: Record<string, string> = {};
	for (const [side, files] of Object.entries(edits)) {
		const tree = (paths[side] = join(folder, side));
		await dashbranch(['bundle', 'tree', SALES, '--out', tree]);
		for (const [path, edit] of Object.entries(files)) {
			const before = await readFile(join(tree, path), 'utf8');
			expect(edit(before)).not.toBe(before);
			await writeFile(join(tree, path), edit(before));
		}
	}
	return { folder, paths, out: join(folder, 'out') };
}

const limit = (to: number) => (text: string) => text.replace('\n  row_limit: 100\n', `\n  row_limit: ${to}\n`);

test('CLI-31 what each side changed is in the result, of trees and ZIPs in any mixture', async () => {
	const rename = (text: string) => text.replace('slice_name: Channels\n', 'slice_name: By channel\n');
	const { folder, paths, out } = await sides({
		mine: { [PIE]: limit(25) },
		theirs: { 'charts/channels-bb9f6ccf.yaml': rename },
		both: { [PIE]: limit(25), 'charts/channels-bb9f6ccf.yaml': rename }
	});
	const theirs = join(folder, 'theirs.zip');
	await dashbranch(['bundle', 'zip', paths['theirs']!, '--out', theirs]);
	const { code, out: said, err } = await dashbranch(['bundle', 'merge', SALES, paths['mine']!, theirs, '--out', out]);
	expect([code, err]).toEqual([0, '']);
	expect(said).toBe(`“Sales overview” merged into ${out}: 16 files written, 0 removed, 0 as they were\n`);
	const diff = async (path: string) => (await dashbranch(['bundle', 'diff', paths['both']!, path])).out;
	expect(await diff(out)).toBe('Equal.\n');
	expect(Object.keys(await filesBelow(out))).toContain('charts/by-channel-bb9f6ccf.yaml');

	const zip = join(folder, 'out.zip');
	const zipped = await dashbranch(['bundle', 'merge', SALES, theirs, paths['mine']!, '--out', zip, '--json']);
	expect(zipped.json()).toEqual({
		...{ result: 'merged', out: zip, conflicts: [], automatic: expect.any(Array), findings: [] },
		sizeBytes: (await readFile(zip)).byteLength
	});
	expect(await diff(zip)).toBe('Equal.\n');
});

test('CLI-31 the result may be written over a tree, also one of the sides', async () => {
	const { paths } = await sides({ mine: { [PIE]: limit(25) } });
	const mine = paths['mine']!;
	const merged = await dashbranch(['bundle', 'merge', SALES, mine, SALES, '--out', mine, '--json']);
	expect(merged.json()).toMatchObject({ result: 'merged', written: [], removed: [], unchanged: 16 });
	const taken = await dashbranch(['bundle', 'merge', mine, mine, SALES, '--out', mine, '--json']);
	expect(taken.json()).toMatchObject({ result: 'merged', written: [PIE], removed: [], unchanged: 15 });
});

test('CLI-32 conflicts are 1, each with id, asset, label and the sides; nothing is written', async () => {
	const { folder, paths, out } = await sides({ mine: { [PIE]: limit(25) }, theirs: { [PIE]: limit(50) } });
	const run = (...more: string[]) =>
		dashbranch(['bundle', 'merge', SALES, paths['mine']!, paths['theirs']!, '--out', out, ...more]);
	const { code, json, err: silent } = await run('--json');
	expect([code, silent]).toEqual([1, '']);
	const side = { words: expect.any(String), sentences: expect.any(Array) };
	expect(json()).toMatchObject({
		...{ result: 'conflicts', out: null, findings: [] },
		conflicts: [
			{
				id: expect.stringContaining('chart 95e7e58f-cad0-544d-b275-e2fea3ecfb95'),
				asset: { kind: 'chart', name: 'Category share', path: PIE },
				...{ label: expect.any(String), choice: null, base: side, mine: side, theirs: side }
			}
		]
	});
	const [conflict] = json()['conflicts'] as unknown as [
		Record<string, { words: string }> & { id: string; label: string }
	];
	const words = await run();
	expect(words.out).toBe(
		[
			`! chart “Category share” ${PIE}: ${conflict.label}`,
			`    ${conflict.id}`,
			`    base    ${conflict['base']!.words}`,
			`    mine    ${conflict['mine']!.words}`,
			`    theirs  ${conflict['theirs']!.words}`,
			''
		].join('\n')
	);
	expect([words.code, words.err]).toEqual([
		1,
		expect.stringMatching(/^1 conflict; nothing was written\. .*--keep mine/)
	]);
	expect(await readdir(folder)).toEqual(['mine', 'theirs']);
});

test('CLI-33 --keep decides every conflict for one side and tells them', async () => {
	const rename = (text: string) => text.replace('slice_name: Channels\n', 'slice_name: By channel\n');
	const { paths, out } = await sides({
		mine: { [PIE]: limit(25) },
		theirs: { [PIE]: limit(50), 'charts/channels-bb9f6ccf.yaml': rename }
	});
	const run = (keep: string, ...more: string[]) =>
		dashbranch([
			...['bundle', 'merge', SALES, paths['mine']!, paths['theirs']!, '--out', out, '--keep', keep],
			...more
		]);
	for (const [keep, row] of [
		['mine', 25],
		['theirs', 50]
	] as const) {
		const { code, out: said, err } = await run(keep);
		expect([code, said]).toEqual([0, expect.stringContaining(`; 1 conflict decided for ${keep}\n`)]);
		expect(err).toContain('! chart “Category share”');
		expect(await readFile(join(out, PIE), 'utf8')).toContain(`\n  row_limit: ${row}\n`);
		expect(await readdir(join(out, 'charts'))).toContain('by-channel-bb9f6ccf.yaml');
	}
	const { json } = await run('mine', '--json');
	expect(json()).toMatchObject({ result: 'merged', conflicts: [{ choice: { kind: 'keep', keep: 'mine' } }] });
	expect(await run('both')).toMatchObject({ code: 2, err: expect.stringContaining('mine, theirs') });
});

test('CLI-34 what cannot be read is named, with the next step, and nothing is written', async () => {
	const markers = (text: string) =>
		text.replace('  donut: true\n', '<<<<<<< HEAD\n  donut: true\n=======\n>>>>>>> x\n');
	const { folder, paths, out } = await sides({ mine: { [PIE]: markers } });
	const zip = join(folder, 'no.zip');
	await writeFile(zip, 'I am no ZIP');
	await mkdir(join(folder, 'empty'));
	const both = `${EXAMPLES}/shared-chart-both.zip`;
	const cases: readonly [mine: string, says: RegExp, hint: RegExp][] = [
		[paths['mine']!, /mine: charts\/category-share-95e7e58f\.yaml line \d+: a conflict of git/, /Resolve it/],
		[zip, /no\.zip: /, /./],
		[join(folder, 'none'), /none/, /path/],
		[join(folder, 'empty'), /empty: .*\.dashbranch\.yaml is missing/, /bundle tree/],
		[`${EXAMPLES}/orphan.zip`, /orphan\.zip holds “.*sales-overview\.zip holds “Sales overview”/, /same dashboard/],
		[both, /shared-chart-both\.zip holds 2 dashboards: “Shared chart A” \(25b893fa/, /--dashboard/]
	];
	for (const [mine, says, hint] of cases) {
		for (const args of [
			[SALES, mine, SALES],
			[SALES, SALES, mine],
			[mine, SALES, SALES]
		]) {
			const { code, json } = await dashbranch(['bundle', 'merge', ...args, '--out', out, '--json']);
			const { error } = json() as unknown as { error: { message: string; hint: string } };
			if (mine !== `${EXAMPLES}/orphan.zip` || args[0] === SALES) expect(error.message).toMatch(says);
			expect([code, error.hint]).toEqual([4, expect.stringMatching(hint)]);
		}
	}
	expect(await readdir(folder)).toEqual(['empty', 'mine', 'no.zip']);

	const chosen = await dashbranch([
		...['bundle', 'merge', both, both, `${EXAMPLES}/shared-chart-a.zip`, '--out', out, '--dashboard', SHARED_A]
	]);
	expect(chosen).toMatchObject({ code: 0, out: expect.stringContaining('“Shared chart A” merged') });
});

test('CLI-34 a folder that holds something else is refused and stays', async () => {
	const { folder, paths } = await sides({ mine: { [PIE]: limit(25) } });
	await writeFile(join(folder, 'precious.txt'), 'mine');
	const { code, err } = await dashbranch(['bundle', 'merge', SALES, paths['mine']!, SALES, '--out', folder]);
	expect([code, err]).toEqual([4, expect.stringMatching(/nothing was written[^]*Choose a new or empty folder/)]);
	expect((await readdir(folder)).sort()).toEqual(['mine', 'precious.txt']);
});
