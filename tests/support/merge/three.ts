import type { Choice, Conflict, Keep } from '#lib/domain/merge/conflict.ts';
import { mergeAssets, type MergedAssets, type MergePorts } from '#lib/domain/merge/merge.ts';
import type { Mapping, Value } from '#lib/domain/value.ts';
import { parseJson, writeJson } from '#lib/server/superset/bundle/json.ts';
import { valueAt, valueOf, withAt, type Path } from '#tests/support/bundle/edit.ts';
import { assetsIn, usesIn, type Contents } from './edited.ts';

export const PORTS: MergePorts = {
	json: {
		read: (text) => {
			try {
				return parseJson(text);
			} catch {
				return undefined;
			}
		},
		write: (value, like) => (like.includes('\n') ? `${writeJson(value, { indent: 2 })}\n` : writeJson(value))
	},
	usesOf: usesIn
};

export const merge = (
	base: Contents,
	mine: Contents,
	theirs: Contents,
	choices: ReadonlyMap<string, Choice> = new Map()
): MergedAssets =>
	mergeAssets({ base: assetsIn(base), mine: assetsIn(mine), theirs: assetsIn(theirs) }, PORTS, choices);

/** All conflicts decided for one side, also those that come up only then. */
export function mergeKeeping(keep: Keep, base: Contents, mine: Contents, theirs: Contents): MergedAssets {
	let merged = merge(base, mine, theirs);
	for (let round = 0; round < 4; round += 1)
		merged = merge(base, mine, theirs, new Map(merged.conflicts.map(({ id }) => [id, { keep }])));
	return merged;
}

/** Contents with other values at some places of one of them; `undefined` takes a key away. */
export function change(contents: Contents, key: string, ...places: readonly (readonly [Path, unknown])[]): Contents {
	let content: Value | undefined = contents.get(key);
	for (const [path, to] of places) content = withAt(content, path, to === undefined ? undefined : valueOf(to));
	return new Map([...contents, [key, content as Mapping]]);
}

/** Plain data at a place, for comparing with literals. */
export const at = (contents: Contents, key: string, path: Path): unknown => {
	const value = valueAt(contents.get(key), path);
	return value === undefined ? undefined : (JSON.parse(writeJson(value)) as unknown);
};

export const questions = (conflicts: readonly Conflict[]): string[] =>
	conflicts.map(({ asset, kind, path }) => `${asset.kind} ${kind} ${path.join('/')}`);
