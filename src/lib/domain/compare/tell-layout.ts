import type { ChangeDetail } from '../change.ts';
import { isEqual, type Mapping } from '../value.ts';
import { allOf, detailOf, hiddenAt, told, type Told } from './details.ts';
import { settleChildren, type Layouts } from './layout-children.ts';
import { nodesOf, type LayoutNode } from './layout-nodes.ts';
import { tellNode } from './tell-layout-node.ts';
import { FRAMES, nodeWords, tabWords } from './layout-words.ts';
import { tellValue } from './tell-value.ts';
import type { Terms } from './terms.ts';
import { keyWords } from './words.ts';

/**
 * What happened to a layout, node by node: added, removed, moved, resized, changed. Rows and columns show by what stands
 * in them, and the lists of children by the nodes that came and went.
 */
export function tellLayout(before: Mapping, after: Mapping, terms: Terms): Told {
	const layouts: Layouts = { left: nodesOf(before), right: nodesOf(after), terms };
	const ids = [...new Set([...Object.keys(after), ...Object.keys(before)])].filter(
		(id) => !isEqual(before[id], after[id]) || layouts.left.get(id)?.parent !== layouts.right.get(id)?.parent
	);
	const details = new Map<string, readonly ChangeDetail[]>();
	const parts: Told[] = [];
	for (const id of ids) {
		const [old, now] = [layouts.left.get(id), layouts.right.get(id)];
		const found = old || now ? tellOne(id, layouts, before, after) : elsewhere(id, before, after, terms);
		details.set(id, found.details);
		parts.push({ details: [], hidden: found.hidden });
	}
	settleChildren(ids, details, layouts);
	return allOf([...parts, { details: [...details.values()].flat(), hidden: [] }]);
}

function tellOne(id: string, { left, right, terms }: Layouts, before: Mapping, after: Mapping): Told {
	const [old, now] = [left.get(id), right.get(id)];
	const path = ['position', id];
	if (id === 'HEADER_ID') return hiddenAt(path);
	if (old && now) return tellNode(old, now, { left, right, terms });
	const [node, nodes, side] = now ? [now, right, terms.after] : [old as LayoutNode, left, terms.before];
	if ((now ? before[id] : after[id]) !== undefined) return elsewhere(id, before, after, terms);
	if (FRAMES.has(node.type)) return { details: [], hidden: [] };
	const called = nodeWords(node, terms.names);
	const place = { path, area: 'layout' as const };
	if (now) {
		const sentence = `${called} added${tabWords('to', node, nodes)}`;
		return told(detailOf(place, sentence, { after: called, kind: 'added' }));
	}
	const sentence = `${called} removed${tabWords('from', node, side.nodes)}`;
	return told(detailOf(place, sentence, { before: called, kind: 'removed' }));
}

/** What stands in a layout beside its nodes, like the number of its form. */
function elsewhere(id: string, before: Mapping, after: Mapping, terms: Terms): Told {
	const path = ['position', id];
	if (id === 'DASHBOARD_VERSION_KEY') return hiddenAt(path);
	const place = { path, area: 'layout' as const, label: `layout › ${keyWords(id)}` };
	return tellValue(place, { before: before[id], after: after[id] }, terms);
}
