import { expect, test } from 'vitest';
import { InvalidInput, NotFound, SupersetRefused, SupersetRejected, SupersetUnexpected } from '#lib/domain/errors.ts';
import { clientOf, failureOf, recorded, scripted, type Reply } from './scripted-server.ts';

const IMPORT = 'POST /api/v1/dashboard/import/';
const zip = Buffer.from('PK\x03\x04 bytes \x00\xff\r\n--', 'latin1');
const may = (...permissions: string[]): Reply => ({ body: { permissions } });

const importing = async (reply: Reply, rules: Record<string, Reply> = {}) => {
	const server = await scripted({ [IMPORT]: reply, ...rules });
	return { server, failure: await failureOf(clientOf(server.url).importBundle('dashboard', zip)) };
};

test('SUP-40 an import carries the ZIP byte for byte, with overwrite', async () => {
	const server = await scripted({ [IMPORT]: recorded('6.1.0', 'import-ok') });
	await clientOf(server.url).importBundle('dashboard', zip);
	const { body, headers } = server.requests.at(-1)!;
	const form = await new Response(new Uint8Array(body), {
		headers: { 'content-type': headers['content-type']! }
	}).formData();
	expect([form.get('overwrite'), form.get('passwords')]).toEqual(['true', '{}']);
	expect(Buffer.from(await (form.get('formData') as File).arrayBuffer())).toEqual(zip);
});

test('SUP-40 an export gives the bytes as they came', async () => {
	const server = await scripted({
		'GET /api/v1/chart/export/': { headers: { 'content-type': 'application/zip' }, body: zip }
	});
	expect(Buffer.from(await clientOf(server.url).exportAssets('chart', [4, 15]))).toEqual(zip);
	expect(server.requests.at(-1)?.q).toBe('!(4,15)');
});

test('SUP-41 the ids that are not seen are named', async () => {
	const server = await scripted({
		'GET /api/v1/dashboard/export/': recorded('6.1.0', 'export-missing'),
		'GET /api/v1/dashboard/': [recorded('6.1.0', 'dashboards-page-0'), { body: { count: 3, result: [] } }]
	});
	const failure = await failureOf(clientOf(server.url).exportAssets('dashboard', [9, 41, 3, 42]));
	expect(failure).toBeInstanceOf(NotFound);
	expect(failure.message).toBe('There is no Superset dashboard “41, 42”.');
	expect(failure.hint).toContain('drafts');
});

test('SUP-42 an export that is no ZIP, and ids that do not fit', async () => {
	const server = await scripted({ 'GET /api/v1/dashboard/export/': { body: '<html>Sign in</html>' } });
	const client = clientOf(server.url);
	expect(await failureOf(client.exportAssets('dashboard', [1]))).toBeInstanceOf(SupersetUnexpected);
	expect(await failureOf(client.exportAssets('dashboard', []))).toBeInstanceOf(InvalidInput);
	const many = Array.from({ length: 2000 }, (_, at) => at + 1);
	expect(await failureOf(client.exportAssets('dashboard', many))).toBeInstanceOf(InvalidInput);
	expect(server.log.filter((key) => key.includes('export'))).toHaveLength(1);
});

test.each(['4.1.4', '6.1.0'] as const)('SUP-50 what belongs to somebody else (%s)', async (version) => {
	const { failure } = await importing(recorded(version, 'editor-import'));
	expect(failure).toBeInstanceOf(SupersetRefused);
	expect(failure.message).toContain('belongs to somebody else');
	expect(failure.hint).toContain('Admin');
});

test.each([
	['4.1.4', 'import-no-metadata', 'metadata.yaml is missing'],
	['6.1.0', 'import-no-metadata', 'metadata.yaml is missing'],
	['6.1.0', 'import-yaml-broken', 'no valid YAML'],
	['4.1.4', 'import-yaml-plain-equals', 'YAML that Superset cannot read'],
	['6.1.0', 'import-yaml-plain-equals', 'YAML that Superset cannot read']
] as const)('SUP-51 Superset %s and %s: in words', async (version, name, words) => {
	const { failure } = await importing(recorded(version, name));
	expect(failure).toBeInstanceOf(SupersetRejected);
	expect(failure.message).toContain(words);
});

test.each(['4.1.4', '6.1.0'] as const)('SUP-52 findings name file and field (%s)', async (version) => {
	const findings = async (name: string) => {
		const { failure } = await importing(recorded(version, name));
		expect(failure).toBeInstanceOf(SupersetRejected);
		return (failure as SupersetRejected).findings;
	};
	expect(await findings('import-missing-field')).toEqual([
		{ path: 'charts/Revenue_shared_25.yaml', message: 'viz_type: Missing data for required field.' },
		{ path: 'charts/Own_chart_a_26.yaml', message: 'viz_type: Missing data for required field.' }
	]);
	expect(await findings('import-missing-password')).toEqual([
		{ path: 'databases/Shop.yaml', message: 'Must provide a password for the database' }
	]);
	expect(await findings('import-unknown-field')).toEqual([
		{ path: 'dashboards/Shared_chart_A_3.yaml', message: 'surprise: Unknown field.' }
	]);
});

test('SUP-52 the message has the first finding and how many more', async () => {
	const { failure } = await importing(recorded('4.1.4', 'import-missing-field'));
	expect(failure.message).toBe(
		'Superset could not import the dashboard bundle: charts/Revenue_shared_25.yaml: viz_type: Missing data for required field (and 1 more).'
	);
});

const KINDS = ['dashboard', 'chart', 'dataset'];
const infoOf = (lacking: string) =>
	Object.fromEntries(
		KINDS.map((kind) => [
			`GET /api/v1/${kind}/_info`,
			kind === lacking ? may('can_read') : may('can_read', 'can_write')
		])
	);

test('SUP-53 no reason given: which request, where the reason stands, what was seen before', async () => {
	const { failure } = await importing(recorded('6.1.0', 'import-stale-chart-id'), infoOf(''));
	expect(failure).toBeInstanceOf(SupersetUnexpected);
	expect(failure.message).toContain('POST /api/v1/dashboard/import/ failed with 500');
	expect(failure.hint).toContain('own log');
	expect(failure.hint).toContain('timed_refresh_immune_slices');
	expect(failure.message).not.toContain('unknown reason');
});

test('SUP-53 no reason given, but a permission is lacking', async () => {
	const { failure, server } = await importing(recorded('6.1.0', 'import-stale-chart-id'), infoOf('dataset'));
	expect(failure).toBeInstanceOf(SupersetRefused);
	expect(failure.message).toContain('“can write on Dataset”');
	expect(server.requests.at(-1)?.q).toBe('(keys:!(permissions))');
});

test('SUP-54 too large for the proxy', async () => {
	const { failure } = await importing({
		status: 413,
		headers: { 'content-type': 'text/html' },
		body: '<html>413</html>'
	});
	expect(failure).toBeInstanceOf(SupersetRejected);
	expect(failure.message).toContain('0.0 MB');
	expect(failure.hint).toContain('client_max_body_size');
});
