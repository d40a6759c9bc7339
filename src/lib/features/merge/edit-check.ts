import { languageOf } from '#lib/domain/text-diff/line-state.ts';
import { scanSql, type OpenInSql } from '#lib/domain/text-diff/sql.ts';
import type { ToldConflict } from '#lib/domain/merge/conflict.ts';

export type EditLanguage = 'sql' | 'yaml' | 'plain';

/** What is wrong with a line of what is typed; lines count from 1. */
export interface EditIssue {
	readonly line: number;
	readonly message: string;
}

/** In what a conflict's text is written: a text is what it is, any other value is YAML. */
export function editLanguageOf({ kind, path }: Pick<ToldConflict, 'kind' | 'path'>): EditLanguage {
	if (kind !== 'text') return 'yaml';
	return languageOf(path.at(-1) ?? '') === 'sql' ? 'sql' : 'plain';
}

const MARKER = /^(?:<{7}|={7}|>{7}|\|{7})(?: |$)/;
const OPENED: Readonly<Record<Exclude<OpenInSql, ''>, string>> = {
	'*/': 'A comment that begins here is never closed.',
	"'": 'A text that begins here is never closed.',
	'"': 'A quoted name that begins here is never closed.',
	'`': 'A quoted name that begins here is never closed.'
};

/** What is wrong with a text as it stands, as far as that can be told without the server. */
export function editIssues(text: string, language: EditLanguage): readonly EditIssue[] {
	const lines = text.split('\n');
	const markers = lines.flatMap((line, at) =>
		MARKER.test(line) ? [{ line: at + 1, message: 'This marks a conflict: keep what is right and take it away.' }] : []
	);
	return language === 'sql' ? [...markers, ...leftOpen(lines)] : markers;
}

function leftOpen(lines: readonly string[]): EditIssue[] {
	let open: OpenInSql = '';
	let since = 0;
	lines.forEach((line, at) => {
		const left = scanSql(line, 0, { open });
		if (left !== open) since = at + 1;
		open = left;
	});
	return open === '' ? [] : [{ line: since, message: OPENED[open] }];
}

/** Why the server refused a text, at the line that it names, or at the first. */
export function refusalAt(message: string): EditIssue {
	const [, line] = /\bline (\d+)/.exec(message) ?? [];
	return { line: Number(line ?? 1), message };
}
