import fc from '#tests/support/fast-check.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import { isEqual } from '#lib/domain/value.ts';
import { readBlockYaml } from '#lib/server/superset/bundle/yaml-block.ts';
import { readAnyYaml } from '#lib/server/superset/bundle/yaml-library.ts';
import { parseYaml, writeYaml, YamlError } from '#lib/server/superset/bundle/yaml.ts';
import { anyMutations, mutated, WRITTEN_BY_HAND } from '#tests/support/yaml/changed.ts';
import { anyValue } from '#tests/support/yaml/corpus.ts';
import { askPython, hasDate, hasOracle, valueOf, type Ask, type Typed } from '#tests/support/yaml/oracle.ts';
import { writeRecords } from '#tests/support/yaml/record.ts';

/** How many texts each test makes; more with `YAML_FUZZ=100000`, always from the same seed unless `YAML_SEED` says another. */
const NUM_RUNS = Number(process.env['YAML_FUZZ'] ?? 1000);
const SAMPLE = { seed: Number(process.env['YAML_SEED'] ?? 1), numRuns: NUM_RUNS };
const ignore = () => {};

describe.skipIf(!hasOracle)('with PyYAML', { timeout: 600_000 }, () => {
	beforeAll(() => {
		if (process.env['PYYAML_RECORD']) writeRecords();
	});

	test('YAML-20 PyYAML and both readers read back what was written', () => {
		const values = fc.sample(anyValue, SAMPLE);
		const texts = values.map((value) => writeYaml(valueOf(value)));
		const answers = askPython(texts.map((text) => ({ ask: 'yaml load', text })));
		const wrong = values.flatMap((typed, at) => {
			const value = valueOf(typed);
			const text = texts[at] as string;
			const byPython = answers[at]?.value;
			const quick = readBlockYaml(text);
			const isRight =
				byPython !== undefined &&
				isEqual(valueOf(byPython), value) &&
				isEqual(readAnyYaml(text, failOnFinding), value) &&
				(quick === undefined || isEqual(quick, value));
			return isRight ? [] : [{ text, error: answers[at]?.error }];
		});
		expect(wrong).toEqual([]);
	});

	test('YAML-1 both readers read what PyYAML wrote as PyYAML reads it', () => {
		const options = [
			{},
			{ allow_unicode: true },
			{ width: 20 },
			{ indent: 4 },
			{ default_flow_style: true },
			{ explicit_start: true }
		];
		const asks = fc
			.sample(anyValue, SAMPLE)
			.map((value, at): Ask => ({ ask: 'yaml dump', value, options: options[at % options.length] ?? {} }));
		const texts = askPython(asks).flatMap(({ text }) => text ?? []);
		expect(disagreements(texts)).toEqual([]);
	});

	test('YAML-10 on changed texts nobody reads another value than PyYAML', () => {
		const values = fc.sample(anyValue, SAMPLE);
		const dumps = askPython(values.map((value) => ({ ask: 'yaml dump', value, options: { width: 30 } })));
		const texts = fc.sample(anyMutations, SAMPLE).map((mutations, at) => {
			const sources = [
				WRITTEN_BY_HAND[at % WRITTEN_BY_HAND.length],
				dumps[at]?.text,
				writeYaml(valueOf(values[at] as Typed))
			];
			return mutated((sources[at % 3] ?? '').slice(0, 3000), mutations);
		});
		expect(disagreements(texts)).toEqual([]);
	});
});

/** Texts that one of our readers takes for something else than PyYAML does, or that the quick one takes and PyYAML refuses. */
function disagreements(texts: readonly string[]): object[] {
	const answers = askPython(texts.map((text) => ({ ask: 'yaml load', text })));
	return texts.flatMap((text, at) => {
		const byPython = answers[at]?.value;
		const quick = readBlockYaml(text);
		const other = unlessRefused(text);
		const isRight =
			byPython === undefined
				? quick === undefined
				: (quick === undefined || isEqual(quick, valueOf(byPython))) &&
					(other === undefined || hasDate(byPython) || isEqual(other, valueOf(byPython)));
		return isRight ? [] : [{ text, python: answers[at], quick, other }];
	});
}

function unlessRefused(text: string) {
	try {
		return readAnyYaml(text, ignore);
	} catch (error) {
		expect(error).toBeInstanceOf(YamlError);
		return undefined;
	}
}

function failOnFinding(): never {
	throw new Error('Nothing that we write is to be reported.');
}

test.skipIf(!hasOracle)('YAML-3 a key that is no text is the one that Python’s JSON makes of it', () => {
	const keys = ['~', 'yes', '1', '1.50', '.inf', '.nan', '0x1f', '1e+22', '1.0e+22', '1:30'];
	const asks = keys.map((key): Ask => ({ ask: 'yaml load', text: `${key}: x\n` }));
	const byPython = askPython(asks).map(({ value }) => valueOf(value as Typed));
	expect(keys.map((key) => parseYaml(`${key}: x\n`))).toEqual(byPython);
});
