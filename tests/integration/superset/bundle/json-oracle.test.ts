import fc from '#tests/support/fast-check.ts';
import { describe, expect, test } from 'vitest';
import { isEqual, isList, isMapping, type Value } from '#lib/domain/value.ts';
import { JsonError, parseJson, writeJson } from '#lib/server/superset/bundle/json.ts';
import { anyMutations, mutated } from '#tests/support/yaml/changed.ts';
import { anyValue } from '#tests/support/yaml/corpus.ts';
import { askPython, hasOracle, valueOf, type Ask } from '#tests/support/yaml/oracle.ts';

const SAMPLE = { seed: 1, numRuns: 1000 };

describe.skipIf(!hasOracle)('with Python', { timeout: 300_000 }, () => {
	test('JSON-3 Python writes the same text', () => {
		const values = fc.sample(anyValue, SAMPLE);
		const sorted = values.map((value): Ask => ({ ask: 'json dump', value, options: { indent: 2, sort_keys: true } }));
		const ours = values.map((value) => unescaped(writeJson(valueOf(value), { indent: 2, sortKeys: true })));
		expect(ours).toEqual(askPython(sorted).map(({ text }) => text));
	});

	test('JSON-3 Python writes the same text on one line', () => {
		const values = fc.sample(anyValue, SAMPLE).filter((value) => !hasNumberAsKey(valueOf(value)));
		const ours = values.map((value) => unescaped(writeJson(valueOf(value))));
		expect(ours).toEqual(askPython(values.map((value): Ask => ({ ask: 'json dump', value }))).map(({ text }) => text));
	});

	test('JSON-1 changed texts are read or refused as Python does', () => {
		const values = fc.sample(anyValue, SAMPLE);
		const dumps = askPython(values.map((value): Ask => ({ ask: 'json dump', value, options: { ensure_ascii: true } })));
		const texts = fc
			.sample(anyMutations, SAMPLE)
			.map((mutations, at) => mutated((dumps[at]?.text ?? '').slice(0, 2000), mutations));
		const answers = askPython(
			[...texts, ...dumps.flatMap(({ text }) => text ?? [])].map((text) => ({ ask: 'json load', text }))
		);
		const wrong = texts.flatMap((text, at) => {
			const byPython = answers[at]?.value;
			const ours = unlessRefused(text);
			const isRight =
				byPython === undefined ? ours === undefined : ours !== undefined && isEqual(ours, valueOf(byPython));
			return isRight ? [] : [{ text, python: answers[at], ours }];
		});
		expect(wrong).toEqual([]);
	});
});

/** JavaScript puts keys like `10` before all others; Python keeps the order in which they came. */
const hasNumberAsKey = (value: Value): boolean =>
	isList(value)
		? value.some(hasNumberAsKey)
		: isMapping(value) && Object.entries(value).some(([key, item]) => /^\d+$/.test(key) || hasNumberAsKey(item));

/** Only we escape halves of pairs. */
const unescaped = (text: string): string =>
	text.replace(/\\u(d[89a-f][0-9a-f]{2})/g, (_whole, digits: string) => String.fromCharCode(parseInt(digits, 16)));

function unlessRefused(text: string) {
	try {
		return parseJson(text);
	} catch (error) {
		expect(error).toBeInstanceOf(JsonError);
		return undefined;
	}
}
