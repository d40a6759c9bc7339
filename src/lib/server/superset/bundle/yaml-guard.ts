import { CST, Lexer, Parser } from 'yaml';
import { MAX_DEPTH, refuse } from './yaml-error.ts';

/** Some 40,000 lines: the library takes a second and 200 MB for them. Superset's own form knows no such bound. */
const MOST_TOKENS = 250_000;

const REFUSED: Readonly<Record<string, string>> = {
	alias: 'An alias (*) is not allowed',
	anchor: 'An anchor (&) is not allowed',
	tag: 'A tag (!) is not allowed',
	'directive-line': 'A directive (%) is not allowed'
};

/**
 * The library's syntax tokens of `text`, as long as all is well: refuses while lexing, before anything is built.
 * @throws YamlError
 */
export function* guardedTokens(text: string): Generator<CST.Token> {
	const parser = new Parser();
	const guard = new Guard();
	let offset = 0;
	for (const lexeme of new Lexer().lex(text)) {
		const problem = guard.problemOf(lexeme);
		if (problem) refuse(text, offset, problem);
		yield* parser.next(lexeme);
		if (!MARKERS.has(lexeme)) offset += lexeme.length;
	}
	yield* parser.end();
}

/** Lexemes that stand for something and take no place in the text. */
const MARKERS: ReadonlySet<string> = new Set([CST.DOCUMENT, CST.FLOW_END, CST.SCALAR]);

class Guard {
	#tokens = 0;
	#documents = 0;
	/** Open brackets. */
	#flowDepth = 0;
	/** `-` and `?` in this line. */
	#lineDepth = 0;
	/** The next lexeme is the text of a plain or a block scalar. */
	#isText = false;
	#isBlock = false;

	problemOf(lexeme: string): string | undefined {
		if (++this.#tokens > MOST_TOKENS)
			return 'This is too long for YAML that is not in the form in which Superset writes it';
		if (this.#isText) {
			this.#isText = false;
			if (!this.#isBlock) return oddPlain(lexeme, this.#flowDepth > 0);
			this.#isBlock = false;
			return oddBlock(lexeme);
		}
		const type = CST.tokenType(lexeme);
		this.#count(type);
		if (this.#documents > 1) return 'A second document begins here';
		if (this.#flowDepth < 0) return 'This bracket closes nothing';
		if (this.#lineDepth > MAX_DEPTH || this.#flowDepth > MAX_DEPTH) return `Nested deeper than ${MAX_DEPTH} levels`;
		return (type && REFUSED[type]) ?? oddToken(type, lexeme);
	}

	#count(type: CST.TokenType | null): void {
		if (type === 'scalar') this.#isText = true;
		else if (type === 'block-scalar-header') this.#isBlock = true;
		else if (type === 'newline') this.#lineDepth = 0;
		else if (type === 'seq-item-ind' || type === 'explicit-key-ind') this.#lineDepth++;
		else if (type === 'flow-map-start' || type === 'flow-seq-start') this.#flowDepth++;
		else if (type === 'flow-map-end' || type === 'flow-seq-end') this.#flowDepth--;
		else if (type === 'doc-start') this.#documents++;
	}
}

/*
 * What the library and PyYAML were seen to take differently, or PyYAML refuses: none of it is written by Superset or us.
 */

const UNCLOSED = 'The closing quote is missing, or a line of the text is not indented deeper than its key';

function oddToken(type: CST.TokenType | null, lexeme: string): string | undefined {
	if (type === 'space' && lexeme.includes('\t')) return 'A tab may stand inside of text only: use spaces';
	if (type === 'double-quoted-scalar' && !/^"[^"\\]*(?:\\[^][^"\\]*)*"$/.test(lexeme)) return UNCLOSED;
	if (type === 'single-quoted-scalar' && !/^'[^']*(?:''[^']*)*'$/.test(lexeme)) return UNCLOSED;
	if (type === 'double-quoted-scalar' && /(?<!\\)(?:\\\\)*\\\n[ \t]*\n/.test(lexeme))
		return 'An empty line may not follow a \\ at the end of a line';
	return undefined;
}

function oddBlock(lexeme: string): string | undefined {
	if (/(?:^|\n) +\n*$/.test(lexeme)) return 'Text whose last line has nothing but spaces must stand in quotes';
	if (/^[^ \n]/m.test(lexeme)) return 'Text below a | or > must be indented';
	if (/[^\n]$/.test(lexeme)) return 'Text below a | or > must end with the end of a line';
	return undefined;
}

function oddPlain(lexeme: string, isFlow: boolean): string | undefined {
	if (lexeme.includes('\t')) return 'Text with a tab must stand in quotes';
	if (isFlow && lexeme.includes('?')) return 'Text with a ? must stand in quotes between brackets';
	return undefined;
}
