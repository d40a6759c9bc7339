import { expect, test } from 'vitest';
import fc from '#tests/support/fast-check.ts';
import type { Choice, Conflict } from '#lib/domain/merge/conflict.ts';
import { Float, isEqual, mapping, type Value } from '#lib/domain/value.ts';
import { choicesOf, choicesText } from '#lib/server/operations/merge/choices.ts';
import { editedValue } from '#lib/server/operations/merge/edited-value.ts';

const AT = ['decisions', 3, 'text'];
const asset = { kind: 'chart', uuid: null, name: 'Sales', path: 'charts/sales.yaml' } as const;

const conflict = (sides: Partial<Conflict>): Conflict => ({
	...{ id: 'chart x', kind: 'value', asset, path: ['params', 'row_limit'], alongside: [] },
	...{ base: 1, mine: 2, theirs: 3 },
	...sides
});

const refused = (message: RegExp) =>
	expect.objectContaining({
		code: 'invalid_input',
		hint: expect.stringMatching(/\w/),
		issues: [{ path: AT, message: expect.stringMatching(message) }]
	});

test('MERGING-18 a text is taken as it is, anything else as YAML', () => {
	const texts = conflict({ base: undefined, mine: 'a: 1\n', theirs: undefined });
	expect(editedValue(texts, '- x: [\r\n', AT)).toBe('- x: [\n');
	expect(editedValue(conflict({ mine: 'a\r\n', theirs: 'b' }), 'c\r\n', AT)).toBe('c\r\n');
	expect(editedValue(conflict({}), '25\n', AT)).toBe(25);
	expect(editedValue(conflict({ mine: 'ten' }), '1.0', AT)).toEqual(new Float(1));
	expect(editedValue(conflict({ mine: 'ten' }), 'null', AT)).toBe(null);
	expect(editedValue(conflict({ path: [] }), 'a: [1]\n', AT)).toEqual(mapping([['a', [1]]]));
});

test('MERGING-18 markers of a conflict, broken YAML and a whole asset that is none are refused with their line', () => {
	const both = 'select 1\n<<<<<<< main\n2\n=======\n3\n>>>>>>> side\n';
	expect(() => editedValue(conflict({ mine: 'a', theirs: 'b' }), both, AT)).toThrow(refused(/^line 2: .*marker/));
	expect(() => editedValue(conflict({}), '- 1\n>>>>>>> side\n', AT)).toThrow(refused(/^line 2: .*marker/));
	expect(() => editedValue(conflict({}), 'a: 1\nb: [\n', AT)).toThrow(refused(/^line \d: /));
	expect(() => editedValue(conflict({ path: [] }), '- 1\n', AT)).toThrow(refused(/mapping/));
	expect(() => editedValue(conflict({}), '['.repeat(200) + ']'.repeat(200), AT)).toThrow(refused(/deep/));
	expect(editedValue(conflict({ mine: 'a', theirs: 'b' }), 'a <<<<<<< b\n=======\n', AT)).toContain('<<<<<<<');
});

const value: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
	value: fc.oneof(
		{ maxDepth: 3 },
		...[fc.constant(null), fc.boolean(), fc.string({ unit: 'binary' }), fc.maxSafeInteger()],
		fc.bigInt({ min: 2n ** 53n + 1n, max: 2n ** 200n }),
		fc.integer().map((whole) => new Float(whole)),
		fc.constantFrom(new Float(NaN), new Float(-Infinity), new Float(1e22), 0.1, -2.5e-7),
		fc.array(tie('value'), { maxLength: 4 }),
		fc.array(fc.tuple(fc.string(), tie('value')), { maxLength: 4 }).map((entries) => mapping(entries))
	)
})).value;

test('MERGING-19 what is decided comes back as it was', () => {
	const choice: fc.Arbitrary<Choice> = fc.oneof(
		fc.constantFrom({ keep: 'mine' } as const, { keep: 'theirs' } as const),
		value.map((one) => ({ value: one }))
	);
	fc.assert(
		fc.property(fc.array(fc.tuple(fc.string(), choice), { maxLength: 5 }), (entries) => {
			const choices = new Map<string, Choice>(entries);
			const back = choicesOf(choicesText(choices));
			expect([...back.keys()].sort()).toEqual([...choices.keys()].sort());
			for (const [id, one] of choices) {
				const same = back.get(id)!;
				if ('keep' in one) expect(same).toEqual(one);
				else expect('value' in same && isEqual(same.value, one.value)).toBe(true);
			}
		})
	);
});
