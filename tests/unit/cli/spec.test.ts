import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { EXIT } from '../../../src/cli/exit-code.ts';
import { allOf, programFor, type Runs } from '../../../src/cli/program.ts';
import { VERSION } from '../../../src/cli/version.ts';

const spec = readFileSync('specs/interfaces/cli.md', 'utf8');
const program = programFor({ out: { isTerminal: false, write: () => {} } }, (() => async () => {}) as unknown as Runs);
const leaves = allOf(program).filter(({ commands }) => commands.length === 0);

/** `bundle tree FILE --out DIR [--dashboard UUID]` of the first table. */
const usages = [...spec.matchAll(/^\| `([^`]+)` \| [a-z]/gm)].map(([, usage]) => usage!).slice(0, leaves.length);

const pathOf = (command: (typeof leaves)[number]): string =>
	command.parent?.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();

test('CLI-1 the table has every command with its options', () => {
	const optionsIn = (usage: string) =>
		[...usage.matchAll(/(?<=[ [|])(--?[a-z]+(?:-[a-z]+)*)\b/g)].map(([option]) => option).sort();
	const told = usages.map((usage) => [usage.split(/ [A-Z[-]/)[0], optionsIn(usage)]);
	const real = leaves.map((command) => [
		pathOf(command),
		command.options
			.map(({ short, long }) => short ?? long)
			.filter((option) => option !== '--server')
			.sort()
	]);
	expect(told).toEqual(real);
});

test('CLI-1 the table has every exit code', () => {
	const told = [...spec.matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code));
	expect(told).toEqual(Object.values(EXIT).sort((a, b) => a - b));
});

test('CLI-7 the version is that of the package', () => {
	expect(VERSION).toBe((JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version);
});
