import { beforeAll, expect, test } from 'vitest';
import { NO_FACTS, type NumberFacts } from '#lib/server/superset/bundle/canonical.ts';
import { stableNumber } from '#lib/server/superset/bundle/ids.ts';
import { CanonicalMemory } from '#lib/server/superset/bundle/memory.ts';
import { translationOf } from '#lib/server/superset/bundle/translation.ts';
import { exampleFiles, textsOf, treeOf, type Files } from '#tests/support/bundle/example.ts';
import { put } from '#tests/support/bundle/edit.ts';
import { DATABASE, smallBundle, uuid } from '#tests/support/bundle/small.ts';

let files: Files;
beforeAll(async () => {
	files = await exampleFiles('6.1.0/ids-everywhere');
});

test('FORM-70 equal files are neither parsed nor made again; what was found wrong is told again', () => {
	const memory = new CanonicalMemory();
	const first = treeOf(files, { memory });
	const before = memory.statistics;
	const copies = new Map([...files].map(([path, bytes]) => [path, Uint8Array.from(bytes)]));
	const again = treeOf(copies, { memory });
	expect(before.parsed).toBe([...files.keys()].filter((path) => path.includes('/')).length);
	expect(memory.statistics).toEqual(before);
	expect(textsOf(again)).toEqual(textsOf(first));
	expect(again.findings).toEqual(first.findings);
	expect(again.findings.length).toBeGreaterThan(0);
});

test('FORM-70 one changed file is parsed alone', () => {
	const memory = new CanonicalMemory();
	treeOf(files, { memory });
	const { parsed, made } = memory.statistics;
	treeOf(put(files, /charts\/Details/, { path: ['slice_name'], to: 'New' }), { memory });
	expect(memory.statistics).toMatchObject({ parsed: parsed + 1, made: made + 1 });
});

test('FORM-71 the same bytes under another path are told of under that path', () => {
	const memory = new CanonicalMemory();
	const bundle = smallBundle({ chart: { params: { deck_slices: [900] } } });
	const moved = new Map([...bundle].map(([path, bytes]) => [path.replace('Sums_7', 'Other_7'), bytes]));
	treeOf(bundle, { memory });
	expect(treeOf(moved, { memory }).findings).toMatchObject([{ path: 'charts/Other_7.yaml' }]);
	expect(JSON.stringify(treeOf(moved, { memory }).findings)).not.toContain('Sums_7');
});

test('FORM-71 a number in a file’s name counts for that name only', () => {
	const memory = new CanonicalMemory();
	const control = { chart_customization_config: [{ id: 'C', targets: [{ datasetId: 3 }] }] };
	const bundle = smallBundle({ dashboard: { metadata: control }, chart: { params: {} } });
	const unnumbered = new Map([...bundle].map(([path, bytes]) => [path.replace('sales_3', 'sales_by_3'), bytes]));
	expect(treeOf(bundle, { memory }).findings).toEqual([]);
	expect(treeOf(unnumbered, { memory }).findings).toHaveLength(1);
});

test('FORM-72 another translation is another entry', () => {
	const memory = new CanonicalMemory();
	const own = uuid('e', 1);
	const translation = translationOf({
		mapping: { databases: [{ from: own, to: DATABASE, schemas: {}, catalogs: {} }], datasets: [] }
	});
	const [plain, translated] = [treeOf(smallBundle(), { memory }), treeOf(smallBundle(), { memory, translation })];
	expect(plain.assets.has(`database ${DATABASE}`)).toBe(true);
	expect(translated.assets.has(`database ${own}`)).toBe(true);
	expect(memory.statistics.parsed).toBe(8);
});

const knowing = (known: string): NumberFacts => ({
	...NO_FACTS,
	chart: (number) => (number === 900 ? uuid('c', Number(known)) : undefined)
});

test('FORM-73 facts that answer differently make the object anew, and its place in the bound is counted once', () => {
	const memory = new CanonicalMemory();
	const bundle = smallBundle({ chart: { params: { deck_slices: [900] } } });
	const layersWith = (facts: NumberFacts) =>
		[...treeOf(bundle, { memory, facts }).assets.values()].find(({ kind }) => kind === 'chart')!.uses.charts;
	expect(layersWith(NO_FACTS)).toEqual([]);
	const { bytes } = memory.statistics;
	for (const known of ['1', '2', '1', '2'])
		expect(layersWith(knowing(known))).toEqual([stableNumber(uuid('c', Number(known)))]);
	expect(memory.statistics.bytes - bytes).toBeLessThan(20); // the number has 15 digits, the one before 3
});

test('FORM-73 what was used longest ago is forgotten first, so that the bound holds', () => {
	const memory = new CanonicalMemory(2000);
	for (let at = 0; at < 30; at += 1) treeOf(smallBundle({ chart: { slice_name: `Chart ${at}` } }), { memory });
	expect(memory.statistics.bytes).toBeLessThanOrEqual(2000);
	const { made } = memory.statistics;
	treeOf(smallBundle({ chart: { slice_name: 'Chart 29' } }), { memory });
	expect(memory.statistics.made).toBe(made);
});
