/** Thrown by the quick reader where a text goes beyond what it is sure of; the library's reader decides then. */
export const UNSURE = Symbol('unsure');

export const NEWLINE = 10;
export const SPACE = 32;
const TAB = 9;
const HASH = 35;
const DASH = 45;
const DOT = 46;
const PERCENT = 37;

/** Where a reader stands in a text that has only `\n` as line ends and ends with one. */
export class Cursor {
	readonly text: string;
	/** Index of the next character. */
	at = 0;
	/** Column (from 0) of the first character of the line entered last; -1 behind the last line. */
	column = 0;

	constructor(text: string) {
		this.text = text;
	}

	code(ahead = 0): number {
		return this.text.charCodeAt(this.at + ahead);
	}

	/** From the start of a line to its first character. Lines without one, comments and document marks are not for us. */
	enterLine(): void {
		const { text } = this;
		const start = this.at;
		let at = start;
		let code = text.charCodeAt(at);
		while (code === SPACE) code = text.charCodeAt(++at);
		this.at = at;
		this.column = at < text.length ? at - start : -1;
		if (code === NEWLINE || code === HASH || code === TAB) throw UNSURE;
		if (at === start && (code === DOT || code === PERCENT || (code === DASH && text.charCodeAt(at + 1) === DASH)))
			throw UNSURE;
		if (this.column === -1 && at !== start) throw UNSURE;
	}

	/** Steps over the end of a line that must be here. */
	leaveLine(): void {
		if (this.code() !== NEWLINE) throw UNSURE;
		this.at++;
		this.enterLine();
	}

	isAtEnd(): boolean {
		return this.column === -1;
	}

	/** Whether a `- ` stands here. */
	atDash(): boolean {
		return this.code() === DASH && this.code(1) === SPACE;
	}
}
