/**
 * Places in a canonical file that no person sets, as paths of keys; `*` is any key, `=` says that the key before it has a
 * plain value and not keys of its own. The same places that sentences leave out (`compare/differences.ts`).
 */
const MACHINE_MADE: readonly (readonly string[])[] = [
	['query_context'],
	['version', '='],
	['position', 'HEADER_ID'],
	['position', '*', 'meta', 'chartId', '=']
];

/**
 * Which lines of a canonical YAML text belong to machine-made places: for each line the key of the place, or
 * `undefined`. Reads the form that `writeYaml` gives (block style, lists at their key's indentation, literals).
 */
export const machineMadeLines = (lines: readonly string[]): (string | undefined)[] => linesOfKeys(lines, MACHINE_MADE);

/** For each line the last key of the first of `paths` that it belongs to. */
export function linesOfKeys(lines: readonly string[], paths: readonly (readonly string[])[]): (string | undefined)[] {
	/** The keys around the current line, each with the column at which it stands. */
	const around: { readonly column: number; readonly key: string }[] = [];
	/** Lines of a literal have more spaces than this; -1 outside of one. */
	let literalOver = -1;
	let place: string | undefined;
	return lines.map((line) => {
		let column = 0;
		while (line.charCodeAt(column) === 32) column++;
		if (column === line.length || (literalOver >= 0 && column > literalOver)) return place;
		literalOver = -1;
		while (line.startsWith('- ', column)) {
			leave(around, column + 1);
			// An item belongs to the key at the same column, and is one of its own inside.
			around.push({ column: column + 1, key: '-' });
			column += 2;
		}
		const key = keyAt(line, column);
		if (key !== undefined) {
			leave(around, column);
			around.push({ column, key });
			if (!line.endsWith(':')) around.push({ column: column + 1, key: '=' });
			if (LITERAL.test(line)) literalOver = column;
		}
		place = placeOf(around, paths);
		return place;
	});
}

const LITERAL = /: \|\d?[+-]?$/;

function keyAt(line: string, column: number): string | undefined {
	if (line[column] === '"' || line[column] === "'") {
		const [, double, single] =
			/^(?:"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)'):(?: |$)/.exec(line.slice(column, column + 1100)) ?? [];
		return double ?? single;
	}
	const colon = line.indexOf(': ', column);
	if (colon >= 0) return line.slice(column, colon);
	return line.endsWith(':') ? line.slice(column, -1) : undefined;
}

function leave(around: { readonly column: number }[], column: number): void {
	while (around.length > 0 && (around.at(-1)?.column ?? 0) >= column) around.pop();
}

const placeOf = (around: readonly { readonly key: string }[], paths: readonly (readonly string[])[]) =>
	paths
		.find((path) => path.length <= around.length && path.every((key, at) => key === '*' || key === around[at]?.key))
		?.findLast((key) => key !== '=');
