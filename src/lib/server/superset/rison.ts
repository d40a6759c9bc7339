/** What Superset's `q` parameters hold. */
export type Rison = string | number | boolean | null | readonly Rison[] | { readonly [key: string]: Rison };

/** A string that needs no quotes: no digit or `-` first, none of rison's own signs. */
const PLAIN = /^[^-0-9 '!:(),*@$][^ '!:(),*@$]*$/;

/**
 * Write rison, the notation of Superset's list and export queries.
 *
 * @see https://github.com/Nanonid/rison
 */
export function writeRison(value: Rison): string {
	if (value === null) return '!n';
	if (typeof value === 'boolean') return value ? '!t' : '!f';
	if (typeof value === 'number') return String(value);
	if (typeof value === 'string') return writeText(value);
	if (isArray(value)) return `!(${value.map(writeRison).join(',')})`;
	const pairs = Object.entries(value).map(([key, item]) => `${writeText(key)}:${writeRison(item)}`);
	return `(${pairs.join(',')})`;
}

/** The same, ready to stand after `?q=`. */
export const risonQuery = (value: Rison): string => `?q=${encodeURIComponent(writeRison(value))}`;

const writeText = (text: string): string => (PLAIN.test(text) ? text : `'${text.replace(/[!']/g, '!$&')}'`);

const isArray = (value: Rison): value is readonly Rison[] => Array.isArray(value);
