import { isEqual, isList, isMapping, mapping, type Mapping, type MutableMapping, type Value } from '../value.ts';
import { mergeLayout } from './layout.ts';
import type { ChartFates } from './layout-nodes.ts';
import type { Merging } from './merging.ts';
import { keysOf, mergeValue } from './value.ts';

/** Merge a dashboard: its properties and metadata by key, its layout as a tree. */
export function mergeDashboard(
	merging: Merging,
	dashboards: { readonly base: Mapping | undefined; readonly mine: Mapping; readonly theirs: Mapping },
	fates: ChartFates
): Mapping {
	const { base, mine, theirs } = dashboards;
	const made: MutableMapping = mapping();
	for (const key of keysOf(mine, theirs)) {
		if (key === 'position') continue;
		const value = mergeValue(merging, [key], { base: base?.[key], mine: mine[key], theirs: theirs[key] });
		if (value !== undefined) made[key] = value;
	}
	const position = mergeLayout(merging, dashboards, fates);
	made['position'] = position;
	const lost = new Set(
		[mine, theirs].flatMap((side) => Object.keys(isMapping(side['position']) ? side['position'] : {}))
	);
	for (const id of Object.keys(position)) lost.delete(id);
	if (lost.size > 0 && made['metadata'] !== undefined) made['metadata'] = withoutRoots(made['metadata'], lost);
	return isEqual(made, mine) ? mine : isEqual(made, theirs) ? theirs : made;
}

/** Scopes without what is not in the layout any more. */
function withoutRoots(value: Value, lost: ReadonlySet<string>): Value {
	if (isList(value)) return value.map((item) => withoutRoots(item, lost));
	if (!isMapping(value)) return value;
	return mapping(
		Object.entries(value).map(([key, part]) =>
			key === 'rootPath' && isList(part)
				? [key, part.filter((id) => typeof id !== 'string' || !lost.has(id))]
				: [key, withoutRoots(part, lost)]
		)
	);
}
