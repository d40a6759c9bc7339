import { expect, test } from 'vitest';
import { changesBetween } from '#lib/domain/compare/changes.ts';
import { isDefaultControl } from '#lib/domain/words/default-control.ts';
import { DEFAULTS } from '#lib/domain/words/tables.ts';
import { Float } from '#lib/domain/value.ts';
import { comparedAssets } from '#lib/server/superset/bundle/compared.ts';
import { valueOf } from '#tests/support/bundle/edit.ts';
import { exampleTree } from '#tests/support/bundle/example.ts';
import { changeOf, chartSentences, sentencesOf } from './sides.ts';

const saved = async (times: string) =>
	comparedAssets(await exampleTree(`6.1.0/after-chart-save/sales-overview-${times}`));

test.each([
	['before', 'once', 10],
	['before', 'twice', 10],
	['once', 'twice', 4],
	['twice', 'before', 10]
])(
	'SENTENCE-1 charts that Explore saved without a change, %s → %s: all counted, none told',
	async (from, to, count) => {
		const { assets, machineMadeOnly } = changesBetween(await saved(from), await saved(to));
		expect([assets.length, machineMadeOnly]).toEqual([count, count]);
		expect(assets.flatMap(sentencesOf)).toEqual([]);
		expect(assets.every(({ hiddenCount }) => hiddenCount > 0)).toBe(true);
	}
);

test.each([
	['echarts_timeseries_bar', 'row_limit', 10000, true],
	['pie', 'row_limit', 10000, false],
	['pie', 'row_limit', 100, true],
	['pie', 'row_limit', new Float(100), true],
	['pie', 'row_limit', null, false],
	['echarts_area', 'area', true, true],
	['echarts_timeseries_line', 'area', true, false],
	['big_number', 'metrics', ['revenue'], true],
	['table', 'metrics', ['revenue'], false],
	['table', 'adhoc_filters', [], true],
	['table', 'adhoc_filters', [{ operator: 'TEMPORAL_RANGE', comparator: 'No filter', subject: 'at' }], true],
	['table', 'adhoc_filters', [{ operator: 'TEMPORAL_RANGE', comparator: 'Last week', subject: 'at' }], false],
	['table', 'extra_form_data', { a: 1 }, true],
	['table', 'never_heard_of', null, false],
	['never_heard_of', 'show_legend', true, false],
	['line', 'show_legend', true, true],
	['table', 'constructor', 'x', false]
])('SENTENCE-2 %s: %s at %j is a default: %j', (vizType, key, value, isDefault) => {
	expect(isDefaultControl(vizType, key, value instanceof Float ? value : valueOf(value))).toBe(isDefault);
});

test('SENTENCE-2 an absent control is a default, and so is what every recorded type starts with', () => {
	expect(isDefaultControl('table', 'never_heard_of', undefined)).toBe(true);
	for (const [vizType, { own }] of Object.entries(DEFAULTS.types))
		for (const [key, value] of Object.entries(own))
			expect([vizType, key, isDefaultControl(vizType, key, valueOf(value))]).toEqual([vizType, key, true]);
});

test('SENTENCE-2 what came or went at its default is counted; with another value it is told', () => {
	expect(chartSentences('pie', {}, { row_limit: 100, show_legend: false })).toEqual(['show legend turned off']);
	const change = changeOf('chart', { viz_type: 'pie', params: {} }, { viz_type: 'pie', params: { row_limit: 100 } });
	expect(change).toMatchObject({ details: [], hiddenCount: 1 });
	expect(chartSentences('pie', { row_limit: 50 }, {})).toEqual(['row limit 50 → 100']);
});

test('SENTENCE-2 what a former type used is told when it goes, and so is a control that only changed', () => {
	const chart = (vizType: string, params: object) => ({ viz_type: vizType, params: { viz_type: vizType, ...params } });
	const change = changeOf('chart', chart('table', { groupby: ['country'] }), chart('big_number_total', {}));
	expect(sentencesOf(change)).toEqual(['Table → Big Number', 'dimension country removed']);
	expect(chartSentences('big_number', { metrics: ['a'] }, { metrics: ['b'] })).toEqual(['metric a → b']);
});

test('SENTENCE-2 a control under its newer name, either way, is the same control', () => {
	const [older, newer] = [
		{ subheader: 'all', subheader_font_size: 0.15 },
		{ subtitle: 'all', subtitle_font_size: 0.15 }
	];
	expect(chartSentences('big_number_total', older, newer)).toEqual([]);
	expect(chartSentences('big_number_total', newer, older)).toEqual([]);
	expect(chartSentences('big_number_total', older, { subtitle: 'some' })).toContain('subtitle set to “some”');
});
