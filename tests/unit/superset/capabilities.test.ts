import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { capabilitiesOf, type UnknownFields } from '#lib/server/superset/capabilities.ts';
import { findingsOf } from '#lib/server/superset/findings.ts';

const fields = (version: string): UnknownFields => capabilitiesOf(version).unknownFields;

test('SUP-80 6.1 takes all that 6.1 writes', () => {
	expect(Object.values(fields('6.1.0')).flat()).toEqual([]);
	expect(capabilitiesOf('6.1.0')).toMatchObject({
		note: null,
		importReplacesLinks: true,
		importRemapsChartConfiguration: true
	});
});

test('SUP-80 6.0 refuses what 6.1 brought', () => {
	expect(fields('6.0.0')).toMatchObject({
		databases: ['configuration_method'],
		datasets: ['currency_code_column'],
		datasetColumns: ['datetime_format'],
		metadata: ['chart_customization_config']
	});
	expect(capabilitiesOf('6.0.0')).toMatchObject({
		note: null,
		importReplacesLinks: false,
		sparseImport: true,
		themes: true
	});
});

test('SUP-80 4.1 refuses that and what 6.0 brought', () => {
	expect(fields('4.1.4')).toMatchObject({
		dashboards: ['tags', 'theme_uuid'],
		charts: ['tags'],
		datasets: ['folders', 'currency_code_column'],
		databases: ['impersonate_user', 'configuration_method']
	});
	expect(capabilitiesOf('4.1.4')).toMatchObject({
		note: null,
		currencyIsMapping: false,
		importReplacesLinks: false,
		importRemapsChartConfiguration: false,
		uuidsInLists: true
	});
	expect(capabilitiesOf('4.1.2').uuidsInLists).toBe(false);
});

test('SUP-81 what 4.1.4 was seen to refuse in a bundle of 6.1.0 is in its list', () => {
	const file = 'specs/examples/superset-http/4.1.4/import-newer-bundle.json';
	const { response } = JSON.parse(readFileSync(file, 'utf8')) as { response: { body: unknown } };
	const refused = new Set(
		findingsOf(response.body).map(({ path, message }) => {
			const [, at] = /^(.*): Unknown field\.$/.exec(message) ?? [];
			const folder = path.split('/')[0];
			return /^columns\.\d+\./.test(at ?? '') ? `datasetColumns ${at!.split('.')[2]}` : `${folder} ${at}`;
		})
	);
	const known = fields('4.1.4');
	const listed = Object.entries(known).flatMap(([kind, keys]) => (keys as string[]).map((key) => `${kind} ${key}`));
	expect(refused.size).toBeGreaterThan(4);
	expect(listed).toEqual(expect.arrayContaining([...refused]));
});

test.each([
	['6.2.0', '6.1.0', 'newer'],
	['7.0.0rc1', '6.1.0', 'newer'],
	['10.1.0', '6.1.0', 'newer'],
	['unknown', '4.1.4', 'not known'],
	['', '4.1.4', 'not known'],
	['0.0.0-dev', '4.1.4', 'not known'],
	['5.0.0', '4.1.4', 'not tried'],
	['4.0.2', '4.1.4', 'older'],
	['3.1.2', '4.1.4', 'older']
])('SUP-82 %j is treated like %s, with a note', (version, basis, words) => {
	const capabilities = capabilitiesOf(version);
	expect(capabilities.basis).toBe(basis);
	expect(capabilities.note).toContain(words);
});
