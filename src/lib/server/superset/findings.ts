import { shorten } from './answers.ts';

export interface Finding {
	readonly path: string;
	readonly message: string;
}

/** No more than this many are kept of one answer. */
const MAX_FINDINGS = 200;

/** The sentence in an answer that is a failure: `errors[0].message`, `message`, `error`, or `msg` of Flask-JWT-Extended. */
export function messageOf(body: unknown): string | undefined {
	const { errors, message, msg, error } = (body ?? {}) as Record<'errors' | 'message' | 'msg' | 'error', unknown>;
	const first = Array.isArray(errors) ? (errors[0] as { message?: unknown } | undefined)?.message : undefined;
	for (const candidate of [first, message, msg, error]) {
		// SQLAlchemy puts its whole statement behind the sentence.
		if (typeof candidate === 'string' && candidate) return candidate.split('\n[SQL:', 1)[0]!;
	}
	return undefined;
}

/**
 * What Superset found wrong, by file or field. An import says it in `errors[].extra` (file → field → messages; 4.1's
 * `message` says nothing), a PUT in `message` (field → messages).
 */
export function findingsOf(body: unknown): Finding[] {
	const { errors, message } = (body ?? {}) as { errors?: unknown; message?: unknown };
	const findings: Finding[] = [];
	for (const error of Array.isArray(errors) ? errors : []) {
		const extra = (error as { extra?: unknown } | null)?.extra;
		if (typeof extra !== 'object' || extra === null) continue;
		for (const [file, problem] of Object.entries(extra)) {
			if (file !== 'issue_codes') collect(findings, file, [], problem);
		}
	}
	if (typeof message === 'object' && message !== null) collect(findings, '', [], message);
	return findings;
}

function collect(findings: Finding[], file: string, fields: readonly string[], problem: unknown): void {
	if (findings.length >= MAX_FINDINGS || fields.length > 12) return;
	if (typeof problem === 'string') {
		const field = fields.join('.');
		const path = file ? shorten(file, 200) : shorten(field, 200);
		findings.push({ path, message: shorten(file && field ? `${field}: ${problem}` : problem) });
	} else if (Array.isArray(problem)) {
		for (const item of problem) collect(findings, file, fields, item);
	} else if (typeof problem === 'object' && problem !== null) {
		for (const [name, item] of Object.entries(problem)) {
			// 4.1 puts the file's name around its own message a second time; `_schema` is marshmallow's “the whole”.
			const inner = name === file || name === '_schema' ? fields : [...fields, name];
			collect(findings, file, inner, item);
		}
	}
}
