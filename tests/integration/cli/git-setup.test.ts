import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { expect, test } from 'vitest';
import { dashbranch, emptyFolder, filesBelow } from '#tests/support/command-line.ts';
import { cloneOf } from './clone.ts';

const SALES = 'specs/examples/superset/6.1.0/sales-overview.zip';
const PIE = 'charts/category-share-95e7e58f.yaml';
const BOARD = 'dashboards/sales-overview-c97614df.yaml';

test('DRIVER-6 git diff shows what a person changed of a chart, and its query_context as one line', async () => {
	const clone = await cloneOf(SALES);
	await clone.dashbranch('git', 'setup', clone.folder);
	const pie = await clone.read(PIE);
	await writeFile(join(clone.folder, PIE), pie.replaceAll('"row_limit": 100', '"row_limit": 25'));
	expect((await clone.git('diff', '--', PIE)).out).not.toContain('@@');
	await writeFile(
		join(clone.folder, PIE),
		pie.replace(/\brow_limit"?: 100/g, (found) => found.replace('100', '25'))
	);
	const { out } = await clone.git('diff', '--', PIE);
	expect(out.match(/^[-+] .*$/gm)).toEqual(['-  row_limit: 100', '+  row_limit: 25']);
	const shown = await clone.dashbranch('textconv', join(clone.folder, PIE));
	expect(shown).toMatchObject({ code: 0, err: '' });
	expect(shown.out).toMatch(/\n# query_context is left out: .*\n$/);
	expect(shown.out).not.toContain('"datasource"');
});

test('DRIVER-7 of a dashboard stays what a person laid out; any other content is printed byte for byte', async () => {
	const clone = await cloneOf(SALES);
	const board = await clone.dashbranch('textconv', join(clone.folder, BOARD));
	expect(board.code).toBe(0);
	for (const gone of ['HEADER_ID', 'DASHBOARD_VERSION_KEY']) expect(board.out).not.toContain(`\n  ${gone}:`);
	expect(board.out).not.toContain('\nversion:');
	for (const kept of ['  HEADER-864f2031fe3f:', '  GRID_ID:', 'dashboard_title: Sales overview', '    text: By place'])
		expect(board.out).toContain(kept);
	const odd = [
		'',
		'x',
		'- 1\n',
		'a: &x [1]\n',
		'<<<<<<< HEAD\n',
		'slice_name: x\n',
		'\u001b[31m red\r\n',
		'\ufeffa: b'
	];
	for (const text of odd) {
		await writeFile(join(clone.folder, 'odd'), text);
		expect(await clone.dashbranch('textconv', join(clone.folder, 'odd'))).toMatchObject({
			code: 0,
			out: text,
			err: ''
		});
	}
	for (const path of ['metadata.yaml', '.dashbranch.yaml', 'datasets/shop/sales-28b095b5.yaml'])
		expect((await clone.dashbranch('textconv', join(clone.folder, path))).out).toBe(await clone.read(path));
});

test('DRIVER-7 bytes that are no text arrive as they are, and a file that is not there is named', async () => {
	const clone = await cloneOf(SALES);
	await clone.dashbranch('git', 'setup', clone.folder);
	await clone.git('config', 'diff.dashbranch.textconv', 'dashbranch textconv "$1" >"$HOME/seen"; true');
	await clone.commit({});
	const bytes = Buffer.from([0x61, 0, 0xff, 0xfe, 0x0a]);
	await writeFile(join(clone.folder, PIE), bytes);
	await clone.git('diff', '--', PIE);
	const { code, err } = await clone.dashbranch('textconv', join(clone.folder, 'none.yaml'));
	expect([code, err]).toEqual([4, expect.stringContaining('none.yaml')]);
	expect(await readFile(join(clone.env['HOME']!, 'seen'))).toEqual(bytes);
});

test('DRIVER-8 setup writes attributes and settings, says what it did, and changes nothing the second time', async () => {
	const clone = await cloneOf(SALES);
	const first = await clone.dashbranch('git', 'setup', join(clone.folder, 'charts'));
	expect(first).toMatchObject({ code: 0, err: '' });
	expect(first.out).toContain(`${clone.folder}/.gitattributes written`);
	expect(first.out).toContain('merge.dashbranch.driver = dashbranch merge-driver %O %A %B %P');
	const { out } = await clone.git(
		'check-attr',
		'merge',
		'diff',
		'text',
		'eol',
		'--',
		PIE,
		'metadata.yaml',
		'README.md'
	);
	const attributes = out.split('\n').filter((line) => !line.endsWith('unspecified'));
	expect(attributes).toEqual([
		...[`${PIE}: merge: dashbranch`, `${PIE}: diff: dashbranch`, `${PIE}: text: set`, `${PIE}: eol: lf`],
		...['metadata.yaml: text: set', 'metadata.yaml: eol: lf', '']
	]);
	const config = (await clone.git('config', '--local', '--get-regexp', 'dashbranch')).out;
	expect(config.split('\n').sort().slice(1)).toEqual([
		'diff.dashbranch.textconv dashbranch textconv',
		'merge.dashbranch.driver dashbranch merge-driver %O %A %B %P',
		'merge.dashbranch.name dashboards of Apache Superset by their parts'
	]);
	const before = await clone.read('.gitattributes');
	const again = await clone.dashbranch('git', 'setup', clone.folder, '--json');
	expect(again.json()).toMatchObject({ dir: clone.folder, attributes: 'unchanged', scope: 'clone' });
	expect([
		await clone.read('.gitattributes'),
		(await clone.git('config', '--local', '--get-regexp', 'dashbranch')).out
	]).toEqual([before, config]);
});

test('DRIVER-8 a person’s own attributes stay, and --global leaves the clone’s settings alone', async () => {
	const clone = await cloneOf(SALES);
	await writeFile(join(clone.folder, '.gitattributes'), '*.png binary');
	const { code, json } = await clone.dashbranch('git', 'setup', clone.folder, '--global', '--json');
	expect([code, json()]).toEqual([0, expect.objectContaining({ attributes: 'extended', scope: 'user' })]);
	expect(await clone.read('.gitattributes')).toMatch(/^\*\.png binary\n\/dashboards\//);
	expect((await clone.git('config', '--local', '--get-regexp', 'dashbranch')).out).toBe('');
	expect((await clone.git('config', '--global', 'diff.dashbranch.textconv')).out).toBe('dashbranch textconv\n');
});

test('DRIVER-8 without a dashbranch on PATH it says so', async () => {
	const clone = await cloneOf(SALES);
	const folders = process.env['PATH']!.split(delimiter).filter((one) => !existsSync(join(one, 'dashbranch')));
	const env = { ...clone.env, PATH: folders.join(delimiter) };
	const { code, err } = await dashbranch(['git', 'setup', clone.folder], { env });
	expect([code, err]).toEqual([0, expect.stringContaining('no `dashbranch` on PATH')]);
});

test('DRIVER-9 what is no clone, holds no tree, or links its attributes elsewhere is refused and left alone', async () => {
	const folder = await emptyFolder();
	const clone = await cloneOf(SALES, 'board');
	const setup = async (dir: string) => {
		const { code, json } = await clone.dashbranch('git', 'setup', dir, '--json');
		return [code, (json()['error'] as unknown as { message: string; hint: string }).message];
	};
	expect(await setup(folder)).toEqual([4, expect.stringContaining('is in no clone')]);
	expect(await setup(join(folder, 'none'))).toEqual([4, expect.stringContaining('none')]);
	expect(await setup(clone.folder)).toEqual([4, expect.stringContaining('.dashbranch.yaml is missing')]);
	await mkdir(join(folder, 'elsewhere'));
	await symlink(join(folder, 'elsewhere', 'file'), join(clone.folder, 'board', '.gitattributes'));
	expect(await setup(join(clone.folder, 'board'))).toEqual([4, expect.stringContaining('is a link')]);
	expect(await readdir(join(folder, 'elsewhere'))).toEqual([]);
	expect((await clone.git('config', '--get-regexp', 'dashbranch')).out).toBe('');
});

test('DRIVER-12 attributes beside a tree are in no ZIP, no difference and no finding, and stay when it is written anew', async () => {
	const clone = await cloneOf(SALES);
	const before = join(clone.env['HOME']!, 'tree');
	await clone.dashbranch('git', 'setup', clone.folder);
	const zips = [before, clone.folder].map((source, at) => ({ source, out: join(clone.env['HOME']!, `${at}.zip`) }));
	for (const { source, out } of zips) await clone.dashbranch('bundle', 'zip', source, '--out', out);
	const [plain, besides] = await Promise.all(zips.map(({ out }) => readFile(out)));
	expect(besides!.equals(plain!)).toBe(true);
	expect((await clone.dashbranch('bundle', 'diff', before, clone.folder)).out).toBe('Equal.\n');
	expect((await clone.dashbranch('bundle', 'lint', clone.folder)).code).toBe(0);
	await clone.dashbranch('bundle', 'tree', SALES, '--out', clone.folder);
	expect(Object.keys(await filesBelow(clone.folder))).toContain('.gitattributes');
});
