import fc from '#tests/support/fast-check.ts';
import JSZip from 'jszip';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { BundleRejected } from '#lib/domain/errors.ts';
import { readBundle, type ZipLimits } from '#lib/server/superset/bundle/zip.ts';
import { craftZip, type CraftedEntry, type CraftedZip } from '#tests/support/zip/craft.ts';

const META: CraftedEntry = { name: 'r/metadata.yaml', bytes: Buffer.from('version: 1.0.0\n') };
const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString();

/** Reads a ZIP of the entries and expects a refusal that says `cause`. */
async function refusalOf(zip: Uint8Array, limits: Partial<ZipLimits> = {}): Promise<BundleRejected> {
	const outcome = await readBundle(zip, limits).catch((error: unknown) => error);
	expect(outcome).toBeInstanceOf(BundleRejected);
	return outcome as BundleRejected;
}

test('ZIP-1 the files of an export are read exactly, without the root folder', async () => {
	const zip = readFileSync('specs/examples/superset/6.1.0/unicode.zip');
	const { root, files } = await readBundle(zip);
	expect(root).toMatch(/^dashboard_export_\d{8}T\d{6}$/);
	const other = await JSZip.loadAsync(zip);
	expect([...files.keys()].map((path) => `${root}/${path}`).sort()).toEqual(Object.keys(other.files).sort());
	for (const [path, bytes] of files)
		expect(Buffer.compare(bytes, (await other.file(`${root}/${path}`)?.async('uint8array')) ?? Buffer.of())).toBe(0);
});

test.each<[string, CraftedEntry, CraftedZip?]>([
	['packed', { name: 'r/a.yaml', deflate: true, bytes: Buffer.from('a: 1\n'.repeat(1000)) }],
	['with sizes behind the file', { name: 'r/a.yaml', deflate: true, descriptor: 'signed' }],
	['with sizes behind the file, unsigned', { name: 'r/a.yaml', deflate: true, descriptor: 'bare' }],
	['with extra fields', { name: 'r/a.yaml', extra: Buffer.alloc(28, 1) }],
	['with a comment', { name: 'r/a.yaml' }, { comment: Buffer.from('PK says hello') }],
	['with a name in UTF-8', { name: 'r/Продажи 销售.yaml', flags: 0x800 }],
	['empty', { name: 'r/a.yaml', bytes: Buffer.of() }],
	['empty and packed', { name: 'r/a.yaml', deflate: true, bytes: Buffer.of() }]
])('ZIP-2 a file that is %s is read', async (_name, entry, zip) => {
	const { files } = await readBundle(craftZip([META, entry], zip));
	const path = String(entry.name).slice(2);
	expect(text(files.get(path))).toBe(text(entry.bytes ?? Buffer.from('x: 1\n')));
});

test('ZIP-2 folders and what macOS and Windows put beside files are left out', async () => {
	const litter = [
		'r/charts/',
		'__MACOSX/r/._a.yaml',
		'r/.DS_Store',
		'.DS_Store',
		'r/charts/Thumbs.db',
		'r/desktop.ini'
	];
	const { root, files } = await readBundle(
		craftZip([{ name: 'r/', bytes: Buffer.of(), mode: 0o040755 }, ...litter.map((name) => ({ name })), META])
	);
	expect(root).toBe('r');
	expect([...files.keys()]).toEqual(['metadata.yaml']);
});

test('ZIP-3 a ZIP of the files alone is read', async () => {
	const { root, files } = await readBundle(
		craftZip([{ name: 'charts/a.yaml' }, { name: 'metadata.yaml' }, { name: '.dashbranch.yaml' }])
	);
	expect(root).toBe('');
	expect([...files.keys()]).toEqual(['charts/a.yaml', 'metadata.yaml', '.dashbranch.yaml']);
});

test.each<[string, Uint8Array, RegExp]>([
	['nothing', Buffer.of(), /empty/],
	['a text', Buffer.from('dashboard_title: x\n'.repeat(100)), /no ZIP/],
	['an HTML page', Buffer.from('<!doctype html>'), /no ZIP/],
	['a ZIP without files', craftZip([]), /metadata\.yaml/],
	['bytes before', craftZip([META], { before: Buffer.from('#!/bin/sh\n') }), /unknown bytes/],
	['bytes before that are not counted', Buffer.concat([Buffer.from('xx'), craftZip([META])]), /not where it says/],
	['bytes between', craftZip([META], { beforeTable: Buffer.from('hidden') }), /unknown bytes/],
	['bytes behind', craftZip([META], { after: Buffer.from('hidden') }), /behind/],
	['another ZIP behind', Buffer.concat([craftZip([META]), craftZip([META])]), /not where it says/],
	['one part of several', craftZip([META], { disk: 1 }), /several/],
	['ZIP64', craftZip([META], { tableOffset: 0xffffffff }), /ZIP64/],
	['a size in ZIP64', craftZip([META, { name: 'r/a', sizeBytes: 0xffffffff }]), /ZIP64/],
	['a count that is too small', craftZip([META, { name: 'r/a' }], { count: 1 }), /lists more/],
	['a count that is too large', craftZip([META], { count: 9 }), /broken|cut off/]
])('ZIP-4 refused: %s', async (_name, zip, cause) => {
	expect((await refusalOf(zip)).message).toMatch(cause);
});

test('ZIP-4 a ZIP cut off anywhere is refused', { timeout: 60_000 }, async () => {
	const zip = craftZip([META, { name: 'r/a.yaml', deflate: true }]);
	for (let length = 0; length < zip.length; length++) await refusalOf(zip.subarray(0, length));
});

const LONG = Buffer.from('a: 1\n'.repeat(50));

test.each<[string, CraftedEntry[], RegExp]>([
	['another name at the file', [{ name: 'r/a.yaml', localName: 'r/b.yaml' }], /something else/],
	['another size at the file', [{ name: 'r/a.yaml', localSizeBytes: 1 }], /something else/],
	['a size that is not true, packed', [{ name: 'r/a.yaml', deflate: true, sizeBytes: 1 }], /damaged/],
	['a size that is not true, unpacked', [{ name: 'r/a.yaml', sizeBytes: 99 }], /damaged/],
	['a checksum that is not true', [{ name: 'r/a.yaml', crc32: 1 }], /damaged/],
	['bytes that are not deflated', [{ name: 'r/a.yaml', method: 8, packed: Buffer.from('not deflated') }], /damaged/],
	['packed bytes that end early', [{ name: 'r/a.yaml', method: 8, packed: Buffer.from([0x4b]) }], /damaged/],
	[
		'two entries that share their bytes',
		[{ name: 'r/a.yaml' }, { name: 'r/b.yaml', offset: 60, isListedOnly: true }],
		/overlaps|not where/
	],
	[
		'the same bytes under two names',
		[{ name: 'r/a.yaml' }, { name: 'r/a.yml', offset: 0, isListedOnly: true }],
		/overlaps|something else/
	],
	[
		'an entry inside of another',
		[
			{ name: 'r/a.yaml', bytes: craftZip([{ name: 'r/c.yaml' }]) },
			{ name: 'r/c.yaml', offset: 98, isListedOnly: true }
		],
		/overlaps/
	],
	[
		'an entry longer than the ZIP',
		[{ name: 'r/a.yaml', bytes: LONG, packedBytes: 9999 }],
		/longer than|something else/
	],
	['an entry in the table of contents', [{ name: 'r/a.yaml', offset: 1_000_000 }], /unknown bytes/],
	['a file that is not in the table', [{ name: 'r/a.yaml', offset: 300, bytes: LONG }], /unknown bytes/]
])('ZIP-5 refused: %s', async (_name, entries, cause) => {
	expect((await refusalOf(craftZip([META, ...entries]))).message).toMatch(cause);
});

test.each<[string, string | Uint8Array]>([
	['absolute', '/etc/passwd'],
	['absolute on Windows', 'C:/a.yaml'],
	['leading out', '../a.yaml'],
	['leading out from within', 'r/charts/../../a.yaml'],
	['ending in ..', 'r/..'],
	['with a dot', 'r/./a.yaml'],
	['with an empty part', 'r//a.yaml'],
	['with a backslash', 'r\\a.yaml'],
	['with a NUL', 'r/a.yaml\0.png'],
	['with a line end', 'r/a\n.yaml'],
	['with a line separator', 'r/a\u2028.yaml'],
	['with DEL', 'r/a\u007f.yaml'],
	['that is too long', `r/${'a/'.repeat(300)}b.yaml`],
	['with a part that is too long', `r/${'я'.repeat(130)}.yaml`],
	['that is not UTF-8', Buffer.from([0x72, 0x2f, 0xff, 0xfe])],
	['that is empty', ''],
	['of a folder that leads out', '../']
])('ZIP-6 a name %s is refused', async (_name, name) => {
	expect((await refusalOf(craftZip([META, { name }]))).message).toMatch(/name/);
});

test.each<[string, string[], RegExp]>([
	['twice', ['r/a.yaml', 'r/a.yaml'], /twice/],
	['in two cases', ['r/charts/A.yaml', 'r/charts/a.yaml'], /case/],
	['in two cases of another script', ['r/Я.yaml', 'r/я.yaml'], /case/],
	['with and without composed accents', ['r/é.yaml', 'r/e\u0301.yaml'], /accents/],
	['as a file and as a folder', ['r/a', 'r/A/b.yaml'], /folder/]
])('ZIP-7 a name %s is refused', async (_name, names, cause) => {
	expect((await refusalOf(craftZip([META, ...names.map((name) => ({ name }))]))).message).toMatch(cause);
});

test.each<[string, Partial<CraftedEntry>, RegExp]>([
	['a symlink', { mode: 0o120777, bytes: Buffer.from('/etc/passwd') }, /symlink/],
	['a device', { mode: 0o020666 }, /no ordinary file/],
	['a named pipe', { mode: 0o010666 }, /no ordinary file/],
	['an encrypted file', { flags: 1 }, /encrypted/],
	['a strongly encrypted file', { flags: 0x40 }, /encrypted/],
	['a patch', { flags: 0x20 }, /patch/],
	['a file packed with LZMA', { method: 14 }, /method/]
])('ZIP-8 %s is refused', async (_name, entry, cause) => {
	expect((await refusalOf(craftZip([META, { name: 'r/a.yaml', ...entry }]))).message).toMatch(cause);
});

const ZEROS = Buffer.alloc(8 * 2 ** 20);

test.each<[string, CraftedEntry[], Partial<ZipLimits>, RegExp]>([
	['too many files', [{ name: 'r/a' }, { name: 'r/b' }], { entries: 2 }, /more than 2 files/],
	['one that is too large, unpacked', [{ name: 'r/a', bytes: LONG }], { fileBytes: 200 }, /too large/],
	['one that is too large, packed', [{ name: 'r/a', deflate: true, bytes: LONG }], { fileBytes: 200 }, /too large/],
	[
		'one that says that it is small',
		[{ name: 'r/a', deflate: true, bytes: LONG, sizeBytes: 5 }],
		{ fileBytes: 200 },
		/too large/
	],
	[
		'all together too large',
		[
			{ name: 'r/a', bytes: LONG },
			{ name: 'r/b', deflate: true, bytes: LONG }
		],
		{ totalBytes: 400 },
		/too large/
	],
	['a bomb', [{ name: 'r/a', deflate: true, bytes: ZEROS }], {}, /too large/],
	['a bomb that says that it is small', [{ name: 'r/a', deflate: true, bytes: ZEROS, sizeBytes: 10 }], {}, /too large/]
])('ZIP-9 refused: %s', async (_name, entries, limits, cause) => {
	expect((await refusalOf(craftZip([META, ...entries]), limits)).message).toMatch(cause);
});

test('ZIP-9 what is just small enough is read', async () => {
	const limits = { entries: 2, fileBytes: LONG.length, totalBytes: LONG.length + 15 };
	const { files } = await readBundle(craftZip([META, { name: 'r/a', deflate: true, bytes: LONG }]), limits);
	expect(files.size).toBe(2);
});

test.each<[string, CraftedEntry[], RegExp]>([
	['no metadata.yaml', [{ name: 'r/charts/a.yaml' }], /metadata\.yaml/],
	['metadata.yaml deeper', [{ name: 'x/r/metadata.yaml' }], /metadata\.yaml/],
	['a file beside the folder', [META, { name: 'readme.txt' }], /folder “r”/],
	['two folders', [META, { name: 's/a.yaml' }], /folder “r”/]
])('ZIP-10 refused: %s', async (_name, entries, cause) => {
	expect((await refusalOf(craftZip(entries))).message).toMatch(cause);
});

test('ZIP-11 a refusal names file, cause and next step, fit to be shown', async () => {
	const error = await refusalOf(craftZip([META, { name: `r/\u202e${'a'.repeat(900)}\u0007` }]));
	expect(error.code).toBe('bundle_rejected');
	expect(error.message).toContain('“r/\ufffdaaa');
	expect(error.message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
	expect(error.message.length).toBeLessThan(300);
	expect(error.hint).toContain('Export the dashboard again');
	expect(error.findings).toEqual([
		{ path: expect.stringContaining('aaa'), message: expect.stringContaining('longer than') }
	]);
});

test('ZIP-12 a ZIP changed at random is read right or refused', { timeout: 60_000 }, async () => {
	const zip = craftZip([
		META,
		{ name: 'r/a.yaml', deflate: true, bytes: LONG },
		{ name: 'r/b.yaml', descriptor: 'signed', deflate: true }
	]);
	const right = await readBundle(zip);
	const change = fc.record({ at: fc.nat({ max: zip.length - 1 }), byte: fc.nat({ max: 255 }) });
	await fc.assert(
		fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
			const changed = new Uint8Array(zip);
			for (const { at, byte } of changes) changed[at] = byte;
			const outcome = await readBundle(changed).catch((error: unknown) => error);
			if (outcome instanceof BundleRejected) return;
			expect([...(outcome as typeof right).files.values()].map(text)).toEqual([...right.files.values()].map(text));
		}),
		{ numRuns: 3000 }
	);
});
