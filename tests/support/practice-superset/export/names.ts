/** Werkzeug's `secure_filename`: what ASCII is left of a name, spaces as `_`, no dots or `_` around it. */
export function secureFileName(name: string): string {
	const ascii = Array.from(name.normalize('NFKD'))
		.filter((sign) => sign < '\u0080')
		.join('')
		.replace(/\//g, ' ');
	return ascii
		.split(/\s+/)
		.filter(Boolean)
		.join('_')
		.replace(/[^A-Za-z0-9_.-]/g, '')
		.replace(/^[._]+|[._]+$/g, '');
}

/** Superset's name of an exported file, without `.yaml` (utils/file.py). */
export function exportName(name: string, id: number, skipId = false): string {
	const slug = secureFileName(name);
	if (slug === '') return String(id);
	return skipId ? slug : `${slug}_${id}`;
}
