import { readFileSync } from 'node:fs';
import JSZip from 'jszip';
import { onTestFinished } from 'vitest';
import { parseYaml, writeYaml } from '#lib/server/superset/bundle/yaml.ts';
import { mapIds } from '#tests/support/practice-superset/bundle-ids.ts';
import { readUpload } from '#tests/support/practice-superset/import/bundle-file.ts';
import type { Json, JsonObject } from '#tests/support/practice-superset/json.ts';
import { PracticeClient, type Reply } from '#tests/support/practice-superset/practice-client.ts';
import {
	type PracticeOptions,
	type PracticeSuperset,
	startPracticeSuperset
} from '#tests/support/practice-superset/server.ts';

export const VERSIONS = ['6.1.0', '4.1.4'] as const;

/** The bytes of a recorded export. */
export const recording = (version: string, name: string): Uint8Array =>
	readFileSync(`specs/examples/superset/${version}/${name}.zip`);

export interface World {
	readonly superset: PracticeSuperset;
	readonly admin: PracticeClient;
}

/** A practice Superset of the test's own, with recorded exports in it, and its admin. */
export async function practice(options: PracticeOptions, ...cases: readonly string[]): Promise<World> {
	const seed = cases.map((name) => recording(options.version, name));
	const superset = await startPracticeSuperset({ seed, ...options });
	onTestFinished(() => superset.close());
	return { superset, admin: await PracticeClient.signedIn(superset.url) };
}

export type Files = Map<string, JsonObject>;

/** The files of a bundle as objects that may be edited. */
export async function filesOf(zip: Uint8Array): Promise<Files> {
	const contents = (await readUpload(zip)) ?? new Map<string, string>();
	return new Map(
		[...contents].map(([path, text]) => [path, mapIds(parseYaml(text) as Json, (id) => id) as JsonObject])
	);
}

/** A ZIP of `files`; without a type in `metadata.yaml` every import takes it. */
export async function zipOf(files: Files): Promise<Uint8Array> {
	const zip = new JSZip();
	for (const [path, file] of files) {
		zip.file(`bundle/${path}`, writeYaml(path === 'metadata.yaml' ? { version: '1.0.0' } : file));
	}
	return zip.generateAsync({ type: 'uint8array' });
}

/** A recorded bundle after `change`, which edits in place, or drops a file by answering `false`. */
export async function changed(
	zip: Uint8Array,
	change: (file: JsonObject, path: string) => boolean | void
): Promise<Uint8Array> {
	const files = await filesOf(zip);
	for (const [path, file] of files) if (change(file, path) === false) files.delete(path);
	return zipOf(files);
}

export const body = (reply: Reply): JsonObject => reply.json as JsonObject;

/** The first of the errors in Superset's own form. */
export const firstError = (reply: Reply): JsonObject => (body(reply)['errors'] as JsonObject[])[0] as JsonObject;

export async function row(client: PracticeClient, kind: string, uuid: Json | undefined): Promise<JsonObject> {
	const rows = await client.list(kind);
	return rows.find((one) => one['uuid'] === uuid) ?? {};
}
