import { Cancelled } from '#lib/domain/errors.ts';
import type { CallOptions, SupersetOptions } from './options.ts';
import { jsonOf } from './answers.ts';
import type { RemoteKind } from './remote.ts';
import { failureOf, type Asked } from './reasons.ts';
import { createSession, isCsrfRefused, isTokenRefused, type Csrf, type Session } from './session.ts';
import { createTransport, type Answer, type Transport, type TransportRequest } from './transport.ts';

export interface Call extends Omit<TransportRequest, 'signal' | 'kind'>, CallOptions {
	readonly kind: 'read' | 'write' | 'export' | 'import';
	/** Finishes “Superset could not …”. */
	readonly doing: string;
	/** What the account needs for it: `can read on Dashboard`. */
	readonly permission?: string;
}

/** Signed-in requests to one Superset. */
export interface Http {
	readonly transport: Transport;
	readonly session: Session;
	/** Milliseconds since the epoch. */
	now(): number;
	/** Whether lists of a kind can be filtered by uuid, as far as it was found out. */
	readonly uuidFilters: Map<RemoteKind, boolean>;
	/** Whatever Superset answered, refusals too. Only the network and the sign-in throw. */
	ask(call: Call): Promise<Answer>;
	/** @throws an AppError for every answer that is no 200 or 201. */
	get(call: Call): Promise<Answer>;
	/** The body as JSON. */
	json(call: Call): Promise<unknown>;
}

const ATTEMPTS = 4;
const FIRST_WAIT_MS = 250;
/** A Superset that wants us to wait longer than this is treated as away. */
const LONGEST_WAIT_MS = 30_000;
const TRY_LATER: ReadonlySet<number> = new Set([429, 502, 503, 504]);

export function createHttp(options: SupersetOptions): Http {
	const transport = createTransport(options);
	const now = options.now ?? Date.now;
	const session = createSession(transport, options.credentials, now);
	const wait = options.wait ?? sleep;

	/** One request that is repeated once when the token, and once when the CSRF token, is not taken any more. */
	async function signedIn(call: Call): Promise<Awaited<ReturnType<Transport['send']>>> {
		for (let mayRenewToken = true, mayRenewCsrf = true; ;) {
			const token = await session.token(call.signal);
			const csrf = call.method === 'GET' ? null : await session.csrf(call.signal);
			const sent = await transport.send({ ...call, headers: headersOf(call, token, csrf) });
			if (sent.kind === 'failed') return sent;
			if (mayRenewToken && isTokenRefused(sent.answer) && session.dropToken(token)) {
				mayRenewToken = false;
			} else if (mayRenewCsrf && csrf && isCsrfRefused(sent.answer)) {
				session.dropCsrf(csrf);
				mayRenewCsrf = false;
			} else return sent;
		}
	}

	function headersOf(call: Call, token: string, csrf: Csrf | null): Record<string, string> {
		return {
			...(call.kind === 'read' && { 'accept-encoding': 'gzip' }),
			...call.headers,
			authorization: `Bearer ${token}`,
			...(csrf && {
				'x-csrftoken': csrf.token,
				...(csrf.cookie && { cookie: csrf.cookie }),
				// Flask-WTF compares it with the host, on https only (WTF_CSRF_SSL_STRICT).
				referer: `${transport.base.href.replace(/\/$/, '')}/`
			})
		};
	}

	async function ask(call: Call): Promise<Answer> {
		for (let attempt = 1; ; attempt += 1) {
			const sent = await signedIn(call);
			const mayRepeat = call.method === 'GET' && attempt < ATTEMPTS;
			if (sent.kind === 'answer' && !(mayRepeat && TRY_LATER.has(sent.answer.status))) return sent.answer;
			if (sent.kind === 'failed' && !(mayRepeat && sent.mayRepeat)) throw sent.error;
			const asked = sent.kind === 'answer' ? retryAfterMs(sent.answer, now) : null;
			if (asked !== null && asked > LONGEST_WAIT_MS && sent.kind === 'answer') return sent.answer;
			const backoff = FIRST_WAIT_MS * 2 ** (attempt - 1);
			await wait(asked ?? backoff / 2 + (Math.random() * backoff) / 2, call.signal);
		}
	}

	async function get(call: Call): Promise<Answer> {
		const answer = await ask(call);
		if (answer.status === 200 || answer.status === 201) return answer;
		throw failureOf(answer, askedOf(call, transport));
	}

	return {
		transport,
		session,
		now,
		uuidFilters: new Map(),
		ask,
		get,
		json: async (call) => jsonOf(await get(call), `“${call.doing}”`)
	};
}

export const askedOf = ({ doing, path, method, permission, body }: Call, transport: Transport): Asked => ({
	doing,
	path,
	method,
	permission,
	transport,
	sentBytes: body === undefined ? 0 : Buffer.byteLength(body)
});

/** `Retry-After` in milliseconds, from seconds or a date (RFC 9110, 10.2.3); `null` when it says nothing. */
function retryAfterMs(answer: Answer, now: () => number): number | null {
	const text = String(answer.headers['retry-after'] ?? '').trim();
	if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
	const date = Date.parse(text);
	return Number.isNaN(date) ? null : Math.max(0, date - now());
}

function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
	return new Promise((resolve, reject) => {
		const done = () => {
			signal?.removeEventListener('abort', stop);
			resolve();
		};
		const timer = setTimeout(done, ms);
		const stop = () => {
			clearTimeout(timer);
			reject(new Cancelled());
		};
		if (signal?.aborted) stop();
		signal?.addEventListener('abort', stop, { once: true });
	});
}
