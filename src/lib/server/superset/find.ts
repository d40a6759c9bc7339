import { isHtml, jsonIfAny } from './answers.ts';
import type { AssetUuid } from '#lib/domain/ids.ts';
import { failureOf } from './reasons.ts';
import { askedOf, type Call, type Http } from './http.ts';
import { listAll, listPage, type RemoteOf } from './lists.ts';
import type { CallOptions } from './options.ts';
import type { RemoteDashboard, RemoteKind } from './remote.ts';

export type DashboardKey = { readonly uuid: AssetUuid } | { readonly slug: string } | { readonly id: number };

/** The dashboard, `undefined` when it is not there or not seen by the account. */
export async function findDashboard(
	http: Http,
	key: DashboardKey,
	options: CallOptions
): Promise<RemoteDashboard | undefined> {
	if ('uuid' in key) {
		// Older Supersets do not filter by uuid, but all of them read one dashboard by it.
		const id = await dashboardIdOf(http, key.uuid, options);
		return id === undefined ? undefined : findDashboard(http, { id }, options);
	}
	const filter = 'id' in key ? { col: 'id', value: key.id } : { col: 'slug', value: key.slug };
	const { items } = await listPage(http, 'dashboard', { page: 0, filters: [{ ...filter, opr: 'eq' }], ...options });
	return items[0];
}

async function dashboardIdOf(http: Http, uuid: AssetUuid, { signal }: CallOptions): Promise<number | undefined> {
	const call: Call = {
		method: 'GET',
		path: `/api/v1/dashboard/${uuid}`,
		kind: 'read',
		doing: `read dashboard ${uuid}`,
		permission: 'can read on Dashboard',
		signal
	};
	const answer = await http.ask(call);
	if (answer.status === 404 && !isHtml(answer)) return undefined;
	if (answer.status !== 200) throw failureOf(answer, askedOf(call, http.transport));
	const id = (jsonIfAny(answer) as { result?: { id?: unknown } } | undefined)?.result?.id;
	return typeof id === 'number' ? id : undefined;
}

/** Those of `uuids` that are there. */
export async function findObjects<Kind extends RemoteKind>(
	http: Http,
	kind: Kind,
	uuids: Iterable<AssetUuid>,
	options: CallOptions
): Promise<ReadonlyMap<AssetUuid, RemoteOf<Kind>>> {
	const wanted = new Set(uuids);
	const found = new Map<AssetUuid, RemoteOf<Kind>>();
	if (wanted.size === 0) return found;
	for (const item of await listAll(http, kind, options)) if (wanted.has(item.uuid)) found.set(item.uuid, item);
	return found;
}
