import fc from '#tests/support/fast-check.ts';
import { expect, test } from 'vitest';
import { Float, isEqual, mapping } from '#lib/domain/value.ts';
import { JsonError, parseJson, writeJson } from '#lib/server/superset/bundle/json.ts';
import { anyValue } from '#tests/support/yaml/corpus.ts';
import { valueOf } from '#tests/support/yaml/oracle.ts';
import { readRecord, type Reading } from '#tests/support/yaml/record.ts';

const recorded = readRecord<Reading>('json');

test('JSON-1 every recorded text gives what Python gave', () => {
	const taken = recorded.flatMap(({ text, value }) => (value === undefined ? [] : [{ text, value: valueOf(value) }]));
	expect(taken.filter(({ text, value }) => !isEqual(parseJson(text), value))).toEqual([]);
	expect(taken.length).toBeGreaterThan(150);
});

test('JSON-1 numbers keep their kind, and the last of two keys wins', () => {
	const text =
		'{"a": 1, "b": 1.0, "c": 9007199254740993, "d": 1e5, "e": -0, "f": -0.0, "g": NaN, "a": 2, "__proto__": 3}';
	expect(parseJson(text)).toEqual(
		mapping([
			['a', 2],
			['b', new Float(1)],
			['c', 9007199254740993n],
			['d', new Float(1e5)],
			['e', 0],
			['f', new Float(-0)],
			['g', new Float(NaN)],
			['__proto__', 3]
		])
	);
});

test('JSON-2 what Python refused is refused', () => {
	const refused = recorded.filter(({ value }) => value === undefined);
	expect(refused.length).toBeGreaterThan(20);
	for (const { text } of refused) expect(() => parseJson(text), text).toThrow(JsonError);
});

test.each([
	['a word', '[1, nope]', 4],
	['cut off', '{"a": [1, 2', 11],
	['cut off in a string', '{"a": "b', 8],
	['something behind', '{} x', 3],
	['201 levels', '['.repeat(300), 201],
	['an integer of 5000 digits', '9'.repeat(5000), 0]
])('JSON-2 refused with the place: %s', (_name, text, offset) => {
	expect(() => parseJson(text)).toThrow(expect.objectContaining({ name: 'JsonError', offset }));
});

test('JSON-3 one line, indented and sorted', () => {
	const value = mapping([
		['b', [1, new Float(1), 1e-7, 'é"\n', null, true]],
		[
			'a',
			mapping([
				['y', []],
				['x', mapping()]
			])
		]
	]);
	expect(writeJson(value)).toBe('{"b": [1, 1.0, 1e-07, "é\\"\\n", null, true], "a": {"y": [], "x": {}}}');
	expect(writeJson(value, { indent: 2, sortKeys: true })).toBe(`{
  "a": {
    "x": {},
    "y": []
  },
  "b": [
    1,
    1.0,
    1e-07,
    "é\\"\\n",
    null,
    true
  ]
}`);
});

test('JSON-3 keys are sorted by code point, halves of pairs are escaped', () => {
	const value = mapping([
		['\uffee', 1],
		['😀', 2],
		['a\ud83d', 3]
	]);
	expect(writeJson(value, { sortKeys: true })).toBe('{"a\\ud83d": 3, "\uffee": 1, "😀": 2}');
});

test('JSON-4 what is written is read back as the same value', { timeout: 60_000 }, () => {
	fc.assert(
		fc.property(anyValue, fc.constantFrom({}, { indent: 2 }, { indent: 0, sortKeys: true }), (typed, options) => {
			const value = valueOf(typed);
			return isEqual(parseJson(writeJson(value, options)), value);
		}),
		{ numRuns: 1000 }
	);
});
