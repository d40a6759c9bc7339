import { mkdir, readdir, readFile, rename, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dashbranch, emptyFolder, filesBelow } from '#tests/support/command-line.ts';
import { readdirSync } from 'node:fs';

const EXAMPLES = 'specs/examples/superset';
const SHARED_A = '25b893fa-a9a4-5539-af05-6318dcddb672';

/** `6.1.0/after-import/orphan.zip` of every recorded export. */
const recorded = readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.zip'));
const choiceFor = (path: string) => (path.includes('both') ? ['--dashboard', SHARED_A] : []);

async function treeOf(path: string, out: string): Promise<Record<string, string>> {
	const { code, err } = await dashbranch(['bundle', 'tree', path, '--out', out, ...choiceFor(path)]);
	expect([code, err.includes('dashbranch:')]).toEqual([0, false]);
	return filesBelow(out);
}

test('CLI-10 there are recorded exports', () => expect(recorded.length).toBeGreaterThan(40));

test.each(recorded)('CLI-10 %s as a tree, as a ZIP and as a tree again: equal files', async (path) => {
	const folder = await emptyFolder();
	const [tree, zip, again] = ['tree', 'a.zip', 'again'].map((name) => join(folder, name)) as [string, string, string];
	const files = await treeOf(join(EXAMPLES, path), tree);
	expect(Object.keys(files).length).toBeGreaterThan(3);
	const made = await dashbranch(['bundle', 'zip', tree, '--out', zip, '--for', path.split('/')[0]!, '--json']);
	expect(made.json()).toMatchObject({ heldBack: [], note: null });
	expect(await treeOf(zip, again)).toEqual(files);
	expect(await readdir(folder)).toEqual(['a.zip', 'again', 'tree']);
});

test('CLI-13 equal trees give equal bytes; what a version cannot hold is said, and which connections are meant', async () => {
	const folder = await emptyFolder();
	await treeOf(`${EXAMPLES}/6.1.0/theme.zip`, join(folder, 'tree'));
	const make = (source: string, out: string) =>
		dashbranch(['bundle', 'zip', join(folder, source), '--out', join(folder, out), '--for', '4.1.4']);
	const { code, err } = await make('tree', 'a.zip');
	await make('a.zip', 'b.zip');
	await make('tree', 'c.zip');
	const [a, b, c] = await Promise.all(['a.zip', 'b.zip', 'c.zip'].map((name) => readFile(join(folder, name))));
	expect([code, a!.equals(b!), a!.equals(c!)]).toEqual([0, true, true]);
	expect(err).toContain('Superset 4.1.4 cannot hold of theme “Dusk”: the theme itself.');
	expect(err).toContain('“Shop”');
	const lacks = await dashbranch(['bundle', 'diff', join(folder, 'tree'), join(folder, 'a.zip')]);
	expect(lacks.code).toBe(1);
	expect(lacks.out).toContain('- theme “Dusk”');
});

test('CLI-11 a tree is replaced: what went away is removed, what is not of a tree stays, equal files are not written', async () => {
	const out = join(await emptyFolder(), 'deep', 'tree');
	await treeOf(`${EXAMPLES}/6.1.0/two-schemas.zip`, out);
	for (const path of ['README.md', '.git/config', 'charts/notes.md', '_drafts/a.yaml']) {
		await mkdir(join(out, path, '..'), { recursive: true });
		await writeFile(join(out, path), 'mine');
	}
	await utimes(join(out, 'metadata.yaml'), 1, 1);
	const fresh = await treeOf(`${EXAMPLES}/6.1.0/sales-overview.zip`, join(await emptyFolder(), 'new'));
	const { json } = await dashbranch([
		...['bundle', 'tree', `${EXAMPLES}/6.1.0/sales-overview.zip`, '--out', out, '--json']
	]);
	const mine = { 'README.md': 'mine', '.git/config': 'mine', 'charts/notes.md': 'mine', '_drafts/a.yaml': 'mine' };
	expect(await filesBelow(out)).toEqual({ ...fresh, ...mine });
	expect((await stat(join(out, 'metadata.yaml'))).mtimeMs).toBe(1000);
	expect(await readdir(join(out, 'datasets'))).toEqual(['shop']);
	expect(json()).toMatchObject({ dashboard: { title: 'Sales overview' }, removed: expect.arrayContaining([]) });
	expect((json()['removed'] as unknown as string[]).length).toBeGreaterThan(2);
});

test('CLI-11 a folder with anything else, and a file, are refused and stay as they are', async () => {
	const folder = await emptyFolder();
	await writeFile(join(folder, 'precious.txt'), 'mine');
	for (const out of [folder, join(folder, 'precious.txt')]) {
		const { code, err } = await dashbranch(['bundle', 'tree', `${EXAMPLES}/6.1.0/orphan.zip`, '--out', out]);
		expect([code, err]).toEqual([4, expect.stringMatching(/nothing was written[^]*Choose a new or empty folder/)]);
	}
	expect(await filesBelow(folder)).toEqual({ 'precious.txt': 'mine' });
});

test('CLI-11 an existing empty folder is filled', async () => {
	const folder = await emptyFolder();
	expect(Object.keys(await treeOf(`${EXAMPLES}/6.1.0/virtual.zip`, folder))).toContain('.dashbranch.yaml');
});

test('CLI-12 of several dashboards one is named; without it the error lists them', async () => {
	const folder = await emptyFolder();
	const run = (...choice: string[]) =>
		dashbranch([
			...['bundle', 'tree', `${EXAMPLES}/6.1.0/shared-chart-both.zip`, '--out', join(folder, 'tree')],
			...choice
		]);
	const unclear = await run();
	expect(unclear.code).toBe(4);
	expect(unclear.err).toMatch(/2 dashboards: “Shared chart A” \(25b893fa-.*“Shared chart B”[^]*--dashboard/);
	const other = await run('--dashboard', '00000000-0000-4000-8000-000000000000');
	expect([other.code, other.err]).toEqual([4, expect.stringContaining('It holds “Shared chart A”')]);
	expect((await run('--dashboard', 'x')).code).toBe(2);
	expect(await readdir(folder)).toEqual([]);

	expect((await run('--dashboard', SHARED_A.toUpperCase())).code).toBe(0);
	const alone = await dashbranch(['bundle', 'diff', join(folder, 'tree'), `${EXAMPLES}/6.1.0/shared-chart-a.zip`]);
	expect([alone.code, alone.out]).toEqual([0, 'Equal.\n']);
});

/** Where Superset lost something: its import the filter box and display controls, its page the certification. */
const DIFFERENT = [
	'after-import/ids-everywhere',
	'after-save/ids-everywhere',
	'after-save/sales-overview',
	'after-save/unicode'
];
const again = recorded.filter((path) => /after-(?:import|save)\//.test(path));

test.each(again)('CLI-14 %s against its original', async (path) => {
	const original = path.replace(/after-(?:import|save)\//, '');
	const { code, out } = await dashbranch(['bundle', 'diff', join(EXAMPLES, original), join(EXAMPLES, path)]);
	const isDifferent = DIFFERENT.some((name) => path.includes(name));
	expect([code, out === 'Equal.\n'], out).toEqual(isDifferent ? [1, false] : [0, true]);
	if (path.includes('after-save/sales-overview')) {
		const lost = [
			'certified by removed (was “Data team”)',
			'certification details removed (was “Checked each Monday”)'
		];
		expect(out.split('\n').slice(1)).toEqual([...lost.map((line) => `    ${line}`), '']);
	}
});

test('CLI-14 machine-made keys alone are 3, and are counted', async () => {
	const tree = join(await emptyFolder(), 'tree');
	const files = await treeOf(`${EXAMPLES}/6.1.0/sales-overview.zip`, tree);
	const [path, text] = Object.entries(files).find(([, content]) => content.includes('\nquery_context:'))!;
	await writeFile(join(tree, path), text.replace(/^( +)"?force"?: false/m, '$1"force": true'));
	const { code, json } = await dashbranch([
		...['bundle', 'diff', `${EXAMPLES}/6.1.0/sales-overview.zip`, tree, '--json']
	]);
	expect(json()).toMatchObject({ result: 'machine-made', machineMadeOnly: 1, assets: [{ path, hiddenCount: 1 }] });
	expect(code).toBe(3);
});

test('CLI-14 charts saved again unchanged are 3, and no sentence tells of them', async () => {
	const saved = (times: string) => `${EXAMPLES}/6.1.0/after-chart-save/sales-overview-${times}.zip`;
	const { code, out } = await dashbranch(['bundle', 'diff', saved('before'), saved('twice')]);
	expect(code).toBe(3);
	const lines = out.trimEnd().split('\n');
	expect(lines.filter((line) => line.startsWith('~ chart'))).toHaveLength(10);
	expect(lines.filter((line) => line === '    saved again, nothing visible changed')).toHaveLength(10);
	expect(lines.filter((line) => /^ {4}\d+ machine-made differences$/.test(line))).toHaveLength(10);
	expect(lines).toHaveLength(30);
});

test('CLI-14 what a person would see is 1, a line each, beside what is machine-made', async () => {
	const tree = join(await emptyFolder(), 'tree');
	const files = await treeOf(`${EXAMPLES}/6.1.0/sales-overview.zip`, tree);
	const [path, text] = Object.entries(files).find(([, content]) => content.includes('viz_type: pie'))!;
	const edited = text.replace('row_limit: 100\n', 'row_limit: 25\n').replace('donut: true', 'donut: false');
	await writeFile(join(tree, path), edited.replace(/^( +)"?force"?: false/m, '$1"force": true'));
	const { code, out } = await dashbranch(['bundle', 'diff', `${EXAMPLES}/6.1.0/sales-overview.zip`, tree]);
	expect(code).toBe(1);
	expect(out.split('\n').slice(1)).toEqual([
		'    row limit 100 → 25',
		'    donut turned off',
		'    1 machine-made difference',
		''
	]);
});

test('CLI-15 lint finds nothing, warnings or errors, each with file, cause and next step', async () => {
	const lint = async (path: string) => {
		const { code, json } = await dashbranch(['bundle', 'lint', join(EXAMPLES, path), '--json']);
		return {
			code,
			...(json() as unknown as { errors: number; warnings: number; findings: Record<string, unknown>[] })
		};
	};
	expect(await lint('6.1.0/sales-overview.zip')).toEqual({ code: 0, errors: 0, warnings: 0, findings: [] });
	const minor = await lint('6.1.0/orphan.zip');
	expect(minor).toMatchObject({ code: 3, errors: 0 });
	expect(minor.findings[0]).toMatchObject({ level: 'warning', path: expect.stringMatching(/^dashboards\//) });
	const wrong = await lint('4.1.4/two-schemas.zip');
	expect(wrong.code).toBe(1);
	const { code, path, message, hint } = wrong.findings[0]!;
	expect([code, path]).toEqual(['chart_without_dataset', expect.stringMatching(/^charts\/.*\.yaml$/)]);
	expect([message, hint]).toEqual([expect.stringContaining('“'), expect.stringMatching(/^Capture/)]);
	const words = await dashbranch(['bundle', 'lint', join(EXAMPLES, '4.1.4/two-schemas.zip')]);
	expect(words.out).toContain(`error ${String(path)}: ${String(message)}\n    ${String(hint)}\n`);
});

test('CLI-17 links in a tree are not followed, for reading or writing', async () => {
	const folder = await emptyFolder();
	const tree = join(folder, 'tree');
	await treeOf(`${EXAMPLES}/6.1.0/sales-overview.zip`, tree);
	await rename(join(tree, 'charts'), join(folder, 'elsewhere'));
	await symlink(join(folder, 'elsewhere'), join(tree, 'charts'));
	const before = await filesBelow(join(folder, 'elsewhere'));
	for (const args of [
		['lint', tree],
		['tree', `${EXAMPLES}/4.1.4/orphan.zip`, '--out', tree]
	]) {
		const { code, err } = await dashbranch(['bundle', ...args]);
		expect([code, err]).toEqual([4, expect.stringContaining('charts is a link')]);
	}
	expect(await filesBelow(join(folder, 'elsewhere'))).toEqual(before);
	expect(await readdir(folder)).toEqual(['elsewhere', 'tree']);
});
