import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Float, isList, mapping, type Mapping, type Value } from '#lib/domain/value.ts';

/** A value with its types, as `oracle.py` writes them. */
export type Typed =
	| readonly ['n']
	| readonly ['b', boolean]
	| readonly ['i' | 'f' | 's' | 'd' | '?', string]
	| readonly ['l', readonly Typed[]]
	| readonly ['m', readonly (readonly [Typed, Typed])[]];

export type Ask =
	| { readonly ask: 'yaml load' | 'json load'; readonly text: string }
	| {
			readonly ask: 'yaml dump' | 'json dump';
			readonly value: Typed;
			readonly options?: Readonly<Record<string, unknown>>;
	  };

export interface Answer {
	readonly value?: Typed;
	readonly text?: string;
	/** Why Python said no. */
	readonly error?: string;
}

const PYTHON = process.env['PYYAML_PYTHON'] ?? 'python3';
const SCRIPT = fileURLToPath(new URL('oracle.py', import.meta.url));

/** Whether a Python with PyYAML 6 is there to be asked: `PYYAML_PYTHON`, else `python3`. */
export const hasOracle =
	spawnSync(PYTHON, ['-c', 'import yaml; assert yaml.__version__.startswith("6.")'], { stdio: 'ignore' }).status === 0;

/** Asks Python about many things in one process. */
export function askPython(asks: readonly Ask[]): readonly Answer[] {
	const run = spawnSync(PYTHON, [SCRIPT], {
		input: asks.map((ask) => `${JSON.stringify(ask)}\n`).join(''),
		encoding: 'utf8',
		maxBuffer: 1 << 30
	});
	if (run.status !== 0) throw new Error(`The oracle failed: ${run.stderr}`);
	return run.stdout
		.trimEnd()
		.split('\n')
		.map((line) => JSON.parse(line) as Answer);
}

export function typedOf(value: Value): Typed {
	if (value === null) return ['n'];
	if (typeof value === 'boolean') return ['b', value];
	if (typeof value === 'string') return ['s', value];
	if (typeof value === 'bigint') return ['i', String(value)];
	if (typeof value === 'number') return Number.isInteger(value) ? ['i', String(BigInt(value))] : ['f', String(value)];
	if (value instanceof Float) return ['f', Object.is(value.value, -0) ? '-0.0' : pythonWord(value.value)];
	if (isList(value)) return ['l', value.map(typedOf)];
	return ['m', Object.entries(value as Mapping).map(([key, item]) => [['s', key], typedOf(item)] as const)];
}

const pythonWord = (value: number): string =>
	Number.isNaN(value) ? 'nan' : value === Infinity ? 'inf' : value === -Infinity ? '-inf' : String(value);

/** The value that `typed` stands for in our terms; a date is its text, a key the text that JSON would make of it. */
export function valueOf(typed: Typed): Value {
	switch (typed[0]) {
		case 'n':
			return null;
		case 'b':
			return typed[1];
		case 'i': {
			const exact = BigInt(typed[1]);
			return exact <= 2n ** 53n && exact >= -(2n ** 53n) ? Number(exact) : exact;
		}
		case 'f': {
			const value = Number(typed[1].replace('inf', 'Infinity').replace('nan', 'NaN'));
			return Number.isFinite(value) && !Number.isInteger(value) ? value : new Float(value);
		}
		case 'l':
			return typed[1].map(valueOf);
		case 'm':
			return mapping(typed[1].map(([key, item]) => [keyOf(key), valueOf(item)]));
		default:
			return typed[1];
	}
}

function keyOf(typed: Typed): string {
	if (typed[0] === 'n') return 'null';
	if (typed[0] === 'f') return typed[1].replace('inf', 'Infinity').replace('nan', 'NaN');
	return typed[0] === 'l' || typed[0] === 'm' ? '?' : String(typed[1]);
}

/** Whether a date stands anywhere: its text is not recorded as it was written. */
export const hasDate = (typed: Typed): boolean =>
	typed[0] === 'd' ||
	(typed[0] === 'l' && typed[1].some(hasDate)) ||
	(typed[0] === 'm' && typed[1].some(([key, item]) => hasDate(key) || hasDate(item)));
