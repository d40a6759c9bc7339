import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Float, isEqual, mapping, type Value } from '#lib/domain/value.ts';
import { readBlockYaml } from '#lib/server/superset/bundle/yaml-block.ts';
import { readAnyYaml } from '#lib/server/superset/bundle/yaml-library.ts';
import { parseYaml, YamlError, type YamlFinding } from '#lib/server/superset/bundle/yaml.ts';
import { readBundle } from '#lib/server/superset/bundle/zip.ts';
import { valueOf } from '#tests/support/yaml/oracle.ts';
import { readRecord, type Reading } from '#tests/support/yaml/record.ts';

const recorded = readRecord<Reading>('read');
const ignore = () => {};

function errorOf(text: string): YamlError {
	try {
		parseYaml(text);
	} catch (error) {
		expect(error).toBeInstanceOf(YamlError);
		return error as YamlError;
	}
	throw new Error(`This was read: ${text.slice(0, 200)}`);
}

test('YAML-1 every recorded text gives what PyYAML gave, by both readers', () => {
	const wrong = recorded.flatMap(({ text, value: typed }) => {
		if (typed === undefined) return [];
		const value = valueOf(typed);
		const quick = readBlockYaml(text);
		return isEqual(readAnyYaml(text, ignore), value) && (quick === undefined || isEqual(quick, value)) ? [] : [text];
	});
	expect(wrong).toEqual([]);
	expect(recorded.length).toBeGreaterThan(500);
});

test('YAML-1 what PyYAML refused is refused', () => {
	const refused = recorded.filter(({ value }) => value === undefined);
	expect(refused.length).toBeGreaterThan(20);
	for (const { text } of refused) errorOf(text);
});

test('YAML-2 numbers keep their kind and their digits', () => {
	const text =
		'a: 1\nb: 1.0\nc: 9007199254740993\nd: 123456789012345678901234567890\ne: -0.0\nf: 1.5\ng: 1.0e+22\nh: -.inf\n';
	expect(parseYaml(text)).toEqual(
		mapping([
			['a', 1],
			['b', new Float(1)],
			['c', 9007199254740993n],
			['d', 123456789012345678901234567890n],
			['e', new Float(-0)],
			['f', 1.5],
			['g', new Float(1e22)],
			['h', new Float(-Infinity)]
		])
	);
});

test('YAML-2 a float that is no number stays one', () => {
	expect(parseYaml('- .nan\n')).toEqual([new Float(NaN)]);
});

describe('findings', () => {
	const findingsOf = (text: string): [Value, YamlFinding['path'][]] => {
		const paths: YamlFinding['path'][] = [];
		return [parseYaml(text, { onFinding: ({ path }) => paths.push(path) }), paths];
	};

	test('YAML-3 a date without quotes stays its text and is reported', () => {
		const [value, paths] = findingsOf("a:\n- b: 2024-01-01\n- '2024-01-01'\n- 2001-12-14t21:59:43.10-05:00\n");
		expect(value).toEqual(
			mapping([['a', [mapping([['b', '2024-01-01']]), '2024-01-01', '2001-12-14t21:59:43.10-05:00']]])
		);
		expect(paths).toEqual([
			['a', '0', 'b'],
			['a', '2']
		]);
	});

	test('YAML-3 a key that is no text becomes the one of JSON and is reported', () => {
		const [value, paths] = findingsOf("a:\n  1: x\n  yes: x\n  ~: x\n  1.50: x\n  1.0: x\n  '2': x\n");
		expect(Object.keys((value as { a: object }).a).sort()).toEqual(['1', '1.0', '1.5', '2', 'null', 'true']);
		expect(paths.map(([, key]) => key)).toEqual(['1', 'true', 'null', '1.5', '1.0']);
	});
});

test.each([
	['alias', 'a: &x 1\nb: *x\n', 1, 4, /anchor/],
	['anchor', 'a: 1\nb: &x 1\n', 2, 4, /anchor/],
	['alias alone', 'b: *x\n', 1, 4, /alias/],
	['python tag', 'a: !!python/object/apply:os.system ["true"]\n', 1, 4, /tag/],
	['binary', 'a: !!binary aGk=\n', 1, 4, /tag/],
	['directive', '%YAML 1.2\n---\na: 1\n', 1, 1, /directive/],
	['merge key', 'a: 1\n<<: {b: 2}\n', 2, 1, /merge/],
	['plain =', 'a: =\n', 1, 4, /=/],
	['key twice', 'a: 1\nb:\n  c: 1\n  c: 2\n', 4, 3, /twice/],
	['key twice as another kind', "1: x\n'1': y\n", 2, 1, /twice/],
	['missing key', 'a: 1\n: 2\n', 2, 1, /key is missing/],
	['list as key', '? [a]\n: 1\n', 1, 3, /key must be/],
	['second document', 'a: 1\n---\nb: 2\n', 2, 1, /second document/],
	['cut off', 'a: "text\n', 1, 4, /closing quote/],
	['cut off in brackets', 'a: [1, 2\n', 2, 1, /./],
	['two values', 'a: b: c\n', 1, 4, /./]
])('YAML-4 refused with its place: %s', (_name, text, line, column, message) => {
	const error = errorOf(text);
	expect([error.line, error.column]).toEqual([line, column]);
	expect(error.message).toMatch(message);
});

test.each([
	['control character', 'a: "x\u0007"\n'],
	['line separator', 'a: "x\u2028y"\n'],
	['byte order mark inside', 'a: x\ufeffy\n'],
	['half of a pair', 'a: x\ud83d\n'],
	['character written as two escapes', 'a: "\\ud83d\\ude00"\n'],
	['no character at all', 'a: "\\U00110000"\n']
])('YAML-5 refused: %s', (_name, text) => {
	errorOf(text);
});

test('YAML-5 half of a pair as an escape, and any character as one, are read', () => {
	expect(parseYaml('- "\\ud83d"\n- "\\U0001f600"\n')).toEqual(['\ud83d', '\u{1f600}']);
});

test.each([
	['tab as indentation', 'a:\n\tb: 1\n'],
	['tab behind a value', 'a: {}\t# note\n'],
	['tab in plain text', 'a: x\ty\n'],
	['? between brackets', 'a: [x?y]\n'],
	['block text without indentation', '|\ntext\n'],
	['empty line behind an escaped line end', 'a: "x\\\n\n  y"\n'],
	['block text that ends in spaces', 'a: |2-\n    x\n    \n # note\n'],
	['block text without an end of line', 'a: |\n  x']
])('YAML-6 refused: %s', (_name, text) => {
	errorOf(text);
});

test.each([
	['more than 64 MB', `a: ${'x'.repeat(64 * 2 ** 20)}\n`, /64 MB/],
	['deep lists on one line', `${'- '.repeat(10_000)}x\n`, /deep/i],
	['deep brackets', '['.repeat(100_000), /deep/i],
	['deep explicit keys', '? '.repeat(10_000), /deep/i],
	['deep mappings', Array.from({ length: 2000 }, (_, depth) => `${' '.repeat(depth)}a:\n`).join(''), /deep|stack/i],
	['201 levels', `${Array.from({ length: 202 }, (_, depth) => `${' '.repeat(depth)}a:\n`).join('')}`, /deep/i],
	['a million commas', `[${'a,'.repeat(1_000_000)}]`, /too long/],
	['a million brackets', ']'.repeat(1_000_000), /closes nothing/],
	['an integer of 5000 digits', `a: ${'9'.repeat(5000)}\n`, /number/],
	['an integer without digits', 'a: 0b_\n', /number/]
])('YAML-7 refused: %s', (_name, text, message) => {
	expect(errorOf(text).message).toMatch(message);
});

test('YAML-7 as many levels as are allowed are read', () => {
	const text = Array.from({ length: 200 }, (_, depth) => `${' '.repeat(depth)}a:\n`).join('');
	expect(readBlockYaml(text)).toBeDefined();
	expect(isEqual(readBlockYaml(text), readAnyYaml(text, ignore))).toBe(true);
});

test('YAML-8 __proto__ and constructor are keys like any other', () => {
	const value = parseYaml('__proto__:\n  a: 1\nconstructor: 2\n') as Record<string, unknown>;
	expect(Object.keys(value)).toEqual(['__proto__', 'constructor']);
	expect(({} as Record<string, unknown>)['a']).toBeUndefined();
});

const EXPORTS = [
	...[
		'sales-overview',
		'unicode',
		'virtual',
		'two-schemas',
		'orphan',
		'theme',
		'ids-everywhere',
		'shared-chart-both',
		'large'
	].map((name) => `6.1.0/${name}`),
	...['6.1.0/after-import/unicode', '6.1.0/after-save/ids-everywhere', '6.1.0/after-chart-save/sales-overview-twice'],
	...['6.0.0/ids-everywhere', '6.0.0/theme', '4.1.4/ids-everywhere', '4.1.4/unicode']
];

test.each(EXPORTS)(
	'YAML-9 %s is read by the quick reader, and the library gives the same',
	{ timeout: 60_000 },
	async (name) => {
		const { files } = await readBundle(readFileSync(`specs/examples/superset/${name}.zip`));
		for (const [path, bytes] of files) {
			const text = new TextDecoder().decode(bytes);
			const quick = readBlockYaml(text);
			expect(quick, path).toBeDefined();
			expect(isEqual(quick, readAnyYaml(text, ignore)), path).toBe(true);
		}
	}
);

test.each([
	[
		'Windows',
		'a: 1\r\nb: |\r\n  x\r\n  y\r\n',
		mapping([
			['a', 1],
			['b', 'x\ny\n']
		])
	],
	[
		'old Mac',
		'a: 1\rb: 2\r',
		mapping([
			['a', 1],
			['b', 2]
		])
	],
	['next line', 'a: "x\u0085  y"\n', mapping([['a', 'x y']])],
	['byte order mark', '\ufeffa: 1\n', mapping([['a', 1]])],
	['document mark', '---\na: 1\n...\n', mapping([['a', 1]])],
	['nothing at all', '', null],
	['a comment only', '# nothing\n', null]
] as [string, string, Value][])('YAML-11 %s', (_name, text, value) => {
	expect(isEqual(parseYaml(text), value)).toBe(true);
});
