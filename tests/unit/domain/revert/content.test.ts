import fc from '#tests/support/fast-check.ts';
import { expect, test } from 'vitest';
import { revertContent } from '#lib/domain/revert/content.ts';
import { isEqual, mapping, type Mapping, type Value } from '#lib/domain/value.ts';

const leaf = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constantFrom('a', 'b'), fc.constant(null));
const content = fc.letrec<{ value: Value; node: Mapping }>((tie) => ({
	value: fc.oneof(
		{ maxDepth: 3 },
		leaf as fc.Arbitrary<Value>,
		fc.array(leaf, { maxLength: 2 }) as fc.Arbitrary<Value>,
		tie('node') as fc.Arbitrary<Value>
	),
	node: fc
		.dictionary(fc.constantFrom('a', 'b', 'c', '__proto__'), tie('value'), { maxKeys: 4 })
		.map((made) => mapping(Object.entries(made)))
})).node;

test('REVERT-7 taking back what led to what is there now gives what was before', () => {
	fc.assert(
		fc.property(content, content, (before, after) => {
			const reverted = revertContent({ before, after, now: after });
			expect(reverted.kind === 'done' && isEqual(reverted.content, before)).toBe(true);
		})
	);
});

test('REVERT-7 what was taken back already, and a change of nothing, leave everything as it is', () => {
	fc.assert(
		fc.property(content, content, (before, now) => {
			const again = revertContent({ before: now, after: before, now });
			const nothing = revertContent({ before, after: before, now });
			for (const one of [again, nothing]) expect(one.kind === 'done' && isEqual(one.content, now)).toBe(true);
		})
	);
});

test('REVERT-7 a key is taken from before or from now, never made up, and one that the commit left alone stays', () => {
	fc.assert(
		fc.property(content, content, content, (before, after, now) => {
			const reverted = revertContent({ before, after, now });
			if (reverted.kind === 'conflict') return;
			for (const key of new Set([...Object.keys(before), ...Object.keys(after), ...Object.keys(now)])) {
				const made = reverted.content[key];
				if (isEqual(before[key], after[key])) expect(isEqual(made, now[key])).toBe(true);
				else if (isEqual(now[key], after[key])) expect(isEqual(made, before[key])).toBe(true);
			}
		})
	);
});

test('REVERT-7 a value that was changed again, and a list, are a conflict', () => {
	const of = (value: Value) => mapping([['key', value]]);
	expect(revertContent({ before: of(1), after: of(2), now: of(3) })).toEqual({ kind: 'conflict' });
	expect(revertContent({ before: of([1]), after: of([1, 2]), now: of([0, 1, 2]) })).toEqual({ kind: 'conflict' });
	expect(revertContent({ before: of(1), after: of(2), now: mapping() })).toEqual({ kind: 'conflict' });
	expect(revertContent({ before: undefined, after: of(2), now: of(3) })).toEqual({ kind: 'conflict' });
});
