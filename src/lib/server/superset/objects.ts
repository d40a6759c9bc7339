import { NotFound, SupersetUnexpected } from '#lib/domain/errors.ts';
import { isHtml, jsonOf } from './answers.ts';
import { askedOf, type Call, type Http } from './http.ts';
import { permissionName } from './lists.ts';
import type { CallOptions } from './options.ts';
import { failureOf } from './reasons.ts';
import type { RemoteKind } from './remote.ts';

/** The `result` of Superset's REST answer, as it came: which fields it has depends on Superset's version. */
export type RestObject = Readonly<Record<string, unknown>>;

/** The whole REST object. @throws {NotFound} when it is not there or not seen by the account. */
export async function getObject(http: Http, kind: RemoteKind, id: number, options: CallOptions): Promise<RestObject> {
	const body = await send(http, kind, id, { method: 'GET', doing: `read ${kind} ${id}` }, options);
	const result = (body as { result?: unknown } | null)?.result;
	if (typeof result !== 'object' || result === null) {
		throw new SupersetUnexpected(`Superset answered “read ${kind} ${id}” without a result.`);
	}
	return result as RestObject;
}

/** PUT the given fields; what is not given stays. */
export async function updateObject(
	http: Http,
	kind: RemoteKind,
	id: number,
	fields: RestObject,
	options: CallOptions
): Promise<void> {
	await send(http, kind, id, { method: 'PUT', doing: `update ${kind} ${id}`, body: JSON.stringify(fields) }, options);
}

export async function deleteObject(http: Http, kind: RemoteKind, id: number, options: CallOptions): Promise<void> {
	await send(http, kind, id, { method: 'DELETE', doing: `delete ${kind} ${id}` }, options);
}

async function send(
	http: Http,
	kind: RemoteKind,
	id: number,
	what: Pick<Call, 'method' | 'doing' | 'body'>,
	{ signal }: CallOptions
): Promise<unknown> {
	const isRead = what.method === 'GET';
	const call: Call = {
		...what,
		path: `/api/v1/${kind}/${id}`,
		kind: isRead ? 'read' : 'write',
		...(what.body !== undefined && { headers: { 'content-type': 'application/json' } }),
		permission: `can ${isRead ? 'read' : 'write'} on ${permissionName(kind)}`,
		signal
	};
	const answer = await http.ask(call);
	if (answer.status === 404 && !isHtml(answer)) {
		throw isRead
			? notSeen(http, kind, [id])
			: notSeen(http, kind, [id], 'It was deleted, or the account is neither its owner nor an Admin');
	}
	if (answer.status !== 200 && answer.status !== 201) throw failureOf(answer, askedOf(call, http.transport));
	return jsonOf(answer, `“${what.doing}”`);
}

/** Superset does not tell what is not there from what an account may not see. */
export const notSeen = (
	http: Http,
	kind: RemoteKind,
	ids: readonly number[],
	why = 'It was deleted, or the account may not see it; drafts are seen by their owners and Admins only'
): NotFound => new NotFound(`Superset ${kind}`, ids.join(', '), { hint: `${why} (${http.transport.base.origin}).` });
