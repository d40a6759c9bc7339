import fc from '#tests/support/fast-check.ts';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseJson, writeJson } from '#lib/server/superset/bundle/json.ts';
import { parseYaml, writeYaml } from '#lib/server/superset/bundle/yaml.ts';
import { WRITTEN_BY_HAND } from './changed.ts';
import { anyValue, TORTURE } from './corpus.ts';
import { askPython, hasDate, valueOf, type Ask, type Typed } from './oracle.ts';

/*
 * What Python says, kept for machines where it cannot be asked: `PYYAML_RECORD=1 npx vitest run --project integration
 * tests/integration/superset/bundle/yaml-oracle.test.ts` writes the files anew.
 */

/** A text and the value that Python read in it; without a value Python refused it. */
export interface Reading {
	readonly text: string;
	readonly value?: Typed;
}

/** A value and the text that we wrote for it, which Python read back as that value. */
export interface Writing {
	readonly value: Typed;
	readonly text: string;
}

const FOLDER = 'specs/examples/yaml';
const SAMPLE = { seed: 20260301, numRuns: 120 };

/** Notations that YAML 1.1, YAML 1.2, JSON and PyYAML disagree about. */
const NUMBERS = [
	...[
		'0',
		'-0',
		'+1',
		'1_000',
		'0b1010',
		'-0b11',
		'+0x1f',
		'0xDEAD_beef',
		'0o17',
		'017',
		'-017',
		'0_7',
		'089',
		'00',
		'1:30',
		'-1:30'
	],
	...[
		'190:20:30',
		'190:20:30.15',
		'1:60',
		'1:5',
		'0:30',
		'1:30.',
		'9007199254740991',
		'9007199254740992',
		'9007199254740993'
	],
	...[
		'-9007199254740993',
		'18446744073709551616',
		'1.0',
		'1.',
		'.5',
		'-.5',
		'+.5',
		'-1.5',
		'1e5',
		'1E5',
		'1.e5',
		'1.5e10',
		'1.5e+10'
	],
	...[
		'1.5E-10',
		'1.e+5',
		'1_0.5_0',
		'.5e+1',
		'1e+5',
		'1.0e+400',
		'-0.0',
		'.inf',
		'-.inf',
		'+.INF',
		'.Inf',
		'.iNF',
		'.nan',
		'.NaN',
		'-.nan'
	],
	...[
		'12e03',
		'0.1',
		'0.30000000000000004',
		'4.9e-324',
		'1.7976931348623157e+308',
		'infinity',
		'nan',
		'NaN',
		'0x',
		'0b',
		'0b2',
		'0xg'
	]
];

export const readRecord = <T>(name: string): readonly T[] =>
	JSON.parse(readFileSync(`${FOLDER}/${name}.json`, 'utf8')) as T[];

export function writeRecords(): void {
	mkdirSync(FOLDER, { recursive: true });
	const values = fc.sample(anyValue, SAMPLE);
	const tortured = TORTURE.map((text): Typed => [
		'm',
		[
			[
				['s', text.slice(0, 120)],
				['l', [['s', text]]]
			]
		]
	]);
	writeRecord('read', readings('yaml load', [...yamlTexts(values), ...yamlTexts(tortured)], parseYaml));
	writeRecord('json', readings('json load', jsonTexts([...values.slice(0, 40), ...tortured]), parseJson));
	writeRecord('written', writings([...tortured, ...values]));
}

function writeRecord(name: string, entries: readonly object[]): void {
	const lines = entries.map((entry) => JSON.stringify(entry)).join(',\n');
	writeFileSync(`${FOLDER}/${name}.json`, `[\n${lines}\n]\n`);
}

function yamlTexts(values: readonly Typed[]): string[] {
	const dumps = values.flatMap((value): Ask[] => [
		{ ask: 'yaml dump', value },
		{ ask: 'yaml dump', value, options: { width: 30, allow_unicode: true } }
	]);
	const plain = [...NUMBERS, ...TORTURE].flatMap((text) => [`- ${text}\n`, `? ${text}\n: ${text}\n`]);
	return [...WRITTEN_BY_HAND, ...plain, ...askPython(dumps).flatMap(({ text }) => text ?? [])];
}

function jsonTexts(values: readonly Typed[]): string[] {
	const dumps = values.map((value): Ask => ({ ask: 'json dump', value, options: { ensure_ascii: true } }));
	const numbers = [
		'1E400',
		'-1E400',
		'1e5',
		'-0',
		'-0.0',
		'1.50',
		'01',
		'1.',
		'.5',
		'+1',
		'NaN',
		'-Infinity',
		...NUMBERS
	];
	const odd = [
		'{"a": 1, "a": 2}',
		'{"a": 1,}',
		'[1,]',
		'"a\tb"',
		'"\\ud83d\\ude00"',
		'"\\ud83d"',
		'\ufeff1',
		'',
		' ',
		'[1] 2',
		'"\\x"'
	];
	return [...new Set([...numbers, ...odd, ...askPython(dumps).flatMap(({ text }) => text ?? [])])];
}

/** Texts that Python and we take or refuse alike; what we refuse and Python takes is tested by itself. */
function readings(
	ask: 'yaml load' | 'json load',
	texts: readonly string[],
	parse: (text: string) => unknown
): Reading[] {
	const answers = askPython(texts.map((text) => ({ ask, text })));
	const seen = new Set<string>();
	return texts.flatMap((text, at): Reading[] => {
		const value = answers[at]?.value;
		if (seen.has(text) || (value && hasDate(value)) || takes(parse, text) !== (value !== undefined)) return [];
		seen.add(text);
		return [value === undefined ? { text } : { text, value }];
	});
}

function takes(parse: (text: string) => unknown, text: string): boolean {
	try {
		parse(text);
		return true;
	} catch {
		return false;
	}
}

function writings(values: readonly Typed[]): Writing[] {
	const texts = values.map((value) => writeYaml(valueOf(value)));
	const answers = askPython(texts.map((text) => ({ ask: 'yaml load', text })));
	return values.flatMap((value, at): Writing[] => {
		const back = answers[at]?.value;
		const text = texts[at] as string;
		if (!back || writeJson(valueOf(back)) !== writeJson(valueOf(value)))
			throw new Error(`PyYAML reads something else: ${text}`);
		return [{ value, text }];
	});
}
