import { readFileSync } from 'node:fs';
import fc from '#tests/support/fast-check.ts';
import { expect, test } from 'vitest';
import { differencesOf } from '#lib/domain/compare/differences.ts';
import { linesOfKeys, machineMadeLines } from '#lib/domain/text-diff/machine-made.ts';
import { diffLines } from '#lib/server/text-diff/diff-lines.ts';
import { readExport, treeOfDashboard } from '#lib/server/superset/bundle/export.ts';
import { writeYaml } from '#lib/server/superset/bundle/yaml.ts';
import { mapping, type Mapping, type Value } from '#lib/domain/value.ts';

const linesOf = (text: string) => text.split('\n').slice(0, -1);
const marked = (text: string) => {
	const keys = machineMadeLines(linesOf(text));
	return linesOf(text).flatMap((line, at) => (keys[at] === undefined ? [] : [`${keys[at]}: ${line.trim()}`]));
};

test('TEXTDIFF-10 the block of a query context with all its lines, and no more', () => {
	const text = 'slice_name: x\nparams:\n  version: 2\nquery_context: |\n  {\n    "a": 1\n\n  }\nversion: 1.0.0\n';
	expect(marked(text)).toEqual([
		'query_context: query_context: |',
		'query_context: {',
		'query_context: "a": 1',
		'query_context: ',
		'query_context: }',
		'version: version: 1.0.0'
	]);
});

test('TEXTDIFF-10 places in a layout, by where they stand', () => {
	const text =
		'position:\n  CHART-1:\n    meta:\n      chartId: 7\n      width: 4\n  HEADER_ID:\n    id: HEADER_ID\n    meta:\n' +
		'      text: x\n  chartId: 3\nmetadata:\n  chartId: 4\ncolumns:\n- query_context: 1\n  chartId: 5\n';
	expect(marked(text)).toEqual([
		'chartId: chartId: 7',
		'HEADER_ID: HEADER_ID:',
		'HEADER_ID: id: HEADER_ID',
		'HEADER_ID: meta:',
		'HEADER_ID: text: x'
	]);
});

test('TEXTDIFF-10 text that looks like a key, in a block or in quotes, is none', () => {
	expect(marked('css: |\n  a\n\n  query_context: 1\n"query_context": 1\n\'my: version\': 2\n')).toEqual([
		'query_context: "query_context": 1'
	]);
});

/** Values as canonical files hold them, with keys that are easily confused. */
const value = fc.letrec<{ value: Value }>((tie) => ({
	value: fc.oneof(
		{ depthSize: 'small' },
		fc.constantFrom<Value>('x', 'a: b', 'version: 1\nk: |\n  z', ' lead\n\nend', '- q', 1, true, null),
		fc.array(tie('value'), { maxLength: 3 }),
		fc
			.uniqueArray(fc.tuple(fc.constantFrom('q', 'k', 'meta', 'a b', 'x: y', '- z', "it's"), tie('value')), {
				maxLength: 4,
				selector: ([key]) => key
			})
			.map((entries) => mapping(entries))
	)
})).value;

test('TEXTDIFF-10 in any canonical text the lines of a key are those that go with it', () => {
	fc.assert(
		fc.property(value, value, value, (before, own, after) => {
			const rest = [
				['a: b', before],
				["z's: y", after]
			] as const;
			const text = writeYaml(mapping([rest[0], ['wanted', own], rest[1]]));
			const keys = linesOfKeys(linesOf(text), [['wanted']]);
			const without = linesOf(text).filter((_, at) => keys[at] === undefined);
			expect(without).toEqual(linesOf(writeYaml(mapping(rest))));
		})
	);
});

test('TEXTDIFF-10 a chart that Superset saved again differs in hidden lines only where its query context does', async () => {
	const zip = readFileSync('specs/examples/superset/6.1.0/sales-overview.zip');
	const { tree } = treeOfDashboard(await readExport(new Uint8Array(zip)));
	const [, bytes] = [...tree.files].find(([path]) => path.startsWith('charts/')) ?? [];
	const text = Buffer.from(bytes ?? []).toString();
	const diff = diffLines(
		text,
		text.replace('"force": false', '"force": true').replace(/^slice_name: .*/, 'slice_name: N'),
		{
			path: 'charts/a.yaml'
		}
	);
	expect([diff.added, diff.removed, diff.hiddenRows]).toEqual([2, 2, 2]);
});

/** A file in which the value at `path` is `leaf`, among others. */
const fileWith = (path: readonly string[], leaf: string): Mapping =>
	mapping([
		['a', 'x'],
		[path[0] ?? '', path.length > 1 ? fileWith(path.slice(1), leaf) : leaf],
		['z', 'x']
	]);

test.each([
	['query_context'],
	['version'],
	['version', 'of'],
	['position', 'HEADER_ID', 'meta', 'text'],
	['position', 'CHART-1', 'meta', 'chartId'],
	['position', 'CHART-1', 'meta', 'width'],
	['position', 'CHART-1', 'chartId'],
	['metadata', 'chartId'],
	['params', 'version']
])('TEXTDIFF-10 what sentences leave out is what is hidden here: %s', (...path) => {
	const [before, after] = [fileWith(path, 'old'), fileWith(path, 'new')];
	const [difference] = differencesOf(before, after);
	const diff = diffLines(writeYaml(before), writeYaml(after), { path: 'a.yaml' });
	expect([diff.added, diff.removed]).toEqual([1, 1]);
	expect(diff.hiddenRows > 0).toBe(difference?.machineMade);
});
