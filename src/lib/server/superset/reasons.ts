import {
	SupersetRefused,
	SupersetRejected,
	SupersetUnexpected,
	SupersetUnreachable,
	type AppError
} from '#lib/domain/errors.ts';
import { isHtml, jsonIfAny, shorten, textOf } from './answers.ts';
import { findingsOf, messageOf } from './findings.ts';
import type { Answer, Transport } from './transport.ts';

/** What was asked, in words that finish “Superset could not …”. */
export interface Asked {
	readonly doing: string;
	readonly transport: Transport;
	readonly path: string;
	readonly method?: string;
	/** What the account would need, in words: `can export on Dashboard`. */
	readonly permission?: string | undefined;
	readonly sentBytes?: number;
}

/** The error that an answer stands for which is no success. */
export function failureOf(answer: Answer, asked: Asked): AppError {
	const { status } = answer;
	const could = `Superset could not ${asked.doing}`;
	const body = jsonIfAny(answer);
	const said = messageOf(body);
	const because = said ? `: ${shorten(said)}` : '';

	if (status >= 300 && status < 400) return redirected(answer, asked);
	if (status === 401 || isJwtMessage(status, body)) {
		return new SupersetRefused(
			`Superset at ${asked.transport.base.origin} does not accept the credentials${because}.`,
			{
				hint: 'Enter new credentials for the environment: the token or key has run out, was withdrawn or was never valid.'
			}
		);
	}
	if (status === 403) {
		const needs = asked.permission ? ` The account needs “${asked.permission}”.` : '';
		return new SupersetRefused(`${could}: the account may not do this (403).${needs}`, {
			hint: 'Give the account a role with this permission in Superset, or use another account.'
		});
	}
	if (status === 413) {
		const size = asked.sentBytes ? ` of ${(asked.sentBytes / 1024 / 1024).toFixed(1)} MB` : '';
		return new SupersetRejected(`${could}: the request${size} is larger than the server takes (413).`, {
			hint: 'Raise the limit of the proxy before Superset (nginx: client_max_body_size), or deploy fewer objects at once.'
		});
	}
	if (status === 429) {
		return new SupersetUnreachable(`${could}: it asks us to slow down (429).`, { hint: 'Try again in a minute.' });
	}
	if (status === 502 || status === 503 || status === 504) {
		const mayBeDone = isWrite(asked) && status !== 503;
		return new SupersetUnreachable(`${could}: the server before it says that Superset does not answer (${status}).`, {
			hint: mayBeDone
				? 'The write may have been done all the same, or still go on: look at what Superset holds before you try again.'
				: 'Superset may be overloaded, starting or stopped; a 504 means that it took longer than the proxy waits.'
		});
	}
	if (isHtml(answer)) return webPage(answer, asked);
	if (status === 404)
		return new SupersetUnexpected(`${could}: ${asked.path.split('?')[0]} is not there (404).`, NOT_SUPERSET);
	if (status === 400 || status === 422) {
		const findings = findingsOf(body);
		const first = findings[0]
			? `: ${findings[0].path ? `${findings[0].path}: ` : ''}${findings[0].message.replace(/\.$/, '')}`
			: because;
		const more = findings.length > 1 ? ` (and ${findings.length - 1} more)` : '';
		return new SupersetRejected(`${could}${first}${more}.`.replace(/\.\.$/, '.'), {
			findings,
			hint: 'Correct what it names, then try again.'
		});
	}
	return new SupersetUnexpected(`${could} (${status})${because}.`.replace(/\.\.$/, '.'), {
		hint: `Superset’s own log has the details of ${asked.method ?? 'the request to'} ${asked.path.split('?')[0]}.`
	});
}

const NOT_SUPERSET = {
	hint: 'Check that the address of the environment leads to Superset, with its prefix if it has one.'
};

function redirected(answer: Answer, asked: Asked): AppError {
	const { doing, transport, path } = asked;
	const location = String(answer.headers['location'] ?? '');
	const to = URL.canParse(location, transport.base) ? new URL(location, transport.base) : undefined;
	if (to?.origin === transport.base.origin && /\/login\/?$/.test(to.pathname)) {
		return new SupersetRefused(
			`Superset could not ${doing}: it asks to sign in${isWrite(asked) ? ' again, twice in a row' : ''} (${answer.status}).`,
			{
				hint: 'A proxy may take away cookies or the Referer header, or Superset’s secret key differs between its servers.'
			}
		);
	}
	const where = to ? shorten(`${to.origin}${to.pathname}`, 120) : 'somewhere else';
	return new SupersetUnreachable(
		`${transport.base.origin}${path.split('?')[0]} redirects to ${where}; this was not followed.`,
		{
			hint: 'If that is your Superset, enter its address as the address of the environment.'
		}
	);
}

/** A write has had its CSRF token replaced once already when its answer gets here. */
const isWrite = ({ method }: Asked): boolean => method !== undefined && method !== 'GET';

function webPage(answer: Answer, { doing, path }: Asked): AppError {
	const title = shorten(/<title[^>]*>([^<]*)/i.exec(textOf(answer))?.[1] ?? '', 80);
	const message = `Superset could not ${doing}: the answer is a web page${title && ` “${title}”`} (${answer.status}), not data.`;
	return new SupersetUnexpected(message, {
		hint: answer.status === 404 ? NOT_SUPERSET.hint : `Superset’s own log has the details of ${path.split('?')[0]}.`
	});
}

const isJwtMessage = (status: number, body: unknown): boolean =>
	status === 422 && typeof (body as { msg?: unknown } | undefined)?.msg === 'string';
