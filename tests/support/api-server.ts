import { readdirSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import type { RequestEvent, RequestHandler } from '@sveltejs/kit';
import { onTestFinished } from 'vitest';
import type { App } from '#lib/server/app.ts';
import { turnAway } from '#lib/server/web/gate.ts';
import { match as isEnvironment } from '../../src/params/environment.ts';
import { match as isOid } from '../../src/params/oid.ts';
import { match as isUuid } from '../../src/params/uuid.ts';

const MATCHERS: Record<string, (text: string) => boolean> = { environment: isEnvironment, oid: isOid, uuid: isUuid };

export interface ApiRoute {
	/** As SvelteKit names it: `/api/v1/jobs/[job=uuid]`. */
	readonly id: string;
	readonly verbs: Readonly<Record<string, RequestHandler>>;
}

/** The routes of the HTTP API, loaded as SvelteKit would load them. */
export async function apiRoutes(): Promise<readonly ApiRoute[]> {
	const files = readdirSync('src/routes/api', { recursive: true, encoding: 'utf8' }).filter((path) =>
		/(?:^|\/)\+server\.ts$/.test(path)
	);
	return Promise.all(
		files.map(async (file) => ({
			id: `/api/${file.replace(/\/?\+server\.ts$/, '')}`,
			verbs: (await import(pathToFileURL(join('src/routes/api', file)).href)) as Record<string, RequestHandler>
		}))
	);
}

export interface ApiServer {
	readonly url: string;
	/** `GET /api/v1/dashboards` of each request so far. */
	readonly requests: readonly string[];
	/** Gets each answer before it is sent and may give another one. */
	onAnswer: (answer: Response, request: string) => Response;
}

/** The HTTP API of an app on a port of its own, behind the same gate as in the built app. Ends with the test. */
export async function serveApi(app: App): Promise<ApiServer> {
	const routes = await apiRoutes();
	const requests: string[] = [];
	const api: ApiServer & { requests: string[] } = { url: '', requests, onAnswer: (answer) => answer };
	const server = createServer((message, response) => {
		requests.push(`${message.method} ${message.url}`);
		const left = new AbortController();
		response.once('close', () => left.abort());
		answerTo(message, { app, routes, signal: left.signal })
			.then((answer) => send(api.onAnswer(answer, `${message.method} ${message.url}`), response))
			.catch((cause: unknown) => response.destroy(cause as Error));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => {
		server.closeAllConnections();
		server.close();
	});
	return Object.assign(api, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}

async function answerTo(
	message: IncomingMessage,
	{ app, routes, signal }: { app: App; routes: readonly ApiRoute[]; signal: AbortSignal }
): Promise<Response> {
	const url = new URL(message.url ?? '/', 'http://127.0.0.1');
	const found = routes.map((route) => ({ route, params: paramsOf(route.id, url.pathname) })).find((one) => one.params);
	const method = message.method ?? 'GET';
	const body = method === 'GET' ? undefined : (Readable.toWeb(message) as ReadableStream<Uint8Array>);
	const request = new Request(url, {
		method,
		headers: message.headers as Record<string, string>,
		signal,
		...(body && { body, duplex: 'half' })
	} as RequestInit);
	const event = {
		url,
		request,
		route: { id: found?.route.id ?? null },
		params: found?.params ?? {},
		locals: { app, actor: null },
		cookies: { set: () => {} },
		getClientAddress: () => '127.0.0.1'
	} as unknown as RequestEvent;
	const turned = await turnAway(event, app.config.origin);
	if (turned) return turned;
	const handler = found?.route.verbs[method];
	return handler
		? handler(event as Parameters<RequestHandler>[0])
		: Response.json({ message: 'Not Found' }, { status: 404 });
}

function paramsOf(id: string, path: string): Record<string, string> | undefined {
	const names: { readonly name: string; readonly matcher: string | undefined }[] = [];
	const pattern = id.replace(/\[(\w+)(?:=(\w+))?\]/g, (_, name: string, matcher: string | undefined) => {
		names.push({ name, matcher });
		return '([^/]+)';
	});
	const found = new RegExp(`^${pattern}$`).exec(path);
	if (!found) return undefined;
	const values = found.slice(1).map(decodeURIComponent);
	const fits = names.every(({ matcher }, index) => matcher === undefined || MATCHERS[matcher]?.(values[index]!));
	return fits ? Object.fromEntries(names.map(({ name }, index) => [name, values[index]!])) : undefined;
}

function send(answer: Response, response: ServerResponse): void {
	response.writeHead(answer.status, Object.fromEntries(answer.headers));
	if (!answer.body) return void response.end();
	const body = Readable.fromWeb(answer.body as Parameters<typeof Readable.fromWeb>[0]);
	body.on('error', () => response.destroy());
	response.on('close', () => body.destroy());
	body.pipe(response);
}
