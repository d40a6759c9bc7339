import { machineMadeLines } from '#lib/domain/text-diff/machine-made.ts';

/** One line of a file that a commit added or removed, without the spaces around it. */
export interface ChangedLine {
	readonly path: string;
	readonly change: 'added' | 'removed';
	readonly text: string;
}

/** Longer lines are cut to so many UTF-16 units. */
const LONGEST = 4_000;
/** Files are text where no byte of so many is zero. */
const LOOKED_AT = 8_000;

/** The lines of a file that a person could look for: no blank ones, and none of places that are machine-made. */
export function searchableLines(path: string, bytes: Uint8Array): readonly string[] {
	if (bytes.subarray(0, LOOKED_AT).includes(0)) return [];
	const lines = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8').split('\n');
	const made = path.endsWith('.yaml') ? machineMadeLines(lines) : [];
	return lines.flatMap((line, at) => {
		const text = line.trim();
		return text === '' || made[at] !== undefined ? [] : [text.slice(0, LONGEST)];
	});
}

/** Lines that only one of two forms has, each as often as it has it more; the added ones first. Moved lines are none. */
export function changedLines(path: string, before: readonly string[], after: readonly string[]): ChangedLine[] {
	const count = new Map<string, number>();
	for (const line of before) count.set(line, (count.get(line) ?? 0) + 1);
	const changed: ChangedLine[] = [];
	for (const text of after) {
		const left = count.get(text) ?? 0;
		if (left === 0) changed.push({ path, change: 'added', text });
		else count.set(text, left - 1);
	}
	for (const text of before) {
		const left = count.get(text) ?? 0;
		if (left === 0) continue;
		changed.push({ path, change: 'removed', text });
		count.set(text, left - 1);
	}
	return changed;
}

/**
 * As text: `=<path>` before the lines of a file, then each line behind `+` or `-`. The first lines that together have no
 * more than `most` UTF-16 units; the same line twice counts once.
 */
export function packLines(lines: readonly ChangedLine[], most: number): string {
	const packed: string[] = [];
	const seen = new Set<string>();
	let left = most;
	let path: string | undefined;
	for (const line of lines) {
		const text = `${line.change === 'added' ? '+' : '-'}${line.text}`;
		if (seen.has(text)) continue;
		seen.add(text);
		left -= text.length;
		if (left < 0) break;
		if (path !== line.path) packed.push(`=${line.path.replaceAll('\n', ' ')}`);
		path = line.path;
		packed.push(text);
	}
	return packed.join('\n');
}

/** What {@link packLines} packed. */
export function* unpackLines(packed: string): Generator<ChangedLine> {
	let path = '';
	for (const line of packed === '' ? [] : packed.split('\n')) {
		const text = line.slice(1);
		if (line.startsWith('=')) path = text;
		else yield { path, change: line.startsWith('+') ? 'added' : 'removed', text };
	}
}
