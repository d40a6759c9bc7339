import { Agent } from 'undici';
import { readUpload } from './import/bundle-file.ts';
import type { Json, JsonObject } from './json.ts';

export interface Reply {
	readonly status: number;
	readonly headers: Headers;
	readonly bytes: Uint8Array;
	/** The body as JSON; `null` when it is none. */
	readonly json: Json;
}

/** A connection for each request: a server that ends idle ones cannot hit the next request. */
const fresh = new Agent({ pipelining: 0 });

/** A plain client for tests of the practice Superset and of a real one: it knows nothing and retries nothing. */
export class PracticeClient {
	readonly url: string;
	private readonly headers: Record<string, string> = { accept: 'application/json' };

	constructor(url: string) {
		this.url = url;
	}

	static async signedIn(url: string, username = 'admin'): Promise<PracticeClient> {
		const client = new PracticeClient(url);
		const body = { username, password: `${username}12345`, provider: 'db', refresh: true };
		const login = await client.send('POST', '/api/v1/security/login', body);
		client.headers['authorization'] = `Bearer ${String((login.json as JsonObject)['access_token'])}`;
		const csrf = await client.get('/api/v1/security/csrf_token/');
		client.headers['x-csrftoken'] = String((csrf.json as JsonObject)['result']);
		client.headers['cookie'] = (csrf.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
		client.headers['referer'] = url;
		return client;
	}

	/** The same account without some of what it sends. */
	without(...names: readonly string[]): PracticeClient {
		const client = new PracticeClient(this.url);
		Object.assign(client.headers, this.headers);
		for (const name of names) delete client.headers[name];
		return client;
	}

	async request(
		method: string,
		path: string,
		init: { body?: string | FormData; headers?: Record<string, string> } = {}
	): Promise<Reply> {
		const response = await fetch(this.url + path, {
			method,
			redirect: 'manual',
			dispatcher: fresh,
			headers: { ...this.headers, ...init.headers },
			...(init.body === undefined ? {} : { body: init.body })
		} as RequestInit);
		const bytes = new Uint8Array(await response.arrayBuffer());
		return { status: response.status, headers: response.headers, bytes, json: jsonOf(bytes) };
	}

	get = (path: string, headers: Record<string, string> = {}): Promise<Reply> => this.request('GET', path, { headers });

	send = (method: string, path: string, body: Json): Promise<Reply> =>
		this.request(method, path, { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });

	delete = (path: string): Promise<Reply> => this.request('DELETE', path);

	import(
		kind: string,
		zip: Uint8Array,
		more: Record<string, string> = { overwrite: 'true' },
		headers: Record<string, string> = {}
	): Promise<Reply> {
		const form = new FormData();
		form.set(kind === 'assets' ? 'bundle' : 'formData', new Blob([zip as Uint8Array<ArrayBuffer>]), 'bundle.zip');
		for (const [name, value] of Object.entries(more)) form.set(name, value);
		return this.request('POST', `/api/v1/${kind}/import/`, { body: form, headers });
	}

	/** The files of an export by path. */
	async export(kind: string, ids: readonly number[]): Promise<Map<string, string>> {
		const reply = await this.get(`/api/v1/${kind}/export/?q=!(${ids.join(',')})`);
		return (await readUpload(reply.bytes)) ?? new Map<string, string>();
	}

	/** The rows of a list, all columns or some. */
	async list(kind: string, query = '(page_size:100)'): Promise<JsonObject[]> {
		const reply = await this.get(`/api/v1/${kind}/?q=${encodeURIComponent(query)}`);
		return (reply.json as JsonObject)['result'] as JsonObject[];
	}

	async result(path: string): Promise<JsonObject> {
		return ((await this.get(path)).json as JsonObject)['result'] as JsonObject;
	}
}

function jsonOf(bytes: Uint8Array): Json {
	try {
		return JSON.parse(Buffer.from(bytes).toString('utf8')) as Json;
	} catch {
		return null;
	}
}
