import type { AssetUuid } from '#lib/domain/ids.ts';
import { isHtml, jsonIfAny } from './answers.ts';
import { askedOf, type Call, type Http } from './http.ts';
import { listAll, listPage, permissionName, withDatabaseUuids, type RemoteOf } from './lists.ts';
import type { CallOptions } from './options.ts';
import { failureOf } from './reasons.ts';
import type { RemoteDashboard, RemoteDataset, RemoteKind } from './remote.ts';
import { risonQuery } from './rison.ts';

export type DashboardKey = { readonly uuid: AssetUuid } | { readonly slug: string } | { readonly id: number };

/** A request line of gunicorn has at most 4094 bytes, and a quoted uuid takes 43 of them. */
const UUIDS_PER_QUERY = 60;

/** The dashboard, `undefined` when it is not there or not seen by the account. */
export async function findDashboard(
	http: Http,
	key: DashboardKey,
	options: CallOptions
): Promise<RemoteDashboard | undefined> {
	if ('uuid' in key) {
		// Older Supersets do not filter by uuid, but all of them read one dashboard by it. The row comes from the list
		// all the same: 4.1 leaves the uuid out of the dashboard itself, and its `changed_on` is local time.
		const id = await dashboardIdOf(http, key.uuid, options);
		return id === undefined ? undefined : findDashboard(http, { id }, options);
	}
	const [col, value] = 'id' in key ? ['id', key.id] : ['slug', key.slug];
	const { items } = await listPage(http, 'dashboard', { page: 0, filters: [{ col, opr: 'eq', value }], ...options });
	// A filter that an older Superset does not know may be passed over in silence.
	return items.find((item) => ('id' in key ? item.id === key.id : item.slug === key.slug));
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
	// A 403 is not “not there”: a deploy would take its place.
	if (answer.status === 404 && !isHtml(answer)) return undefined;
	if (answer.status !== 200) throw failureOf(answer, askedOf(call, http.transport));
	const id = (jsonIfAny(answer) as { result?: { id?: unknown } } | undefined)?.result?.id;
	return typeof id === 'number' ? id : undefined;
}

/** Those of `uuids` that are there. Asks by uuid where Superset takes such a filter, else reads the whole list. */
export async function findObjects<Kind extends RemoteKind>(
	http: Http,
	kind: Kind,
	uuids: Iterable<AssetUuid>,
	options: CallOptions
): Promise<ReadonlyMap<AssetUuid, RemoteOf<Kind>>> {
	const wanted = new Set(uuids);
	const found = new Map<AssetUuid, RemoteOf<Kind>>();
	if (wanted.size === 0) return found;
	const filtered = wanted.size <= UUIDS_PER_QUERY && (await takesUuidFilter(http, kind, [...wanted][0]!, options));
	const filters = filtered ? [{ col: 'uuid', opr: 'in', value: [...wanted] }] : [];
	const listed = (await listAll(http, kind, { ...options, filters })).filter(({ uuid }) => wanted.has(uuid));
	const items = kind === 'dataset' ? await withDatabaseUuids(http, listed as RemoteDataset[], options) : listed;
	for (const item of items) found.set(item.uuid, item as RemoteOf<Kind>);
	return found;
}

/** Asked once per kind and client: 4.1 refuses to filter dashboards, charts and datasets by uuid (400). */
async function takesUuidFilter(
	http: Http,
	kind: RemoteKind,
	uuid: AssetUuid,
	{ signal }: CallOptions
): Promise<boolean> {
	const known = http.uuidFilters.get(kind);
	if (known !== undefined) return known;
	const query = risonQuery({ columns: ['id'], filters: [{ col: 'uuid', opr: 'in', value: [uuid] }] });
	const call: Call = {
		method: 'GET',
		path: `/api/v1/${kind}/${query}`,
		kind: 'read',
		doing: `list ${kind}s`,
		permission: `can read on ${permissionName(kind)}`,
		signal
	};
	const answer = await http.ask(call);
	if (answer.status !== 200 && answer.status !== 400) throw failureOf(answer, askedOf(call, http.transport));
	const takes = answer.status === 200;
	http.uuidFilters.set(kind, takes);
	return takes;
}
