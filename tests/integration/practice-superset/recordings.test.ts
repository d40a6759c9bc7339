import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isEqual, type Value } from '#lib/domain/value.ts';
import { mapIds } from '#tests/support/practice-superset/bundle-ids.ts';
import { isObject, type Json, type JsonObject, listOf } from '#tests/support/practice-superset/json.ts';
import { PracticeClient } from '#tests/support/practice-superset/practice-client.ts';
import { filesOf, practice, recording, VERSIONS } from './practice.ts';

interface Recorded {
	readonly request: {
		readonly method: string;
		readonly path: string;
		readonly body?: Json;
		readonly headers?: Record<string, string>;
	};
	readonly response: { readonly status: number; readonly headers: Record<string, string>; readonly body: Json };
}

/** Where a value of another kind stands: paths of keys, `[]` for the items of a list. */
function differences(ours: Json, theirs: Json, path = ''): string[] {
	if (Array.isArray(theirs)) {
		if (!Array.isArray(ours)) return [`${path}: no list`];
		const [a, b] = [ours[0], theirs[0]];
		return a === undefined || b === undefined ? [] : differences(a, b, `${path}[]`);
	}
	if (!isObject(theirs))
		return theirs === null || ours === null || typeof ours === typeof theirs ? [] : [`${path}: ${typeof ours}`];
	if (!isObject(ours)) return [`${path}: no mapping`];
	const names = new Set([...Object.keys(ours), ...Object.keys(theirs)]);
	return [...names].flatMap((name) => {
		if (!(name in ours)) return [`${path}.${name}: missing`];
		if (!(name in theirs)) return [`${path}.${name}: not recorded`];
		return differences(ours[name] ?? null, theirs[name] ?? null, `${path}.${name}`);
	});
}

/** Mappings whose keys are names of the content. */
const withoutNames = (value: Json): Json =>
	JSON.parse(
		JSON.stringify(value, (key, item: Json) =>
			/^(verbose_map|column_formats|form_data|tags|metrics|columns|tab_tree|all_tabs|native_filters|extra)$/.test(key)
				? 'names'
				: item
		)
	) as Json;

test.each(VERSIONS)('PRAC-7 %s answers with the recorded status and form', async (version) => {
	const folder = `specs/examples/superset/${version}/http`;
	const cases = [
		'sales-overview',
		'unicode',
		'shared-chart-a',
		'shared-chart-b',
		'virtual',
		'two-schemas',
		'orphan',
		'ids-everywhere'
	];
	const { superset, admin } = await practice({ version }, ...cases);
	const nobody = new PracticeClient(superset.url);
	const names = readdirSync(folder);
	expect(names.length).toBeGreaterThan(20);
	for (const name of names) {
		const { request, response } = JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as Recorded;
		const isOpen = /anonymous|bad-token|login/.test(name);
		const reply = await (isOpen ? nobody : admin).request(request.method, request.path, {
			headers: { ...request.headers, ...(request.body === undefined ? {} : { 'content-type': 'application/json' }) },
			...(request.body === undefined ? {} : { body: JSON.stringify(request.body) })
		});
		expect([name, reply.status]).toEqual([name, response.status]);
		const type = (text: string | null | undefined): string | undefined => text?.split(';')[0];
		expect([name, type(reply.headers.get('content-type'))]).toEqual([name, type(response.headers['content-type'])]);
		if (typeof response.body === 'string') continue;
		expect([name, differences(withoutNames(reply.json), withoutNames(response.body))]).toEqual([name, []]);
	}
});

const AFTER = [
	'sales-overview',
	'ids-everywhere',
	'shared-chart-a',
	'shared-chart-b',
	'two-schemas',
	'virtual',
	'unicode'
];

test.each(AFTER)('PRAC-9 %s comes out as it came out of a real one', async (name) => {
	const { admin } = await practice({ version: '6.1.0', firstId: 7000 }, name);
	const ours = await named(await admin.get('/api/v1/dashboard/export/?q=!(7001)').then(({ bytes }) => bytes));
	const real = await named(recording('6.1.0', `after-import/${name}`));
	expect([...ours.keys()].sort()).toEqual([...real.keys()].sort());
	for (const [path, file] of real) {
		const other = ours.get(path) ?? {};
		const keys = [...new Set([...Object.keys(file), ...Object.keys(other)])];
		expect([path, keys.filter((key) => !isEqual(valueOf(file[key]), valueOf(other[key])))]).toEqual([path, []]);
	}
});

/** JSON inside YAML is compared by content. */
const valueOf = (value: Json | undefined): Value | undefined =>
	typeof value === 'string' && value.startsWith('{') ? (JSON.parse(value) as Value) : value;

/** Files by kind and uuid, with each id that imports renew replaced by the uuid that it stands for. */
async function named(zip: Uint8Array): Promise<Map<string, JsonObject>> {
	const files = await filesOf(zip);
	const names = new Map<string, string>();
	for (const [path, file] of files) {
		const found = /^(chart|dataset)s\/(?:.*\/)?(?:.*_)?(\d+)\.yaml$/.exec(path);
		if (found !== null) names.set(`${found[1]} ${found[2]}`, `#${String(file['uuid'])}`);
	}
	const entries = [...files].flatMap(([path, file]): [string, JsonObject][] => {
		if (path === 'metadata.yaml' || path === 'tags.yaml') return [];
		const renamed = mapIds(file, (id, kind, stale) => (stale ? id : (names.get(`${kind} ${id}`) ?? id))) as JsonObject;
		if (Array.isArray(renamed['columns'])) renamed['columns'] = listOf(renamed['columns']);
		return [[`${path.split('/')[0]} ${String(file['uuid'])}`, renamed]];
	});
	return new Map(entries);
}
