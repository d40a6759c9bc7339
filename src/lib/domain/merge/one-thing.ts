import { isEqual, isMapping, mapping, type Value } from '../value.ts';
import { EXPRESSIONS } from '../words/tables.ts';
import type { ThreeValues } from './merging.ts';

/** Mappings of a filter whose parts say the same thing several times over. */
const WHOLE_KEYS = new Set(['defaultDataMask', 'targets']);

/** A metric, filter or column that was put together in Explore. */
export const isExpression = (value: Value | undefined): boolean => isMapping(value) && 'expressionType' in value;

/**
 * Whether a value means something only as a whole. Half of one filter and half of another (`country`, of the one, `= web`,
 * of the other) would be a filter that nobody made, and a chart with wrong numbers.
 */
export const isOneThing = (path: readonly string[], { base, mine, theirs }: ThreeValues): boolean =>
	WHOLE_KEYS.has(path.at(-1) ?? '') || [base, mine, theirs].some(isExpression);

const INTERNAL = new Set(
	[EXPRESSIONS.internal.metric, EXPRESSIONS.internal.filter, EXPRESSIONS.internal.column]
		.flat()
		// What kind of expression it is nobody sets by itself, but it changes what is asked.
		.filter((key) => key !== 'expressionType' && key !== 'expression')
);

/** Whether two forms of an expression differ in nothing that a person sets. */
export function saysTheSame(a: Value | undefined, b: Value | undefined): boolean {
	if (isEqual(a, b)) return true;
	return isExpression(a) && isExpression(b) && isEqual(seen(a), seen(b));
}

/** An expression without what Explore notes beside it; its name counts only where a person gave it one. */
function seen(value: Value | undefined): Value | undefined {
	if (!isMapping(value)) return value;
	const hasName = value['hasCustomLabel'] === true;
	return mapping(
		Object.entries(value).flatMap(([key, part]) => {
			if (INTERNAL.has(key) || (key === 'label' && !hasName && 'hasCustomLabel' in value)) return [];
			return [[key, isMapping(part) ? (seen(part) as Value) : part] as const];
		})
	);
}
