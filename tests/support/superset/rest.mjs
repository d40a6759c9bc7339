import { createHash } from 'node:crypto';
import JSZip from 'jszip';

/** What the seeds need of Superset's REST API, signed in with a name and a password. */
export class SupersetRest {
	#url;
	#headers;
	#known = new Map();

	/** [major, minor] */
	version;

	static async signIn(url, { username, password }) {
		const rest = new SupersetRest();
		rest.#url = url.replace(/\/$/, '');
		rest.#headers = { accept: 'application/json', referer: `${rest.#url}/` };
		const login = { username, password, provider: 'db', refresh: true };
		const { access_token: token } = await rest.send('POST', '/api/v1/security/login', login);
		rest.#headers.authorization = `Bearer ${token}`;
		// The token against forged requests is valid only together with the session cookie it came with.
		const answer = await rest.#fetch('GET', '/api/v1/security/csrf_token/');
		rest.#headers.cookie = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]).join('; '); // prettier-ignore
		rest.#headers['x-csrftoken'] = (await answer.json()).result;
		rest.version = await readVersion(rest.#url);
		return rest;
	}

	get major() {
		return this.version[0];
	}

	/** Call with a JSON body; gives the JSON of the answer, and throws on any status but success. */
	async send(method, path, body) {
		const json =
			body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
		const answer = await this.#fetch(method, path, json);
		const text = await answer.text();
		return text === '' ? undefined : JSON.parse(text);
	}

	/** Import a bundle of `kind`, overwriting what is there. */
	async importBundle(kind, zip) {
		const form = new FormData();
		form.set('formData', new Blob([zip], { type: 'application/zip' }), 'bundle.zip');
		form.set('overwrite', 'true');
		await this.#fetch('POST', `/api/v1/${kind}/import/`, { body: form });
	}

	async exportBundle(kind, ids) {
		const answer = await this.#fetch('GET', `/api/v1/${kind}/export/?q=${encodeURIComponent(`!(${ids.join(',')})`)}`);
		return new Uint8Array(await answer.arrayBuffer());
	}

	/** The rows of a list, all pages of it. */
	async list(kind, columns = 'id,uuid') {
		const rows = [];
		for (let page = 0; ; page++) {
			const columnsPart = kind === 'theme' || kind === 'tag' ? '' : `columns:!(${columns}),`;
			const q = encodeURIComponent(`(${columnsPart}page:${page},page_size:100)`);
			const { result } = await this.send('GET', `/api/v1/${kind}/?q=${q}`);
			rows.push(...result);
			if (result.length < 100) return rows;
		}
	}

	/** The id of a uuid, or undefined. All are listed once, later only the newest. */
	async findId(kind, uuid) {
		let known = this.#known.get(kind);
		if (known === undefined) {
			known = new Map((await this.list(kind)).map((row) => [row.uuid, row.id]));
			this.#known.set(kind, known);
		} else if (!known.has(uuid)) {
			const newest = '(columns:!(id,uuid),page_size:20,order_column:changed_on_delta_humanized,order_direction:desc)';
			const { result } = await this.send('GET', `/api/v1/${kind}/?q=${encodeURIComponent(newest)}`);
			for (const row of result) known.set(row.uuid, row.id);
		}
		return known.get(uuid);
	}

	async #fetch(method, path, { body, headers } = {}) {
		const options = { method, headers: { ...this.#headers, ...headers }, redirect: 'manual' };
		const answer = await fetch(this.#url + path, body === undefined ? options : { ...options, body });
		if (answer.ok) return answer;
		throw new Error(`${method} ${path}: ${answer.status} ${(await answer.text()).slice(0, 600)}`);
	}
}

/** No call of the API tells the version; the sign-in page does. */
async function readVersion(url) {
	const page = (await (await fetch(`${url}/login/`)).text()).replaceAll('&#34;', '"').replaceAll('&quot;', '"');
	const [, major, minor] = /"version_string": ?"(\d+)\.(\d+)/.exec(page) ?? [];
	if (major === undefined) throw new Error(`${url}/login/ does not tell the version of Superset`);
	return [Number(major), Number(minor)];
}

/** Files of a bundle by path, as a ZIP. Values are written as JSON, which is YAML too. */
export async function writeBundle(files, type) {
	const zip = new JSZip();
	const metadata = { version: '1.0.0', timestamp: '2024-01-01T00:00:00+00:00', ...(type && { type }) };
	for (const [path, value] of Object.entries({ 'metadata.yaml': metadata, ...files })) {
		zip.file(`bundle/${path}`, JSON.stringify(value));
	}
	return zip.generateAsync({ type: 'uint8array' });
}

const NAMESPACE = Buffer.from('6f1d5a526d0c4d0e9a390c1b5e6f7a80', 'hex');

/** The uuid of a key, the same each time (version 5, RFC 9562): the recorded exports have the same ones. */
export function uuidOf(key) {
	const bytes = createHash('sha1').update(NAMESPACE).update(key).digest().subarray(0, 16);
	bytes[6] = (bytes[6] & 0x0f) | 0x50;
	bytes[8] = (bytes[8] & 0x3f) | 0x80;
	return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
