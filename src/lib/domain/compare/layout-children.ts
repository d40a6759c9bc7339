import type { ChangeDetail } from '../change.ts';
import { isEqual } from '../value.ts';
import { detailOf, type Path } from './details.ts';
import type { LayoutNode, LayoutNodes } from './layout-nodes.ts';
import { nodeWords, tabWords } from './layout-words.ts';
import type { Terms } from './terms.ts';

/** Both sides of a layout, and what sentences about it may name. */
export interface Layouts {
	readonly left: LayoutNodes;
	readonly right: LayoutNodes;
	readonly terms: Terms;
}

/** Sentences by the node that they are about. */
type Details = Map<string, readonly ChangeDetail[]>;

/**
 * Rows and columns that came or went, and lists of children that differ: told by the nodes that came and went in them
 * where these have sentences, else by sentences of their own.
 */
export function settleChildren(ids: readonly string[], details: Details, layouts: Layouts): void {
	const both = ids
		.filter((id) => id !== 'HEADER_ID')
		.map((id) => ({ id, old: layouts.left.get(id), now: layouts.right.get(id) }));
	// First those that are new or gone, since lists of children are told by them.
	for (const { id, old, now } of both) {
		const node = now ?? old;
		if (!node || (old && now) || (details.get(id) ?? []).length > 0) continue;
		const path = ['position', id];
		if (isTold(path, tellerOf(old, now, details, layouts), details)) continue;
		const called = nodeWords(node, layouts.terms.names);
		const at = { path, area: 'layout' as const };
		const detail = now
			? detailOf(at, `${called} added${tabWords('to', node, layouts.right)}`, { after: called, kind: 'added' })
			: detailOf(at, `${called} removed${tabWords('from', node, layouts.left)}`, { before: called, kind: 'removed' });
		details.set(id, [detail]);
	}
	for (const { id, old, now } of both) {
		if (!old || !now || isEqual(old.content['children'], now.content['children'])) continue;
		const path = ['position', id, 'children'];
		if (isTold(path, tellerOf(old, now, details, layouts), details)) continue;
		const sentence = `order in ${nodeWords(now, layouts.terms.names)}${tabWords('of', now, layouts.right)} changed`;
		details.set(id, [...(details.get(id) ?? []), detailOf({ path, area: 'layout' }, sentence, { kind: 'moved' })]);
	}
}

/** Let a node's first sentence tell another place too. */
function isTold(path: Path, teller: string | undefined, details: Details): boolean {
	const [first, ...others] = teller === undefined ? [] : (details.get(teller) ?? []);
	if (!first || teller === undefined) return false;
	details.set(teller, [{ ...first, also: [...(first.also ?? []), path] }, ...others]);
	return true;
}

/** A node that has a sentence and whose coming or going explains a difference of children, every one of which is explained. */
function tellerOf(
	old: LayoutNode | undefined,
	now: LayoutNode | undefined,
	details: Details,
	layouts: Layouts
): string | undefined {
	const [before, after] = [new Set(old?.children ?? []), new Set(now?.children ?? [])];
	const changed = [...before].filter((id) => !after.has(id)).concat([...after].filter((id) => !before.has(id)));
	if (old && now) {
		if (changed.length === 0 || !isStable(old, now)) return undefined;
	}
	const tellers = changed.map((id) => (typeof id === 'string' ? tellerBelow(id, details, layouts) : undefined));
	const isWhole = old && now ? tellers.every((one) => one !== undefined) : tellers.some((one) => one !== undefined);
	return isWhole ? tellers.find((one) => one !== undefined) : undefined;
}

/** Whether what stayed among the children stands in the same order. */
const isStable = (old: LayoutNode, now: LayoutNode): boolean =>
	isEqual(
		old.children.filter((id) => now.children.includes(id)),
		now.children.filter((id) => old.children.includes(id))
	);

/** The node itself where it came, went or moved with a sentence, else one inside it. */
function tellerBelow(
	id: string,
	details: Details,
	layouts: Layouts,
	seen: Set<string> = new Set()
): string | undefined {
	const [old, now] = [layouts.left.get(id), layouts.right.get(id)];
	if (seen.has(id) || !(old || now)) return undefined;
	seen.add(id);
	if (old && now && old.parent === now.parent) return undefined;
	if ((details.get(id) ?? []).length > 0) return id;
	const inside = [...(now?.children ?? []), ...(old?.children ?? [])];
	for (const child of inside) {
		const found = typeof child === 'string' ? tellerBelow(child, details, layouts, seen) : undefined;
		if (found !== undefined) return found;
	}
	return undefined;
}
