import type { Oid } from '#lib/domain/ids.ts';

export interface GitObject {
	readonly type: 'commit' | 'tree' | 'blob' | 'tag';
	readonly bytes: Uint8Array;
}

/** What came of one `contents` command. `too_large`: passed over, because of the limit that the caller set. */
export type BatchAnswer = GitObject | 'missing' | 'too_large';

const LINE_END = 0x0a;
const HEADER = /^(?:[0-9a-f]+) (commit|tree|blob|tag) (\d+)$/;

/**
 * Reads the output of `git cat-file --batch-command`: `<oid> <type> <size> LF <content> LF` or `<name> missing LF`.
 * Pieces may end anywhere. An object that is too large is passed over without being held.
 *
 * @see https://git-scm.com/docs/git-cat-file, *BATCH OUTPUT*
 */
export class BatchOutput {
	readonly #answer: (answer: BatchAnswer) => void;
	readonly #mayHold: (sizeBytes: number) => boolean;
	#line: Buffer[] = [];
	#object: { type: GitObject['type']; size: number; bytes: Uint8Array | undefined; have: number } | undefined;

	/** @param handlers `mayHold` is asked with the size of each object before it is read. */
	constructor(handlers: { answer: (answer: BatchAnswer) => void; mayHold: (sizeBytes: number) => boolean }) {
		this.#answer = handlers.answer;
		this.#mayHold = handlers.mayHold;
	}

	/** @throws when git prints what the manual does not know. */
	write(chunk: Buffer): void {
		for (let at = 0; at < chunk.length;) at = this.#object ? this.#readContent(chunk, at) : this.#readHeader(chunk, at);
	}

	#readHeader(chunk: Buffer, from: number): number {
		const end = chunk.indexOf(LINE_END, from);
		this.#line.push(chunk.subarray(from, end === -1 ? chunk.length : end));
		if (end === -1) return chunk.length;
		const line = Buffer.concat(this.#line).toString('utf8');
		this.#line = [];
		const [, type, digits] = HEADER.exec(line) ?? [];
		if (type) {
			const size = Number(digits);
			const bytes = this.#mayHold(size) ? new Uint8Array(size) : undefined;
			this.#object = { type: type as GitObject['type'], size, bytes, have: 0 };
		} else if (line.endsWith(' missing')) {
			this.#answer('missing');
		} else {
			throw new Error(`git cat-file printed a line that it should not: ${line.slice(0, 200)}`);
		}
		return end + 1;
	}

	#readContent(chunk: Buffer, from: number): number {
		const object = this.#object!;
		const end = Math.min(chunk.length, from + object.size - object.have);
		object.bytes?.set(chunk.subarray(from, end), object.have);
		object.have += end - from;
		if (end === chunk.length) return end;
		this.#object = undefined; // and over the line end that follows the content
		this.#answer(object.bytes ? { type: object.type, bytes: object.bytes } : 'too_large');
		return end + 1;
	}
}

/** The commands that print these objects, and make git print them now. */
export const contentsCommands = (oids: readonly Oid[]): string =>
	`${oids.map((oid) => `contents ${oid}\n`).join('')}flush\n`;
