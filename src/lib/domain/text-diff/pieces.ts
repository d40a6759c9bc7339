import type { SyntaxToken } from './tokens.ts';
import type { TextRange } from './word-marks.ts';

/** A part of a line that looks the same all over. */
export interface LinePiece {
	readonly text: string;
	readonly kind: SyntaxToken['kind'] | null;
	readonly marked: boolean;
}

/** A line cut where its look changes; characters that nobody would see, or that would turn the line round, made visible. */
export function piecesOf(line: string, tokens: readonly SyntaxToken[], marks: readonly TextRange[]): LinePiece[] {
	const cuts = new Set([0, line.length]);
	for (const { start, end } of [...tokens, ...marks]) cuts.add(start).add(end);
	const places = [...cuts].filter((place) => place <= line.length).sort((a, b) => a - b);
	const pieces: LinePiece[] = [];
	let token = 0;
	let mark = 0;
	for (let at = 0; at + 1 < places.length; at++) {
		const start = places[at] ?? 0;
		while ((tokens[token]?.end ?? Infinity) <= start) token++;
		while ((marks[mark]?.end ?? Infinity) <= start) mark++;
		const kind = (tokens[token]?.start ?? Infinity) <= start ? (tokens[token]?.kind ?? null) : null;
		const marked = (marks[mark]?.start ?? Infinity) <= start;
		pieces.push({ text: visible(line.slice(start, places[at + 1])), kind, marked });
	}
	return pieces;
}

const UNSEEN = /[^\P{Cc}\t]|[\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu;

/**
 * Control characters as their pictures (`␍`), and those that have no width or change the direction of what follows by
 * their number (`⟨U+202E⟩`), so that a line reads as what it is. Joiners inside of emoji and scripts stay.
 */
export const visible = (text: string): string =>
	text.replace(UNSEEN, (character) => {
		const code = character.charCodeAt(0);
		if (code < 32) return String.fromCharCode(0x2400 + code);
		return code === 127 ? '␡' : `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
	});
