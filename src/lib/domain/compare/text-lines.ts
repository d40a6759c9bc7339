import type { Value } from '../value.ts';
import type { Path } from './details.ts';
import { counted } from './words.ts';

/** Texts of several lines by nature, wherever an asset has them at its top. */
const LONG = new Set(['css', 'sql', 'description', 'fetch_values_predicate']);

/** Whether a text is told by how many of its lines changed. */
export const isLongText = ([first = '', ...deeper]: Path, before: Value, after: Value): boolean =>
	[before, after].every((side) => side === null || typeof side === 'string') &&
	((deeper.length === 0 && LONG.has(first)) || [before, after].some((side) => String(side).includes('\n')));

/** `SQL changed in 3 lines`, `CSS added (12 lines)`. */
export function changedLines(label: string, before: Value, after: Value): string {
	const [left, right] = [linesOf(before), linesOf(after)];
	if (left.length === 0) return `${label} added${manyLines(right)}`;
	if (right.length === 0) return `${label} removed${manyLines(left)}`;
	const [gone, come] = [without(left, right), without(right, left)];
	const count = Math.max(gone, come);
	return count === 0 ? `order of lines in ${label} changed` : `${label} changed in ${counted(count, 'line')}`;
}

const manyLines = (lines: readonly string[]): string => (lines.length > 1 ? ` (${counted(lines.length, 'line')})` : '');

const linesOf = (value: Value): string[] => (typeof value === 'string' && value !== '' ? value.split('\n') : []);

/** How many lines of a text are not in another one, each as often as it stands there. */
function without(lines: readonly string[], others: readonly string[]): number {
	const left = new Map<string, number>();
	for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
	let count = 0;
	for (const line of lines) {
		const there = left.get(line) ?? 0;
		if (there === 0) count += 1;
		else left.set(line, there - 1);
	}
	return count;
}
