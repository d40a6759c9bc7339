import fc from '#tests/support/fast-check.ts';
import { expect, test } from 'vitest';
import { Float, isEqual, mapping } from '#lib/domain/value.ts';
import { readBlockYaml } from '#lib/server/superset/bundle/yaml-block.ts';
import { readAnyYaml } from '#lib/server/superset/bundle/yaml-library.ts';
import { parseYaml, writeYaml } from '#lib/server/superset/bundle/yaml.ts';
import { anyValue } from '#tests/support/yaml/corpus.ts';
import { valueOf } from '#tests/support/yaml/oracle.ts';
import { readRecord, type Writing } from '#tests/support/yaml/record.ts';

test('YAML-20 what is written is read back as the same value, by both readers', { timeout: 60_000 }, () => {
	fc.assert(
		fc.property(anyValue, (typed) => {
			const value = valueOf(typed);
			const text = writeYaml(value);
			const quick = readBlockYaml(text);
			return (
				isEqual(
					readAnyYaml(text, () => expect.unreachable()),
					value
				) &&
				(quick === undefined || isEqual(quick, value))
			);
		}),
		{ numRuns: 500 }
	);
});

test('YAML-20 a text of 3 MB with many lines is written and read', () => {
	const text = 'SELECT a, b\n  FROM t -- x\n\n'.repeat(100_000);
	expect(parseYaml(writeYaml(mapping([['sql', text]])))).toEqual(mapping([['sql', text]]));
});

test('YAML-21 the form', () => {
	const value = mapping([
		['text', 'plain words, with (some) signs:no, 089'],
		['quoted', 'a: b'],
		['number', '0123'],
		['date', '2024-01-01'],
		['yes', 'yes'],
		['tab', 'a\tb'],
		['unicode', 'Выручка — план 销售额 😀'],
		['sql', "SELECT *\n\tFROM t  \n\n  WHERE a = 'b'\n"],
		['indented', '  a\nb'],
		['ends', 'a\nb\n\n'],
		['blank', ' \n '],
		['windows', 'a\r\nb'],
		['empty', [mapping(), [], '', null]],
		[
			'list',
			[
				mapping([
					['a', 1],
					['b', ['x', ['y', 'z']]]
				]),
				'long '.repeat(40).trim()
			]
		],
		[
			'numbers',
			[1, new Float(1), 1.5, 1e-7, new Float(1e22), 2n ** 64n, new Float(-0), new Float(NaN), new Float(-Infinity)]
		],
		['bool', true]
	]);
	expect(writeYaml(value)).toBe(`text: plain words, with (some) signs:no, 089
quoted: 'a: b'
number: '0123'
date: '2024-01-01'
'yes': 'yes'
tab: "a\\tb"
unicode: Выручка — план 销售额 😀
sql: |
  SELECT *
  \tFROM t  

    WHERE a = 'b'
indented: |2-
    a
  b
ends: |+
  a
  b

blank: " \\n "
windows: "a\\r\\nb"
empty:
- {}
- []
- ''
- null
list:
- a: 1
  b:
  - x
  - - y
    - z
- ${'long '.repeat(40).trim()}
numbers:
- 1
- 1.0
- 1.5
- 1.0e-07
- 1.0e+22
- 18446744073709551616
- -0.0
- .nan
- -.inf
bool: true
`);
});

test('YAML-21 a key too long for one line stands behind a question mark', () => {
	const key = 'k'.repeat(1100);
	expect(writeYaml(mapping([[key, [1]]]))).toBe(`? ${key}\n:\n- 1\n`);
});

test('YAML-22 equal values give equal text, and the order can be given by path', () => {
	const value = mapping([
		[
			'b',
			mapping([
				['10', 1],
				['9', 2]
			])
		],
		[
			'a',
			[
				mapping([
					['y', 1],
					['x', 2]
				])
			]
		]
	]);
	const paths: string[] = [];
	const order = (path: readonly string[], keys: readonly string[]) => {
		paths.push(path.join('.'));
		return [...keys].sort();
	};
	expect(writeYaml(value, { order })).toBe("a:\n- x: 2\n  y: 1\nb:\n  '10': 1\n  '9': 2\n");
	expect(paths).toEqual(['', 'a.0', 'b']);
	expect(writeYaml(parseYaml(writeYaml(value)))).toBe(writeYaml(value));
});

test('YAML-23 every recorded value gives the recorded text', () => {
	const recorded = readRecord<Writing>('written');
	expect(recorded.length).toBeGreaterThan(200);
	const changed = recorded.flatMap(({ value, text }) => (writeYaml(valueOf(value)) === text ? [] : [text]));
	expect(changed).toEqual([]);
});
