import { json, type RequestEvent, type RequestHandler } from '@sveltejs/kit';
import type { z } from 'zod';
import { AppError, InvalidInput } from '#lib/domain/errors.ts';
import { presentUnknown } from '../log.ts';
import { execute, type Operation } from '../operations/operation.ts';
import { contextOf, jobsOf } from './context.ts';
import { isTooLarge, present, STATUS_OF_CODE, TOO_LARGE, type PresentedError } from './errors.ts';

export interface ApiOptions<Output> {
	/** The field of the input that takes the body as bytes; without it the body is JSON. */
	readonly bytesAs?: string;
	/** Fields that the route's parameters fill, where their names differ: `{ job: 'jobId' }`. */
	readonly params?: Readonly<Record<string, string>>;
	/** The status of success; default 200. */
	readonly status?: number;
	/** Another form of answer than JSON, e.g. a file. */
	readonly respond?: (output: Output) => Response;
}

/**
 * One verb of the HTTP API: query (without a body) or JSON body, and the route's parameters over them, go in; the
 * operation's output comes out as JSON. See specs/interfaces/http.md.
 */
export function apiRoute<Schema extends z.ZodType, Output>(
	operation: Operation<Schema, Output>,
	options: ApiOptions<Output> = {}
): RequestHandler {
	return (event) =>
		answered(event, async () => {
			const output = await execute(operation, contextOf(event), await inputOf(event, options));
			return options.respond?.(output) ?? json(output ?? null, { status: options.status ?? 200 });
		});
}

/** The same for work that takes long: answers 202 with the job's id at once. */
export function apiJobRoute<Schema extends z.ZodType, Output>(
	operation: Operation<Schema, Output>,
	options: Pick<ApiOptions<Output>, 'bytesAs' | 'params'> = {}
): RequestHandler {
	return (event) =>
		answered(event, async () => {
			const { jobs, actor } = jobsOf(event);
			const jobId = await jobs.start(operation, actor, await inputOf(event, options));
			return json({ jobId, href: `/api/v1/jobs/${jobId}` }, { status: 202 });
		});
}

/** Answer, or say as JSON what went wrong. */
export async function answered(event: RequestEvent, answer: () => Promise<Response>): Promise<Response> {
	try {
		return await answer();
	} catch (cause) {
		if (cause instanceof AppError) return failure(present(cause));
		if (isTooLarge(cause)) return json({ error: TOO_LARGE }, { status: 413 });
		const where = { route: event.route.id, method: event.request.method };
		return failure(presentUnknown(event.locals.app.log, cause, where));
	}
}

export const failure = (error: PresentedError): Response => json({ error }, { status: STATUS_OF_CODE[error.code] });

async function inputOf(
	{ request, url, params }: RequestEvent,
	{ bytesAs, params: fields = {} }: Pick<ApiOptions<unknown>, 'bytesAs' | 'params'>
): Promise<Record<string, unknown>> {
	const query = Object.fromEntries(url.searchParams);
	// Last, so that neither query nor body can speak of another object than the address does.
	const named = Object.fromEntries(Object.entries(params).map(([param, value]) => [fields[param] ?? param, value]));
	if (request.method === 'GET' || request.method === 'HEAD') return { ...query, ...named };
	if (bytesAs !== undefined) return { ...query, [bytesAs]: new Uint8Array(await request.arrayBuffer()), ...named };
	return { ...(await jsonOf(request)), ...named };
}

async function jsonOf(request: Request): Promise<Record<string, unknown>> {
	const text = await request.text();
	if (text.trim() === '') return {};
	// A form of another site can send text; only a page of ours, or a program, can send this type.
	if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? '')) {
		const issues = [{ path: [], message: 'the body is not sent as JSON' }];
		throw new InvalidInput(issues, { hint: 'Send it with content-type application/json.' });
	}
	const fail = (cause?: unknown) =>
		new InvalidInput([{ path: [], message: 'the body is no JSON object' }], { hint: 'Send one JSON object.', cause });
	let body: unknown;
	try {
		body = JSON.parse(text);
	} catch (cause) {
		throw fail(cause);
	}
	if (typeof body !== 'object' || body === null || Array.isArray(body)) throw fail();
	return body as Record<string, unknown>;
}
