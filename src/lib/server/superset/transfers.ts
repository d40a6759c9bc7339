import { randomUUID } from 'node:crypto';
import { InvalidInput, SupersetUnexpected, type NotFound } from '#lib/domain/errors.ts';
import { isHtml } from './answers.ts';
import { importFailureOf } from './import-failures.ts';
import { askedOf, type Call, type Http } from './http.ts';
import { listAll, permissionName } from './lists.ts';
import { notSeen } from './objects.ts';
import type { BundleOptions, CallOptions } from './options.ts';
import { failureOf } from './reasons.ts';
import type { RemoteKind } from './remote.ts';
import { risonQuery } from './rison.ts';

/** Gunicorn's default limit of a request line is 4094 bytes; ids stand in it. */
const MAX_QUERY = 3800;

export type ImportKind = 'dashboard' | 'chart' | 'dataset';

/** @throws {NotFound} that names the ids which this account does not see. */
export async function exportAssets(
	http: Http,
	kind: RemoteKind,
	ids: readonly number[],
	{ signal, what = name(kind, ids) }: BundleOptions
): Promise<Uint8Array> {
	const query = risonQuery(ids);
	if (ids.length === 0 || query.length > MAX_QUERY) {
		const message =
			ids.length === 0 ? 'must name at least one object' : 'are too many for one request: ask in parts of 400';
		throw new InvalidInput([{ path: ['ids'], message }]);
	}
	const call: Call = {
		method: 'GET',
		path: `/api/v1/${kind}/export/${query}`,
		kind: 'export',
		doing: `export ${what}`,
		permission: `can export on ${permissionName(kind)}`,
		signal
	};
	const answer = await http.ask(call);
	if (answer.status === 404 && !isHtml(answer)) throw await unseen(http, kind, ids, { signal });
	if (answer.status !== 200) throw failureOf(answer, askedOf(call, http.transport));
	// `PK`: what every zip begins with; an empty one too.
	if (answer.body[0] !== 0x50 || answer.body[1] !== 0x4b) {
		throw new SupersetUnexpected(`Superset answered the export of ${what} with something that is no ZIP.`, {
			hint: 'Check that the address leads to Superset itself, not to a sign-in page or a proxy.'
		});
	}
	return answer.body;
}

/** Superset answers 404 to all when one id is missing, and does not say which. */
async function unseen(http: Http, kind: RemoteKind, ids: readonly number[], options: CallOptions): Promise<NotFound> {
	const seen = new Set<number>();
	if (ids.length > 1) for (const { id } of await listAll(http, kind, options)) seen.add(id);
	const missing = ids.filter((id) => !seen.has(id));
	return notSeen(http, kind, missing.length ? missing : ids);
}

/** Send a bundle with `overwrite=true`. That Superset takes it proves nothing: read back what it holds. */
export async function importBundle(
	http: Http,
	kind: ImportKind,
	zip: Uint8Array,
	{ signal, what = `the ${kind} bundle` }: BundleOptions
): Promise<void> {
	const { body, contentType } = multipart(kind, zip);
	const call: Call = {
		method: 'POST',
		path: `/api/v1/${kind}/import/`,
		kind: 'import',
		headers: { 'content-type': contentType },
		body,
		doing: `import ${what}`,
		permission: `can write on ${permissionName(kind)}`,
		signal
	};
	const answer = await http.ask(call);
	if (answer.status !== 200) throw await importFailureOf(http, kind, answer, call);
	if (isHtml(answer)) throw failureOf(answer, askedOf(call, http.transport));
}

function multipart(kind: ImportKind, zip: Uint8Array): { body: Uint8Array; contentType: string } {
	const boundary = `dashbranch-${randomUUID()}`;
	const field = (header: string, content: string | Uint8Array) => [
		Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; ${header}\r\n\r\n`),
		Buffer.from(content),
		Buffer.from('\r\n')
	];
	const body = Buffer.concat([
		...field('name="overwrite"', 'true'),
		...field('name="passwords"', '{}'),
		...field(`name="formData"; filename="${kind}.zip"\r\nContent-Type: application/zip`, zip),
		Buffer.from(`--${boundary}--\r\n`)
	]);
	return { body, contentType: `multipart/form-data; boundary=${boundary}` };
}

export const name = (kind: string, ids: readonly number[]): string =>
	ids.length === 1
		? `${kind} ${ids[0]}`
		: `${kind}s ${ids.slice(0, 10).join(', ')}${ids.length > 10 ? ` and ${ids.length - 10} more` : ''}`;
