import { InvalidInput } from '#lib/domain/errors.ts';
import type { Conflict } from '#lib/domain/merge/conflict.ts';
import { isMapping, type Value } from '#lib/domain/value.ts';
import { JsonError } from '../../superset/bundle/json.ts';
import { parseYaml, YamlError } from '../../superset/bundle/yaml.ts';
import { choicesOf, choicesText } from './choices.ts';
import { lineOfMarker } from './sides.ts';

type Path = readonly PropertyKey[];
type Refuse = (message: string, hint: string, cause?: unknown) => never;

/**
 * The value that a person wrote for a conflict: the text itself where its sides are texts, else what it says as YAML.
 * @throws {InvalidInput} at the field, with the line
 */
export function editedValue({ id, base, mine, theirs, path, asset }: Conflict, text: string, at: Path): Value {
	const refuse: Refuse = (message, hint, cause) => {
		throw new InvalidInput([{ path: at, message }], { hint, cause });
	};
	const marker = lineOfMarker(text);
	if (marker) refuse(`line ${marker}: holds the marker of a conflict`, 'Keep what you want, and take the markers out.');
	const sides = [mine, theirs].filter((side) => side !== undefined);
	if (sides.every((side) => typeof side === 'string')) {
		// A form of a page sends every line end as two characters.
		const hasReturns = [base, ...sides].some((side) => typeof side === 'string' && side.includes('\r\n'));
		return hasReturns ? text : text.replaceAll('\r\n', '\n');
	}
	if (asset.kind === 'form') refuse('is of a file that holds no text', 'Keep one of the two files.');
	const value = yamlValue(id, text, refuse);
	if (path.length === 0 && !isMapping(value)) {
		refuse('holds no mapping of keys to values', 'Write the whole content, as both sides have it.');
	}
	return value;
}

function yamlValue(id: string, text: string, refuse: Refuse): Value {
	try {
		const value = parseYaml(text);
		choicesOf(choicesText(new Map([[id, { value }]]))); // what is kept must be read again
		return value;
	} catch (cause) {
		if (cause instanceof YamlError)
			return refuse(`line ${cause.line}: ${cause.message}`, 'Write the value as YAML.', cause);
		if (cause instanceof JsonError) return refuse('is nested too deep', 'Keep the form that both sides have.', cause);
		throw cause;
	}
}
