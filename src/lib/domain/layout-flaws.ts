import { nodesOf } from './compare/layout-nodes.ts';
import type { Mapping } from './value.ts';

/**
 * Whether a layout hangs together as well as another one: it names no child that is not there, holds no node that hangs
 * nowhere and none that hangs twice, but for those that the other one has too.
 */
export function isAsSound(position: Mapping, other: Mapping): boolean {
	const known = new Set(flawsOf(other));
	return flawsOf(position).every((flaw) => known.has(flaw));
}

/** The root hangs nowhere, and neither does the node that holds the title. */
const ON_THEIR_OWN = new Set(['ROOT_ID', 'HEADER_ID']);

function flawsOf(position: Mapping): string[] {
	const nodes = nodesOf(position);
	const held = new Map<string, number>();
	const flaws: string[] = [];
	for (const { id, children } of nodes.values()) {
		for (const child of children) {
			if (typeof child !== 'string') continue;
			held.set(child, (held.get(child) ?? 0) + 1);
			if (!nodes.has(child)) flaws.push(`${id} names ${child}`);
		}
	}
	for (const id of nodes.keys()) {
		const times = held.get(id) ?? 0;
		if (times === 0 && !ON_THEIR_OWN.has(id)) flaws.push(`${id} hangs nowhere`);
		if (times > 1) flaws.push(`${id} hangs twice`);
	}
	return flaws;
}
