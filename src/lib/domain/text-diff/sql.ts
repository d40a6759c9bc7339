import type { SyntaxToken } from './tokens.ts';

/** What is open where a line of SQL begins: a comment, a text, a quoted name. */
export type OpenInSql = '' | '*/' | "'" | '"' | '`';

const KEYWORDS = new Set(
	(
		'ALL AND ANY ARRAY AS ASC BETWEEN BOTH BY CASE CAST COALESCE COUNT CREATE CROSS CURRENT DATE DELETE DESC DISTINCT ' +
		'ELSE END ESCAPE EXCEPT EXISTS EXTRACT FALSE FETCH FILTER FIRST FOLLOWING FROM FULL GROUP HAVING ILIKE IN INNER ' +
		'INSERT INTERSECT INTERVAL INTO IS JOIN LAST LATERAL LEFT LIKE LIMIT MATERIALIZED MAX MIN NATURAL NOT NULL NULLIF ' +
		'NULLS OFFSET ON OR ORDER OUTER OVER PARTITION PRECEDING QUALIFY RANGE RECURSIVE RIGHT ROUND ROW ROWS SELECT SET ' +
		'SUM AVG TABLE THEN TIMESTAMP TRUE UNBOUNDED UNION UNNEST UPDATE USING VALUES WHEN WHERE WINDOW WITH WITHIN'
	).split(' ')
);

const PART =
	/--.*|\/\*.*?(?:\*\/|$)|'[^']*(?:''[^']*)*(?:'|$)|"[^"]*(?:"|$)|`[^`]*(?:`|$)|(?<![\p{L}\p{N}_])\d+(?:\.\d+)?(?:e[+-]?\d+)?|[\p{L}_][\p{L}\p{N}_$]*/giu;

/**
 * Goes over one line of SQL from `from` on.
 *
 * @param open what the line before left open
 * @param found is told each coloured part, in order
 * @returns what this line leaves open
 */
export function scanSql(
	text: string,
	from: number,
	{ open, found }: { readonly open: OpenInSql; readonly found?: (token: SyntaxToken) => void }
): OpenInSql {
	PART.lastIndex = from;
	if (open !== '') {
		const closing = text.indexOf(open, from);
		const end = closing < 0 ? text.length : closing + open.length;
		if (end > from && isColoured(open)) found?.({ start: from, end, kind: open === '*/' ? 'comment' : 'string' });
		if (closing < 0) return open;
		PART.lastIndex = end;
	}
	for (let match = PART.exec(text); match; match = PART.exec(text)) {
		const [part] = match;
		const kind = kindOf(part);
		if (kind && found) found({ start: match.index, end: match.index + part.length, kind });
		const left = leftOpen(part);
		if (left !== '') return left;
	}
	return '';
}

/** Quoted names are names; only texts and comments have a colour. */
const isColoured = (open: OpenInSql) => open === "'" || open === '*/';

function kindOf(part: string): SyntaxToken['kind'] | undefined {
	if (part.startsWith('--') || part.startsWith('/*')) return 'comment';
	if (part.startsWith("'")) return 'string';
	if (/^\d/.test(part)) return 'number';
	return KEYWORDS.has(part.toUpperCase()) ? 'keyword' : undefined;
}

function leftOpen(part: string): OpenInSql {
	const first = part[0];
	if (part.startsWith('/*')) return part.length >= 4 && part.endsWith('*/') ? '' : '*/';
	if (first === "'") return (part.split("'").length - 1) % 2 === 0 ? '' : "'";
	if (first === '"' || first === '`') return part.length > 1 && part.endsWith(first) ? '' : first;
	return '';
}
