import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { assetKey } from '#lib/server/superset/bundle/canonical.ts';
import { lintTree } from '#lib/server/superset/bundle/lint.ts';
import { mergeFile } from '#lib/server/superset/bundle/merge-file.ts';
import { neighboursOf } from '#lib/server/superset/bundle/neighbours.ts';
import { treeOfAssets } from '#lib/server/superset/bundle/tree.ts';
import { exampleTree } from '#tests/support/bundle/example.ts';

const recorded = readdirSync('specs/examples/superset', { recursive: true, encoding: 'utf8' })
	.filter((path) => path.endsWith('.zip'))
	.map((path) => path.replace(/\.zip$/, ''));

const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString();

test.each(recorded)('DRIVER-10 %s: a file by itself is what it is in its tree', async (name) => {
	const { paths, files } = await exampleTree(name);
	expect(paths.size).toBeGreaterThan(2);
	for (const [path, { bytes }] of paths) {
		const merged = mergeFile(path, { base: bytes, mine: bytes, theirs: bytes });
		expect([path, merged.kind, merged.kind === 'merged' && text(merged.bytes)]).toEqual([path, 'merged', text(bytes)]);
	}
	const tags = files.get('tags.yaml');
	if (tags) expect(mergeFile('tags.yaml', { base: tags, mine: tags, theirs: tags })).toMatchObject({ bytes: tags });
});

test('DRIVER-10 what one side changed is the result, whichever it is', async () => {
	const { paths } = await exampleTree('6.1.0/sales-overview');
	for (const [path, { bytes: base }] of paths) {
		const changed = Buffer.from(text(base).replace(/^([a-z]+_(?:name|title): .*)$/m, '$1 (new)'));
		expect(changed.equals(base)).toBe(false);
		for (const sides of [
			{ base, mine: changed, theirs: base },
			{ base, mine: base, theirs: changed },
			{ base, mine: changed, theirs: changed }
		])
			expect([path, mergeFile(path, sides)]).toEqual([path, { kind: 'merged', bytes: changed }]);
	}
});

test('DRIVER-10 tags that one side described are the result', () => {
	const tags = (...names: string[]) =>
		Buffer.from(
			['tags:', ...names.flatMap((name) => [`- description: ${name}!`, `  tag_name: ${name}`]), ''].join('\n')
		);
	const [base, more] = [tags('a'), tags('a', 'b')];
	for (const sides of [
		{ base, mine: more, theirs: base },
		{ base, mine: base, theirs: more },
		{ base: Buffer.from(''), mine: more, theirs: more }
	]) {
		const merged = mergeFile('tags.yaml', sides);
		expect(merged.kind === 'merged' && text(merged.bytes)).toBe(text(more));
	}
	expect(mergeFile('tags.yaml', { base, mine: Buffer.from('tags: x'), theirs: more })).toEqual({ kind: 'unknown' });
});

test('DRIVER-11 with what stands in for its neighbours, no file has a finding', async () => {
	for (const name of ['6.1.0/sales-overview', '6.1.0/theme', '6.1.0/virtual', '4.1.4/unicode']) {
		const { paths } = await exampleTree(name);
		for (const [path, asset] of paths) {
			const around = neighboursOf(asset);
			expect(around.assets.has(assetKey(asset.kind, asset.uuid))).toBe(false);
			const assets = new Map([...around.assets, [assetKey(asset.kind, asset.uuid), asset]]);
			expect([path, lintTree(treeOfAssets({ ...around, assets }))]).toEqual([path, []]);
			expect([...assets.values()].filter(({ kind }) => kind === 'dashboard')).toHaveLength(1);
		}
	}
});
