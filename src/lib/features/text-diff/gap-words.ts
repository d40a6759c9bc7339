import type { TextGap } from '#lib/domain/text-diff/text-diff.ts';

const SHOWN = 3;
const LONGEST = 40;

/**
 * What stands in unchanged lines: their outermost keys (`table_name, schema, columns …`), or else the named items of the
 * list that they are in (`order_id to sales`). Empty where there is neither.
 */
export function gapWords({ lines }: TextGap): string {
	const keys: string[] = [];
	const names: string[] = [];
	for (const line of lines ?? []) {
		const [, key] = /^([^\s\-#'":][^:]{0,60}?):(?: |$)/.exec(line) ?? [];
		if (key !== undefined) {
			if (keys.length === SHOWN) return `${keys.join(', ')} …`;
			keys.push(key);
		}
		const [, name] = /^- (?:column_name|metric_name|name): ([^'"|].*)$/.exec(line) ?? [];
		if (name !== undefined) names.push(name.length > LONGEST ? `${name.slice(0, LONGEST)}…` : name);
	}
	if (keys.length > 0) return keys.join(', ');
	const [first] = names;
	const last = names.at(-1);
	return first === undefined ? '' : first === last ? first : `${first} to ${last}`;
}
