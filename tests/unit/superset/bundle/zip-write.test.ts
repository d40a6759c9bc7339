import { expect, test } from 'vitest';
import { readBundle, writeZip } from '#lib/server/superset/bundle/zip.ts';

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();

test('ZIP-20 equal files give equal bytes, in whatever order they come', async () => {
	const files: [string, Uint8Array][] = [
		['metadata.yaml', Buffer.from('version: 1.0.0\n')],
		['charts/Продажи.yaml', Buffer.from('a: 1\n')],
		['.dashbranch.yaml', Buffer.of()]
	];
	const zip = await writeZip('bundle', new Map(files));
	expect(Buffer.compare(zip, await writeZip('bundle', new Map(files.reverse())))).toBe(0);
	expect(Buffer.compare(zip, await writeZip('bundle', new Map(files.slice(1))))).not.toBe(0);
});

test('ZIP-21 we read what we wrote', async () => {
	const files = new Map([
		['metadata.yaml', Buffer.from('version: 1.0.0\n')],
		['charts/销售.yaml', Buffer.from('a: 1\n'.repeat(50))],
		['empty.yaml', Buffer.of()]
	]);
	const { root, files: read } = await readBundle(await writeZip('bündle', files));
	expect(root).toBe('bündle');
	expect([...read].map(([path, bytes]) => [path, text(bytes)]).sort()).toEqual(
		[...files].map(([path, bytes]) => [path, text(bytes)]).sort()
	);
});
