import { readFileSync } from 'node:fs';
import { canonicalAssets, type CanonicalContext } from '#lib/server/superset/bundle/canonical.ts';
import { treeOfAssets, type CanonicalTree } from '#lib/server/superset/bundle/tree.ts';
import { readBundle } from '#lib/server/superset/bundle/zip.ts';

export type Files = ReadonlyMap<string, Uint8Array>;

/** The files of a recorded export, by `<version>/<name>`, without its root folder. */
export async function exampleFiles(name: string): Promise<Files> {
	return filesIn(readFileSync(`specs/examples/superset/${name}.zip`));
}

export async function filesIn(zip: Uint8Array): Promise<Files> {
	return (await readBundle(zip)).files;
}

export const treeOf = (files: Files, context?: CanonicalContext): CanonicalTree =>
	treeOfAssets(canonicalAssets(files, context));

export const exampleTree = async (name: string): Promise<CanonicalTree> => treeOf(await exampleFiles(name));

/** Path → text, to compare trees so that a difference can be read. */
export const textsOf = (tree: CanonicalTree): Record<string, string> =>
	Object.fromEntries([...tree.files].map(([path, bytes]) => [path, Buffer.from(bytes).toString('utf8')]));
