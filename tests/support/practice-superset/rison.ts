import type { Json, JsonObject } from './json.ts';

/** A `q` that is not Rison. The message is what Superset's parser says about it. */
export class NotRison extends Error {}

const BARE = /[^\s'!:(),*@$]/;

class Reader {
	private readonly text: string;
	private at = 0;
	constructor(text: string) {
		this.text = text;
	}

	read(): Json {
		const value = this.value();
		if (this.at < this.text.length) throw new NotRison(`unable to parse string as rison: '${this.text}'`);
		return value;
	}

	private next(): string {
		const sign = this.text[this.at];
		if (sign === undefined) throw new NotRison('empty expression');
		this.at += 1;
		return sign;
	}

	private value(): Json {
		const sign = this.next();
		if (sign === '!') return this.bang();
		if (sign === '(') return this.object();
		if (sign === "'") return this.string();
		if (!BARE.test(sign)) throw new NotRison(`invalid character: '${sign}'`);
		let word = sign;
		while (this.at < this.text.length && BARE.test(this.text[this.at] ?? '(')) word += this.next();
		return /^-?\d+(\.\d+)?(e-?\d+)?$/.test(word) ? Number(word) : word;
	}

	private bang(): Json {
		const sign = this.next();
		if (sign === 't') return true;
		if (sign === 'f') return false;
		if (sign === 'n') return null;
		if (sign !== '(') throw new NotRison(`unknown literal: "!${sign}"`);
		const items: Json[] = [];
		while (this.text[this.at] !== ')') {
			if (items.length > 0 && this.next() !== ',') throw new NotRison('missing ","');
			items.push(this.value());
		}
		this.at += 1;
		return items;
	}

	private object(): JsonObject {
		const made: JsonObject = {};
		let first = true;
		while (this.text[this.at] !== ')') {
			if (!first && this.next() !== ',') throw new NotRison('missing ","');
			first = false;
			const key = this.value();
			if (this.next() !== ':') throw new NotRison('missing ":"');
			made[String(key)] = this.value();
		}
		this.at += 1;
		return made;
	}

	private string(): string {
		let text = '';
		for (let sign = this.next(); sign !== "'"; sign = this.next()) text += sign === '!' ? this.next() : sign;
		return text;
	}
}

/** Rison as Superset's `q` parameter holds it (https://github.com/Nanonid/rison). @throws {NotRison} */
export const parseRison = (text: string): Json => new Reader(text).read();
