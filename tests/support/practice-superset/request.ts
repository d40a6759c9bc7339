import type { IncomingMessage } from 'node:http';
import { refuse, wrongPayload } from './answer.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import { NotRison, parseRison } from './rison.ts';

/** One part of a multipart form: a field's text, or a file. */
export type Part = string | { readonly filename: string; readonly bytes: Uint8Array };

/** A request, read whole. */
export class Request {
	readonly method: string;
	readonly path: string;
	readonly query: URLSearchParams;
	readonly headers: IncomingMessage['headers'];
	readonly body: Buffer;

	constructor(message: IncomingMessage, body: Buffer) {
		const url = new URL(message.url ?? '/', 'http://practice');
		this.method = message.method ?? 'GET';
		this.path = url.pathname;
		this.query = url.searchParams;
		this.headers = message.headers;
		this.body = body;
	}

	get contentType(): string {
		return this.headers['content-type'] ?? '';
	}

	cookie(name: string): string | undefined {
		for (const pair of (this.headers.cookie ?? '').split(';')) {
			const [key, ...rest] = pair.trim().split('=');
			if (key === name) return rest.join('=');
		}
		return undefined;
	}

	/** The JSON body, an object. @throws Refusal 400 */
	json(): JsonObject {
		if (!/^application\/json/.test(this.contentType)) throw refuse(400, 'Request is not JSON');
		try {
			const value = JSON.parse(this.body.toString('utf8')) as Json;
			if (isObject(value)) return value;
		} catch {
			// Said below: Superset has one answer for all of these.
		}
		throw refuse(400, 'Request is not JSON');
	}

	/** The rison value of `q`, or `undefined` without one. @throws Refusal 500 */
	rison(): Json | undefined {
		const text = this.query.get('q');
		if (text === null || text === '') return undefined;
		try {
			return parseRison(text);
		} catch (error) {
			if (error instanceof NotRison) throw refuse(500, 'Fatal error');
			throw error;
		}
	}

	/** The parts of a multipart form. @throws Refusal 400 */
	async form(): Promise<Map<string, Part>> {
		if (!/^multipart\/form-data/.test(this.contentType)) throw wrongPayload();
		const parts = new Map<string, Part>();
		const form = await new Response(new Uint8Array(this.body), {
			headers: { 'content-type': this.contentType }
		}).formData();
		for (const [name, value] of form) {
			if (typeof value === 'string') parts.set(name, value);
			else parts.set(name, { filename: value.name, bytes: new Uint8Array(await value.arrayBuffer()) });
		}
		return parts;
	}
}

/** Reads the whole body. */
export async function readRequest(message: IncomingMessage): Promise<Request> {
	const chunks: Buffer[] = [];
	for await (const chunk of message) chunks.push(chunk as Buffer);
	return new Request(message, Buffer.concat(chunks));
}
