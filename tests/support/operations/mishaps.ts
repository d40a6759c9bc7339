import type { ErrorCode } from '#lib/domain/errors.ts';
import type { Fault } from '#tests/support/practice-superset/faults.ts';

/** What a Superset may do instead of answering rightly, and the code of the error that comes of it. */
export interface Mishap {
	/** Finishes “Superset …”. */
	readonly does: string;
	readonly fault: Omit<Fault, 'match'>;
	readonly code: ErrorCode;
}

const page = (title: string) => Buffer.from(`<!doctype html><html><title>${title}</title><b>secret words</b></html>`);
const html = { 'content-type': 'text/html; charset=utf-8' };
const answer = (status: number, message: string) => ({ answer: { status, body: { message } } });

export const MISHAPS: readonly Mishap[] = [
	{ does: 'cuts the connection', fault: { close: true }, code: 'superset_unreachable' },
	{ does: 'does it and cuts the connection', fault: { close: true, afterWork: true }, code: 'superset_unreachable' },
	{ does: 'breaks off in the middle of its answer', fault: { cut: true }, code: 'superset_unreachable' },
	{ does: 'answers 401', fault: { ...answer(401, 'Who?'), times: 2 }, code: 'superset_refused' },
	{ does: 'answers 403', fault: answer(403, 'Forbidden'), code: 'superset_refused' },
	{ does: 'answers 404', fault: answer(404, 'Not found'), code: 'superset_unexpected' },
	{ does: 'answers 422', fault: answer(422, 'Not so'), code: 'superset_rejected' },
	{ does: 'answers 429', fault: answer(429, 'Slow down'), code: 'superset_unreachable' },
	{ does: 'answers 500', fault: answer(500, 'Oops'), code: 'superset_unexpected' },
	{
		does: 'answers a web page',
		fault: { answer: { status: 200, headers: html, body: page('Sign in') } },
		code: 'superset_unexpected'
	},
	{
		does: 'redirects',
		fault: { answer: { status: 302, headers: { location: 'https://elsewhere.example/' }, body: null } },
		code: 'superset_unreachable'
	}
];
