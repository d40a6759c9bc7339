import { SupersetUnexpected } from '#lib/domain/errors.ts';
import type { Answer } from './transport.ts';

const contentTypeOf = (answer: Answer): string => String(answer.headers['content-type'] ?? '').toLowerCase();

export const isHtml = (answer: Answer): boolean =>
	contentTypeOf(answer).includes('html') || /^\s*<(?:!doctype|html)/i.test(textOf(answer, 200));

/** The first characters of a body, as text. */
export const textOf = (answer: Answer, maxBytes = 65_536): string =>
	new TextDecoder().decode(answer.body.subarray(0, maxBytes));

/** The body as JSON. @throws {SupersetUnexpected} when it is none. */
export function jsonOf(answer: Answer, what: string): unknown {
	const hint = 'Check that the address leads to Superset itself, not to a sign-in page or a proxy.';
	if (isHtml(answer))
		throw new SupersetUnexpected(`Superset answered ${what} with a web page instead of data.`, { hint });
	try {
		return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(answer.body)) as unknown;
	} catch (cause) {
		throw new SupersetUnexpected(`Superset answered ${what} with something that is no JSON.`, { hint, cause });
	}
}

/** The body when it is JSON, else `undefined`: for answers that are failures already. */
export function jsonIfAny(answer: Answer): unknown {
	try {
		return JSON.parse(textOf(answer, 4 * 1024 * 1024)) as unknown;
	} catch {
		return undefined;
	}
}

/**
 * Words of a foreign server, fit to be shown: no HTML, no control characters, one line, at most `max` characters.
 * What looks like a token or a password in a URL is left out.
 */
export function shorten(text: string, max = 300): string {
	const clean = text
		.replace(/<(script|style)\b[\s\S]*?(?:<\/\1\s*>|$)/gi, ' ')
		.replace(/<[^>]{0,500}>?/g, ' ')
		.replace(/eyJ[\w-]+\.[\w-]+\.[\w-]*/g, '…')
		.replace(/:\/\/[^\s/@:]+:[^\s/@]+@/g, '://…@')
		// eslint-disable-next-line no-control-regex -- control characters are what must go
		.replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, ' ')
		.replace(/ {2,}/g, ' ')
		.trim();
	const points = [...clean];
	return points.length > max
		? `${points
				.slice(0, max - 1)
				.join('')
				.trimEnd()}…`
		: clean;
}
