import { Agent } from 'undici';
import { Cancelled, InvalidInput, SupersetUnexpected, type AppError } from '#lib/domain/errors.ts';
import { BodyTooLarge, readBody, UnknownEncoding } from './body.ts';
import { guardedConnector } from './guard.ts';
import { DEFAULT_LIMITS, type Limits, type RequestKind, type SupersetOptions } from './options.ts';
import { limitPassed, networkFailure } from './network-failures.ts';
import { createWatch } from './watch.ts';

export interface TransportRequest {
	readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
	/** From the root of Superset: `/api/v1/dashboard/`. */
	readonly path: string;
	readonly kind: RequestKind;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: Uint8Array | string | undefined;
	readonly signal?: AbortSignal | undefined;
}

export interface Answer {
	readonly status: number;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string | string[] | undefined>>;
	readonly body: Uint8Array;
	readonly ms: number;
}

/** `mayRepeat`: the request did not reach Superset, so that sending a GET again is worth it. */
export type Sent =
	| { readonly kind: 'answer'; readonly answer: Answer }
	| { readonly kind: 'failed'; readonly error: AppError; readonly mayRepeat: boolean };

export interface Transport {
	/** Scheme, host and port, with the prefix and without a `/` at the end. */
	readonly base: URL;
	/** Never follows a redirect. A failure of the network is a value; cancelling throws {@link Cancelled}. */
	send(request: TransportRequest): Promise<Sent>;
	close(): Promise<void>;
}

/** @throws {InvalidInput} when the url is not one of a Superset. */
export function createTransport(options: SupersetOptions): Transport {
	const base = parseBase(options.url);
	const limits: Limits = { ...DEFAULT_LIMITS, ...options.limits };
	const agent = new Agent({
		connect: guardedConnector(options, limits.connectMs),
		connections: 8,
		// Gunicorn closes an idle connection after 2 s; one that we drop first cannot be closed under a request.
		keepAliveTimeout: 1000,
		keepAliveMaxTimeout: 1000,
		// Own timers below, one per phase, so that an error can say which one passed.
		headersTimeout: 0,
		bodyTimeout: 0
	});

	async function send(request: TransportRequest): Promise<Sent> {
		const { method, path, kind, signal } = request;
		if (signal?.aborted) throw new Cancelled();
		const started = performance.now();
		const watch = createWatch(limits[kind], signal);
		const seen = { status: null as number | null, bytes: 0 };
		try {
			const response = await agent.request({
				origin: base.origin,
				path: base.pathname.replace(/\/$/, '') + path,
				method,
				headers: { accept: 'application/json', 'user-agent': 'Dashbranch', ...request.headers },
				body: request.body ?? null,
				signal: watch.signal
			});
			seen.status = response.statusCode;
			watch.inBody();
			const body = await readBody(response.body, response.headers, limits[kind].maxBytes, watch, seen);
			const ms = performance.now() - started;
			return { kind: 'answer', answer: { status: response.statusCode, headers: response.headers, body, ms } };
		} catch (error) {
			if (signal?.aborted) throw new Cancelled();
			if (error instanceof BodyTooLarge) return { kind: 'failed', error: tooLarge(request, limits), mayRepeat: false };
			if (error instanceof UnknownEncoding) {
				const message = `${base.host} answered ${path} in the encoding “${error.encoding}”, which was not asked for.`;
				return { kind: 'failed', error: new SupersetUnexpected(message), mayRepeat: false };
			}
			if (watch.passed) return { kind: 'failed', ...limitPassed(base, request, watch.passed) };
			return { kind: 'failed', ...networkFailure(base, request, error, seen.status !== null) };
		} finally {
			watch.stop();
			const sentBytes = request.body === undefined ? 0 : Buffer.byteLength(request.body);
			options.onRequest?.({ method, path, ...seen, ms: performance.now() - started, sentBytes });
		}
	}

	return { base, send, close: () => agent.destroy() };
}

function tooLarge({ method, path, kind }: TransportRequest, limits: Limits): SupersetUnexpected {
	const megabytes = (limits[kind].maxBytes / 1024 / 1024).toFixed(limits[kind].maxBytes < 1024 * 1024 ? 3 : 0);
	return new SupersetUnexpected(
		`The answer to ${method} ${path} is larger than ${megabytes} MB; reading was stopped.`,
		{
			hint: 'Export fewer objects at once, or check that the address leads to Superset.'
		}
	);
}

function parseBase(text: string): URL {
	const refuse = (message: string) => new InvalidInput([{ path: ['url'], message }]);
	if (!URL.canParse(text)) throw refuse('is not an address: write it as https://superset.example');
	const base = new URL(text);
	if (base.protocol !== 'https:' && base.protocol !== 'http:') throw refuse('must start with https:// or http://');
	if (base.username || base.password)
		throw refuse('must not hold a user name or password: enter them in their own fields');
	if (base.search || base.hash) throw refuse('must not have a part after ? or #');
	base.pathname = base.pathname.replace(/\/+$/, '');
	return base;
}
