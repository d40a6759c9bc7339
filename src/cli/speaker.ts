import { styleText } from 'node:util';
import type { Output, Terminal } from './terminal.ts';

export interface Manner {
	/** One JSON document on stdout instead of words. */
	readonly json: boolean;
	/** Progress also where nobody watches. */
	readonly verbose: boolean;
}

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow';

/** How a command says its result, its progress and what else one should know. */
export class Speaker {
	readonly terminal: Terminal;
	readonly manner: Manner;

	constructor(terminal: Terminal, manner: Manner) {
		this.terminal = terminal;
		this.manner = manner;
	}

	/** What the command is for: words for people, or the document for programs. Once a command. */
	result(document: unknown, words: string): void {
		const { out } = this.terminal;
		if (this.manner.json) out.write(`${this.#withoutSecrets(JSON.stringify(document, null, 2))}\n`);
		else this.#write(out, words);
	}

	/** The same for a result that is a file: its bytes as they are, for a program that reads them. */
	pass(document: unknown, bytes: Uint8Array): void {
		if (this.manner.json) this.result(document, '');
		else this.terminal.out.write(bytes);
	}

	/** That it goes on. Only where somebody watches or wants it. */
	progress(words: string): void {
		const { err } = this.terminal;
		if (err.isTerminal || this.manner.verbose) this.#write(err, this.paint('dim', words, err));
	}

	/** What one should not miss beside the result. Programs get it in the document. */
	note(words: string): void {
		if (!this.manner.json) this.#write(this.terminal.err, words);
	}

	/** Asked or answered on stderr, so that stdout stays the result. */
	show(words: string): void {
		this.#write(this.terminal.err, words);
	}

	paint(style: Style, words: string, on: Output = this.terminal.out): string {
		return hasColour(this.terminal, on) ? styleText(style, words, { validateStream: false }) : words;
	}

	#write(output: Output, words: string): void {
		const text = printable(this.#withoutSecrets(words), hasColour(this.terminal, output));
		if (text !== '') output.write(text.endsWith('\n') ? text : `${text}\n`);
	}

	#withoutSecrets(words: string): string {
		const token = this.terminal.env['DASHBRANCH_TOKEN']?.trim();
		return token ? words.replaceAll(token, '(hidden)') : words;
	}
}

/** https://no-color.org, https://force-color.org */
function hasColour({ env }: Terminal, output: Output): boolean {
	if (env['NO_COLOR']) return false;
	if (env['FORCE_COLOR']) return env['FORCE_COLOR'] !== '0';
	return output.isTerminal && env['TERM'] !== 'dumb';
}

// eslint-disable-next-line no-control-regex -- those are what is looked for
const STEERING = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g;
// eslint-disable-next-line no-control-regex -- colours begin with one
const COLOUR = /(\x1b\[\d+m)/;

/** Titles come from elsewhere: what could steer the terminal is shown as a mark. Our own colours stay. */
const printable = (words: string, isColoured: boolean): string =>
	words
		.split(COLOUR)
		.map((part, index) => (index % 2 === 0 ? part.replace(STEERING, '\ufffd') : isColoured ? part : ''))
		.join('');
