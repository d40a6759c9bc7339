import { readFileSync } from 'node:fs';
import JSZip from 'jszip';
import { parseYaml, writeYaml } from '#lib/server/superset/bundle/yaml.ts';
import { readUpload } from '#tests/support/practice-superset/import/bundle-file.ts';
import type { Json, JsonObject } from '#tests/support/practice-superset/json.ts';
import { mapIds } from '#tests/support/practice-superset/bundle-ids.ts';

/** A bundle to send: files by path without root folder, as objects. */
export type Bundle = Map<string, JsonObject>;

/** Ids of bundles start behind this number, so that no live id looks like a stale one. */
export const STALE = 1_000_000;

const mirrored = (uuid: string): string => Array.from(uuid.slice(0, 8)).reverse().join('') + uuid.slice(8);

/** A recorded export with uuids, slugs, names of databases and ids of its own, so that it meets nothing that is there. */
export async function recorded(version: string, name: string): Promise<Bundle> {
	const contents = await readUpload(readFileSync(`specs/examples/superset/${version}/${name}.zip`));
	const bundle: Bundle = new Map();
	for (const [path, text] of contents ?? []) {
		const own = text
			.replace(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, mirrored)
			.replace(/^slug: /m, 'slug: prac-')
			.replace(/^database_name: /m, 'database_name: Prac ')
			.replace(/^theme_name: /m, 'theme_name: Prac ');
		bundle.set(path, mapIds(parseYaml(own) as Json, (id) => id + STALE) as JsonObject);
	}
	return bundle;
}

export const copyOf = (bundle: Bundle): Bundle =>
	new Map([...bundle].map(([path, file]) => [path, mapIds(file, (id) => id) as JsonObject]));

/** A changed copy; `change` edits in place each file whose path starts with `prefix`, or drops it by `false`. */
export function edited(
	bundle: Bundle,
	prefix: string,
	change: (file: JsonObject, path: string) => boolean | void
): Bundle {
	const copy = copyOf(bundle);
	for (const [path, file] of copy) if (path.startsWith(prefix) && change(file, path) === false) copy.delete(path);
	return copy;
}

export async function zipOf(
	bundle: Bundle,
	type: string | null,
	extra: { readonly [path: string]: string } = {}
): Promise<Uint8Array> {
	const zip = new JSZip();
	for (const [path, file] of bundle) {
		const content = path === 'metadata.yaml' ? { version: '1.0.0', ...(type === null ? {} : { type }) } : file;
		zip.file(`bundle/${path}`, writeYaml(content));
	}
	for (const [path, text] of Object.entries(extra)) zip.file(`bundle/${path}`, text);
	return zip.generateAsync({ type: 'uint8array' });
}

/** The files of one folder. */
export const filesOf = (bundle: Bundle, folder: string): [string, JsonObject][] =>
	[...bundle].filter(([path]) => path.startsWith(`${folder}/`));
