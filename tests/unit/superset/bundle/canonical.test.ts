import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { canonicalAssets } from '#lib/server/superset/bundle/canonical.ts';
import { treeOfAssets, type CanonicalTree } from '#lib/server/superset/bundle/tree.ts';
import { readBundle } from '#lib/server/superset/bundle/zip.ts';

const EXAMPLES = 'specs/examples/superset';

async function treeOf(path: string): Promise<CanonicalTree> {
	const { files } = await readBundle(readFileSync(`${EXAMPLES}/${path}.zip`));
	return treeOfAssets(canonicalAssets(files));
}

const texts = (tree: CanonicalTree) =>
	Object.fromEntries([...tree.files].map(([path, bytes]) => [path, Buffer.from(bytes).toString('utf8')]));

const SAME = ['orphan', 'sales-overview', 'shared-chart-a', 'shared-chart-b', 'shared-chart-both', 'two-schemas', 'unicode', 'virtual'];

describe('after Superset’s own import', () => {
	for (const name of SAME) {
		test(`FORM-1 ${name}: export = after import`, async () => {
			expect(texts(await treeOf(`6.1.0/after-import/${name}`))).toEqual(texts(await treeOf(`6.1.0/${name}`)));
		});
	}
});
