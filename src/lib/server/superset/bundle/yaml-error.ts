/** Text that is not YAML as Superset writes and reads it. Whoever knows the file's name adds it. */
export class YamlError extends Error {
	/** From 1. */
	readonly line: number;
	/** In UTF-16 units, from 1. */
	readonly column: number;

	constructor(message: string, { line, column }: { readonly line: number; readonly column: number }) {
		super(`${message} (line ${line}, column ${column})`);
		this.name = 'YamlError';
		this.line = line;
		this.column = column;
	}
}

/** Deepest nesting of mappings and lists. Superset's own layouts stay below 20. */
export const MAX_DEPTH = 200;

/** @throws YamlError that names the place of the character at `offset` */
export function refuse(text: string, offset: number, message: string): never {
	const before = text.slice(0, offset);
	throw new YamlError(message, { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') });
}
