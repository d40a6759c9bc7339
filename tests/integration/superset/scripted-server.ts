import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { EnvironmentCredentials } from '#lib/domain/environment.ts';
import { createSupersetClient, type SupersetClient } from '#lib/server/superset/client.ts';
import { DEFAULT_LIMITS, type Limits, type RequestKind, type SupersetOptions } from '#lib/server/superset/options.ts';

export interface Seen {
	readonly method: string;
	/** Without the query. */
	readonly path: string;
	/** The query's `q`, decoded. */
	readonly q: string;
	readonly headers: IncomingMessage['headers'];
	readonly body: Buffer;
}

export interface Reply {
	readonly status?: number;
	readonly headers?: Record<string, string>;
	/** Text and bytes go out as they are, anything else as JSON. */
	readonly body?: unknown;
}

/** A reply, or code that writes one itself; what returns nothing leaves the request hanging. */
export type Rule = Reply | ((seen: Seen, response: ServerResponse) => Reply | void);

export interface Scripted {
	readonly url: string;
	readonly requests: Seen[];
	/** `GET /path` of every request, in order. */
	readonly log: string[];
}

/** An answer that a real Superset gave. */
export function recorded(version: '4.1.4' | '6.1.0', name: string): Reply & { readonly body: unknown } {
	const file = `specs/examples/superset-http/${version}/${name}.json`;
	const { response } = JSON.parse(readFileSync(file, 'utf8')) as {
		response: Reply & { headers: Record<string, string> };
	};
	return { ...response, body: response.body };
}

/** A token that is good for `seconds`; its signature is nobody's business. */
export const jwt = (seconds: number, name = ''): string => {
	const part = (data: object) => Buffer.from(JSON.stringify(data)).toString('base64url');
	return `${part({ alg: 'HS256' })}.${part({ iat: 1_000_000, exp: 1_000_000 + seconds, name })}.${name || 'sig'}`;
};

/** What every conversation starts with; a test's own rules go first. */
const SIGN_IN: Record<string, Rule> = {
	'POST /api/v1/security/login': { body: { access_token: jwt(900, 'first'), refresh_token: jwt(90_000, 'refresh') } },
	'POST /api/v1/security/refresh': { body: { access_token: jwt(900, 'second') } },
	'GET /api/v1/security/csrf_token/': {
		headers: { 'set-cookie': 'session=cookie-of-csrf; HttpOnly; Path=/; SameSite=Lax' },
		body: { result: 'csrf-token' }
	}
};

/** A server on 127.0.0.1 that answers by `rules`: `GET /path` → reply; a list is used up in order, its last one stays. */
export async function scripted(rules: Record<string, Rule | readonly Rule[]>): Promise<Scripted> {
	const requests: Seen[] = [];
	const log: string[] = [];
	const used = new Map<string, number>();
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const url = new URL(request.url ?? '/', 'http://host');
			const key = `${request.method} ${url.pathname}`;
			const { headers } = request;
			const seen = {
				method: request.method ?? '',
				path: url.pathname,
				q: url.searchParams.get('q') ?? '',
				headers,
				body: Buffer.concat(chunks)
			};
			requests.push(seen);
			log.push(key);
			const at = used.get(key) ?? 0;
			used.set(key, at + 1);
			const found = rules[key] ?? SIGN_IN[key] ?? { status: 404, body: { message: 'Not found' } };
			const rule = isList(found) ? found[Math.min(at, found.length - 1)]! : found;
			const reply = typeof rule === 'function' ? rule(seen, response) : rule;
			if (reply) write(response, reply);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => {
		server.closeAllConnections();
		server.close();
	});
	return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests, log };
}

const isList = (rule: Rule | readonly Rule[]): rule is readonly Rule[] => Array.isArray(rule);

function write(response: ServerResponse, { status = 200, headers = {}, body = '' }: Reply): void {
	const isRaw = typeof body === 'string' || Buffer.isBuffer(body);
	response.writeHead(status, { ...(!isRaw && { 'content-type': 'application/json; charset=utf-8' }), ...headers });
	response.end(isRaw ? body : JSON.stringify(body));
}

export const PASSWORD: EnvironmentCredentials = {
	kind: 'password',
	username: 'ada',
	password: 'a-secret-password',
	provider: 'db'
};

/** A client that may call 127.0.0.1 and waits for nothing. */
export function clientOf(url: string, options: Partial<SupersetOptions> = {}): SupersetClient {
	const client = createSupersetClient({
		url,
		credentials: PASSWORD,
		allowedHosts: ['127.0.0.1'],
		wait: () => Promise.resolve(),
		...options
	});
	onTestFinished(() => client.close());
	return client;
}

/** The usual limits with some changed, for every kind of request or one. */
export const limitsOf = (
	changed: Partial<Limits[RequestKind]>,
	kinds: readonly RequestKind[] = ['sign-in', 'read', 'write', 'export', 'import']
): Partial<Limits> => Object.fromEntries(kinds.map((kind) => [kind, { ...DEFAULT_LIMITS[kind], ...changed }]));

/** What `work` fails with. */
export async function failureOf(work: Promise<unknown>): Promise<Error & { readonly hint?: string }> {
	const failure = await work.then(
		(value) => new Error(`did not fail, but gave ${JSON.stringify(value)}`),
		(error: unknown) => error
	);
	return failure as Error & { readonly hint?: string };
}
