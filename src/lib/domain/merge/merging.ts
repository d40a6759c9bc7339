import type { AssetName } from '../asset.ts';
import { isMapping, Float, isList, type Value } from '../value.ts';
import type { Choices, Conflict, ConflictKind, Keep } from './conflict.ts';

/** JSON as it stands in texts of Superset, exactly. */
export interface JsonText {
	/** `undefined` for what is no JSON. */
	read(text: string): Value | undefined;
	/** @param like a text whose spacing it gets */
	write(value: Value, like: string): string;
}

/** Three forms of one thing. `undefined`: not there. */
export interface Three<T> {
	readonly base: T;
	readonly mine: T;
	readonly theirs: T;
}

export type ThreeValues = Three<Value | undefined>;

type Question = ThreeValues & {
	readonly kind: ConflictKind;
	readonly path: readonly string[];
	readonly alongside?: readonly string[];
};

/** The merge of one asset under way: what was decided, and what has to be. */
export class Merging {
	readonly asset: AssetName;
	readonly json: JsonText;
	readonly conflicts: Conflict[] = [];
	readonly #choices: Choices;
	readonly #key: string;

	constructor(key: string, asset: AssetName, { json, choices }: { json: JsonText; choices: Choices }) {
		this.asset = asset;
		this.json = json;
		this.#choices = choices;
		this.#key = key;
	}

	/** Note a conflict. @returns what was decided of it; mine until then */
	ask(question: Question): Value | undefined {
		const answer = this.#answerTo(question);
		return 'value' in answer ? answer.value : question[answer.keep];
	}

	/** Note a conflict of which only a side can be kept. */
	askSide(question: Question): Keep {
		const answer = this.#answerTo(question);
		return 'keep' in answer ? answer.keep : 'mine';
	}

	/** A side that was chosen before the question is known to be one; mine when none was. */
	keepOf(path: readonly string[]): Keep {
		const choice = this.#choices.get(this.#idOf(path));
		return choice && 'keep' in choice ? choice.keep : 'mine';
	}

	#answerTo({ kind, path, base, mine, theirs, alongside = [] }: Question) {
		const id = this.#idOf(path);
		this.conflicts.push({ id, kind, asset: this.asset, path, base, mine, theirs, alongside });
		return this.#choices.get(id) ?? { keep: 'mine' as const };
	}

	#idOf(path: readonly string[]): string {
		return conflictId(this.#key, path);
	}
}

/** `<kind> <uuid> /params/metric`, the parts as in a JSON pointer (RFC 6901). */
export const conflictId = (key: string, path: readonly string[]): string =>
	path.length === 0
		? key
		: `${key} ${path.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')}`;

/** One text for equal values, another for different ones; the order of keys does not matter. */
export function literal(value: Value | undefined): string {
	if (value === undefined) return '';
	if (typeof value === 'string') return JSON.stringify(value);
	if (typeof value === 'bigint') return `${value}n`;
	if (value instanceof Float) return `${value.value}f`;
	if (isList(value)) return `[${value.map(literal).join(',')}]`;
	if (isMapping(value)) {
		const keys = Object.keys(value).sort();
		return `{${keys.map((key) => `${JSON.stringify(key)}:${literal(value[key])}`).join(',')}}`;
	}
	return String(value);
}
