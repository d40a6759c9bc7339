import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { acceptsHtml, type Answer, backendFailed, ERROR_PAGE, noRoute, Refusal } from './answer.ts';
import { type Fault, Faults } from './faults.ts';
import { pythonJson } from './python.ts';
import { readRequest, type Request } from './request.ts';
import { routes } from './routes.ts';
import type { Practice } from './routes/route.ts';
import { seedFrom } from './seed.ts';
import { Sessions } from './session.ts';
import { State, type SupersetVersion } from './state.ts';
import { readTables, writeTables } from './state-file.ts';

export interface PracticeOptions {
	readonly version: SupersetVersion;
	/** 0, the default, takes a free one. */
	readonly port?: number;
	/** A JSON file that holds the state; read when it is there, written after each change. */
	readonly stateFile?: string;
	/** ZIPs that are imported, as the admin, when there is no state yet: exports of dashboards or of everything. */
	readonly seed?: readonly Uint8Array[];
	readonly latencyMs?: number;
	readonly faults?: readonly Fault[];
	/** The clock, milliseconds since 1970. */
	readonly now?: () => number;
	/** Ids start behind this number. */
	readonly firstId?: number;
	/** How long an access token lives. */
	readonly tokenLifeMs?: number;
	/** API keys and the accounts that they stand for. */
	readonly apiKeys?: { readonly [key: string]: string };
	/** What the edit pages call this Superset, `dev` for example. */
	readonly name?: string;
}

export interface PracticeSuperset {
	readonly url: string;
	readonly version: SupersetVersion;
	readonly state: State;
	/** Requests so far, `GET /path?query`, for tests that count them. */
	readonly requests: readonly string[];
	/** Told of each request before it is worked on, which waits for it: for tests that stop the world there. */
	onRequest: ((request: string) => Promise<void> | void) | undefined;
	addFault(fault: Fault): void;
	/** Nothing goes wrong any more. */
	clearFaults(): void;
	/** Until no request is worked on: a client that went away does not stop the work that it asked for. */
	settled(): Promise<void>;
	close(): Promise<void>;
}

/** Starts a practice Superset on 127.0.0.1. See specs/interfaces/practice-superset.md. */
export async function startPracticeSuperset(options: PracticeOptions): Promise<PracticeSuperset> {
	const { version, stateFile, now = Date.now } = options;
	const tables = stateFile === undefined ? undefined : readTables(stateFile);
	const state = new State({
		version,
		now,
		firstId: options.firstId ?? 0,
		...(tables === undefined ? {} : { tables }),
		...(stateFile === undefined ? {} : { save: (saved) => writeTables(stateFile, saved) })
	});
	if (tables === undefined) await seedFrom(options.seed ?? [], state);
	const sessions = new Sessions({
		version,
		now,
		tokenLifeMs: options.tokenLifeMs ?? 900_000,
		apiKeys: options.apiKeys ?? {}
	});
	const practice: Practice = { state, sessions, name: options.name ?? 'dev' };
	const faults = new Faults(options.faults ?? []);
	const requests: string[] = [];
	const underWay = new Set<Promise<unknown>>();
	const server = createServer((message, response) => {
		const line = `${message.method} ${message.url}`;
		requests.push(line);
		const work = async () => {
			await superset.onRequest?.(line);
			await respond(message, response, practice, faults, options.latencyMs ?? 0);
		};
		const working = work()
			.catch(() => response.destroy())
			.finally(() => underWay.delete(working));
		underWay.add(working);
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(options.port ?? 0, '127.0.0.1', resolve);
	});
	const superset: PracticeSuperset = {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		version,
		state,
		requests,
		onRequest: undefined,
		addFault: (fault) => faults.add(fault),
		clearFaults: () => faults.clear(),
		async settled() {
			while (underWay.size > 0) await Promise.all(underWay);
		},
		close: () =>
			new Promise<void>((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			})
	};
	return superset;
}

async function respond(
	message: IncomingMessage,
	response: ServerResponse,
	practice: Practice,
	faults: Faults,
	latencyMs: number
): Promise<void> {
	const request = await readRequest(message);
	const fault = faults.take(request.method, request.path + (request.query.size > 0 ? `?${request.query}` : ''));
	const pause = latencyMs + (fault?.delayMs ?? 0);
	if (pause > 0) await wait(pause);
	const works = fault === undefined || fault.delayMs !== undefined || fault.cut === true || fault.afterWork === true;
	const right = works ? await answerTo(request, practice) : undefined;
	if (fault?.close === true) {
		response.destroy();
		return;
	}
	const answer: Answer | undefined = fault?.answer === undefined ? right : { body: null, ...fault.answer };
	send(response, answer ?? { status: 500, body: null }, fault?.cut === true);
}

async function answerTo(request: Request, practice: Practice): Promise<Answer> {
	try {
		for (const route of routes) {
			const match = route.method === request.method ? route.path.exec(request.path) : null;
			if (match === null) continue;
			if (route.open !== true && request.method !== 'GET') practice.sessions.requireCsrf(request);
			return await route.run({
				...practice,
				request,
				parts: match.slice(1).map((part) => decodeURIComponent(part ?? ''))
			});
		}
		throw noRoute();
	} catch (error) {
		const refusal =
			error instanceof Refusal ? error : backendFailed(String(error instanceof Error ? error.message : error));
		if (!refusal.pageForBrowsers || !acceptsHtml(request.headers.accept)) return refusal.answer;
		return { status: 500, headers: { 'content-type': 'text/html; charset=utf-8' }, body: Buffer.from(ERROR_PAGE) };
	}
}

function send(response: ServerResponse, answer: Answer, cut: boolean): void {
	const { body } = answer;
	const bytes = body instanceof Uint8Array ? Buffer.from(body) : Buffer.from(pythonJson(body));
	response.writeHead(answer.status, {
		'content-type': body instanceof Uint8Array ? 'application/octet-stream' : 'application/json; charset=utf-8',
		'content-length': bytes.length,
		...answer.headers
	});
	if (!cut) {
		response.end(bytes);
		return;
	}
	response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
}
