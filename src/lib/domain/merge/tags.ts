import { isList, isMapping, mapping, type Mapping } from '../value.ts';
import type { Merging, Three } from './merging.ts';
import type { AssetsByKey } from './needs.ts';
import { mergeValue } from './value.ts';

/** What the tags mean, name by name. One that a side does not use any more is kept: the tree has only those that it uses. */
export function mergeTags(merging: Merging, sides: Three<AssetsByKey>): Mapping | null {
	const of = (side: AssetsByKey) => byName(side.get('tags tags.yaml')?.content);
	const [base, mine, theirs] = [of(sides.base), of(sides.mine), of(sides.theirs)];
	const names = [...new Set([...mine.keys(), ...theirs.keys()])].sort();
	if (names.length === 0) return null;
	const tags = names.map((name) => {
		const [ours, other] = [mine.get(name), theirs.get(name)];
		if (!ours || !other) return (ours ?? other)!;
		const merged = mergeValue(merging, ['tags', name], { base: base.get(name), mine: ours, theirs: other });
		return isMapping(merged) ? merged : ours;
	});
	return mapping([['tags', tags]]);
}

function byName(content: Mapping | undefined): Map<string, Mapping> {
	const found = new Map<string, Mapping>();
	const tags = content?.['tags'];
	for (const tag of isList(tags) ? tags : []) if (isMapping(tag)) found.set(String(tag['tag_name']), tag);
	return found;
}
