import type { ComparedAsset } from '../compare/changes.ts';
import { isEqual, type Mapping } from '../value.ts';
import type { Choices, Conflict, ThreeTrees } from './conflict.ts';

/** What three trees become. */
export interface MergedAssets {
	/** Contents by `<kind> <uuid>` (or path, of what has no uuid): what stays. */
	readonly contents: ReadonlyMap<string, Mapping>;
	/** All of them, decided or not, in order of asset and place. */
	readonly conflicts: readonly Conflict[];
}

export const mergeKey = ({ kind, uuid, path }: Pick<ComparedAsset, 'kind' | 'uuid' | 'path'>): string =>
	`${kind} ${uuid ?? path}`;

export function mergeAssets({ base, mine, theirs }: ThreeTrees, choices: Choices = new Map()): MergedAssets {
	const byKey = (assets: readonly ComparedAsset[]) => new Map(assets.map((asset) => [mergeKey(asset), asset]));
	const sides = { base: byKey(base), mine: byKey(mine), theirs: byKey(theirs) };
	const contents = new Map<string, Mapping>();
	const conflicts: Conflict[] = [];
	for (const key of new Set([...sides.mine.keys(), ...sides.theirs.keys()])) {
		const [was, ours, other] = [sides.base.get(key), sides.mine.get(key), sides.theirs.get(key)];
		let taken = ours;
		if (isEqual(ours?.content, was?.content)) taken = other;
		else if (!isEqual(other?.content, was?.content) && !isEqual(ours?.content, other?.content)) {
			const { kind, uuid, name, path } = (ours ?? other)!;
			conflicts.push({
				...{ id: key, kind: ours && other ? 'value' : 'removed', asset: { kind, uuid, name, path }, path: [] },
				...{ base: was?.content, mine: ours?.content, theirs: other?.content, alongside: [] }
			});
			const choice = choices.get(key);
			if (choice && 'keep' in choice && choice.keep === 'theirs') taken = other;
		}
		if (taken) contents.set(key, taken.content);
	}
	return { contents, conflicts };
}
