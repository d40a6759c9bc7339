import { Float, isList, isMapping, type Mapping, type Value } from '../value.ts';

/** uuid → name of every object that a value may name. */
export type Names = ReadonlyMap<string, string>;

const MOST = 60;

/** A text on one line, cut where it is long: at most 60 code points. */
export function short(text: string): string {
	const line = text.replaceAll(/\s*[\n\r\u2028\u2029]+\s*/g, ' ');
	if (line.length <= MOST) return line;
	const points = [...line.slice(0, MOST * 2 + 1)];
	return points.length > MOST ? `${points.slice(0, MOST - 1).join('')}…` : line;
}

/** A value in words, on one line, cut where it is long. */
export const said = (value: Value | undefined, names: Names): string => short(plain(value, names));

function plain(value: Value | undefined, names: Names): string {
	if (value === undefined || value === null) return 'nothing';
	if (typeof value === 'string') return `“${names.get(value) ?? value}”`;
	if (value instanceof Float) return floatText(value.value);
	if (isList(value)) return value.length === 0 ? 'none' : value.map((item) => plain(item, names)).join(', ');
	if (isMapping(value)) return adHocIn(value, names) ?? partsOf(value, names);
	return String(value);
}

/** `1.0` is another value than `1`, so it reads differently. */
const floatText = (value: number): string => (/^-?\d+$/.test(String(value)) ? `${value}.0` : String(value));

function partsOf(value: Mapping, names: Names): string {
	const parts = Object.keys(value).map((key) => `${key}: ${plain(value[key], names)}`);
	return parts.length === 0 ? 'empty' : parts.join(', ');
}

/** An ad-hoc metric or filter as its form shows it. */
function adHocIn(value: Mapping, names: Names): string | undefined {
	if (typeof value['label'] === 'string' && value['label']) return value['label'];
	if (value['expressionType'] === 'SQL' && typeof value['sqlExpression'] === 'string') return value['sqlExpression'];
	const column = value['column'];
	if (typeof value['aggregate'] === 'string' && isMapping(column))
		return `${value['aggregate']}(${bare(column['column_name'], names)})`;
	if (typeof value['subject'] === 'string')
		return [value['subject'], bare(value['operator'], names), bare(value['comparator'], names)].join(' ').trim();
	return undefined;
}

/** Text without quotes, nothing for nothing. */
const bare = (value: Value | undefined, names: Names): string =>
	value === undefined || value === null ? '' : typeof value === 'string' ? value : plain(value, names);
