import type { ComparedAsset } from '#lib/domain/compare/changes.ts';
import { tagsContent } from './canonical.ts';
import { stableNumber } from './ids.ts';
import type { CanonicalTree } from './tree.ts';

/** A tree's objects, as comparing wants them; `null` is the empty tree. */
export function comparedAssets(tree: CanonicalTree | null): ComparedAsset[] {
	if (!tree) return [];
	const objects = [...tree.paths].map(([path, { kind, uuid, name, content }]) => {
		const number = stableNumber(uuid);
		return { kind, uuid, number, name, path, content };
	});
	if (tree.tags.size === 0) return objects;
	return [...objects, { kind: 'tags', uuid: null, name: 'Tags', path: 'tags.yaml', content: tagsContent(tree.tags) }];
}
