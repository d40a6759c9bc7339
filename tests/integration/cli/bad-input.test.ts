import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import JSZip from 'jszip';
import { expect, test } from 'vitest';
import { dashbranch, emptyFolder, filesBelow } from '#tests/support/command-line.ts';

const SALES = 'specs/examples/superset/6.1.0/sales-overview.zip';

/** The recorded export with each file passed through `change`; `null` takes it away. */
async function edited(change: (text: string, path: string) => string | null, more: Record<string, string> = {}) {
	const from = await JSZip.loadAsync(await readFile(SALES));
	const to = new JSZip();
	for (const entry of Object.values(from.files)) {
		if (entry.dir) continue;
		const text = change(await entry.async('string'), entry.name);
		if (text !== null) to.file(entry.name, text, { createFolders: false });
	}
	for (const [path, text] of Object.entries(more)) to.file(path, text, { createFolders: false });
	return to.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE' });
}

const inDashboard = (change: (text: string) => string) => (text: string, path: string) =>
	path.includes('/dashboards/') ? change(text) : text;
const inMetadata = (text: string) => (_: string, path: string) => (path.endsWith('metadata.yaml') ? text : _);

/** The same ZIP with the bit that says “encrypted” at each file. */
async function encrypted(): Promise<Buffer> {
	const zip = await edited((text) => text);
	for (const [signature, at] of [
		['PK\x01\x02', 8],
		['PK\x03\x04', 6]
	] as const)
		for (
			let found = zip.indexOf(signature, 0, 'latin1');
			found >= 0;
			found = zip.indexOf(signature, found + 4, 'latin1')
		)
			zip[found + at]! |= 1;
	return zip;
}

type Case = readonly [what: string, make: () => Promise<Uint8Array>, says: RegExp];
const root = 'dashboard_export_20260101T000000';

const CASES: readonly Case[] = [
	['empty', async () => new Uint8Array(), /empty/],
	['no ZIP', async () => Buffer.from('hello, I am no ZIP'), /no ZIP|not a ZIP/],
	['cut off', async () => (await readFile(SALES)).subarray(0, 9000), /cut off/],
	['encrypted', encrypted, /encrypted/],
	['no bundle', async () => new JSZip().file('a/b.txt', 'x').generateAsync({ type: 'nodebuffer' }), /metadata\.yaml/],
	['newer format', () => edited(inMetadata('version: 2.0.0\ntype: Dashboard\n')), /says format 2\.0\.0/],
	[
		'another kind',
		() =>
			edited((text, path) =>
				path.endsWith('metadata.yaml') ? 'version: 1.0.0\ntype: Database\n' : /\/(databases)\//.test(path) ? text : null
			),
		/no dashboard.*export of databases/
	],
	['name that leads out', () => edited((text) => text, { [`${root}/../../evil.yaml`]: 'x: 1' }), /evil\.yaml/],
	['absolute name', () => edited((text) => text, { '/etc/evil.yaml': 'x: 1' }), /evil\.yaml/],
	[
		'bomb',
		() => edited((text) => text, { 'sales/charts/bomb.yaml': 'a'.repeat(20 * 2 ** 20) }),
		/bomb\.yaml|too large/
	],
	['alias', () => edited(inDashboard((text) => `a: &x [1]\nb: *x\n${text}`)), /dashboards\/.*line 1/],
	['tab', () => edited(inDashboard((text) => `a:\n\tb: 1\n${text}`)), /dashboards\/.*line 2/],
	['duplicate key', () => edited(inDashboard((text) => `css: a\n${text}`)), /dashboards\/.*css/],
	['list instead of mapping', () => edited(inDashboard(() => '- 1\n')), /dashboards\/.*mapping/],
	['no uuid', () => edited(inDashboard((text) => text.replace(/^uuid:.*$/m, ''))), /dashboards\/.*no uuid/]
];

test.each(CASES)('CLI-16 a ZIP that is or has %s', async (_, make, says) => {
	const folder = await emptyFolder();
	const zip = join(folder, 'bad.zip');
	await writeFile(zip, await make());
	for (const args of [
		['tree', zip, '--out', join(folder, 'out')],
		['diff', SALES, zip],
		['zip', zip, '--out', join(folder, 'out.zip')]
	]) {
		// An export without a dashboard is no tree of one, but may be compared.
		if (_ === 'another kind' && args[0] !== 'tree') continue;
		const { code, json } = await dashbranch(['bundle', ...args, '--json']);
		const { error } = json() as unknown as { error: { code: string; message: string; hint: string } };
		expect(error).toMatchObject({ code: 'bundle_rejected', message: expect.stringMatching(says) });
		expect([code, error.message.startsWith(zip), error.hint]).toEqual([4, true, expect.stringMatching(/^.+\.$/)]);
	}
	expect(await readdir(folder)).toEqual(['bad.zip']);
});

test('CLI-16 a broken export changes nothing of the tree that is there', async () => {
	const folder = await emptyFolder();
	const tree = join(folder, 'tree');
	await dashbranch(['bundle', 'tree', SALES, '--out', tree]);
	const before = await filesBelow(tree);
	await writeFile(join(folder, 'bad.zip'), await edited(inDashboard((text) => `${text}\n\t- x`)));
	expect((await dashbranch(['bundle', 'tree', join(folder, 'bad.zip'), '--out', tree])).code).toBe(4);
	expect(await filesBelow(tree)).toEqual(before);
});

test('CLI-16 a tree that cannot be read: not there, not ours, of a newer form, with a broken or doubled file', async () => {
	const folder = await emptyFolder();
	const tree = join(folder, 'tree');
	await dashbranch(['bundle', 'tree', SALES, '--out', tree]);
	const lint = async (path: string) => {
		const { code, json } = await dashbranch(['bundle', 'lint', path, '--json']);
		return [code, (json() as unknown as { error: { code: string; message: string } }).error];
	};
	const told = (code: string, message: RegExp) => [
		4,
		expect.objectContaining({ code, message: expect.stringMatching(message) })
	];
	expect(await lint(join(folder, 'none'))).toEqual(told('not_found', /none/));
	expect(await lint(folder)).toEqual(told('bundle_rejected', /\.dashbranch\.yaml is missing/));

	const [chart] = await readdir(join(tree, 'charts'));
	const text = await readFile(join(tree, 'charts', chart!), 'utf8');
	await mkdir(join(tree, 'charts', 'copies'));
	await writeFile(join(tree, 'charts', 'copies', 'copy.yaml'), text);
	expect(await lint(tree)).toEqual(told('bundle_rejected', /holds the same chart as/));
	await writeFile(join(tree, 'charts', 'copies', 'copy.yaml'), Buffer.from([0xff, 0xfe]));
	expect(await lint(tree)).toEqual(told('bundle_rejected', /copies\/copy\.yaml is not UTF-8/));
	await writeFile(join(tree, '.dashbranch.yaml'), 'form: 99\n');
	expect(await lint(tree)).toEqual(told('bundle_rejected', /form 99/));
});

test('CLI-16 where the ZIP cannot be written nothing is left', async () => {
	const folder = await emptyFolder();
	await mkdir(join(folder, 'taken.zip', 'in'), { recursive: true });
	const { code, err } = await dashbranch(['bundle', 'zip', SALES, '--out', join(folder, 'taken.zip')]);
	expect([code, err]).toEqual([4, expect.stringContaining('taken.zip')]);
	expect(await readdir(folder)).toEqual(['taken.zip']);
});
