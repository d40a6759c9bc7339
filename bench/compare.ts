import { readFileSync } from 'node:fs';
import { changesBetween, suggestedMessage, type ComparedAsset } from '#lib/domain/compare/changes.ts';
import { isMapping, mapping, type Mapping, type Value } from '#lib/domain/value.ts';
import { canonicalAssets } from '#lib/server/superset/bundle/canonical.ts';
import { comparedAssets } from '#lib/server/superset/bundle/compared.ts';
import { writeJson } from '#lib/server/superset/bundle/json.ts';
import { treeOfAssets } from '#lib/server/superset/bundle/tree.ts';
import { readBundle } from '#lib/server/superset/bundle/zip.ts';
import { absoluteRow, median, ratioRow, type Row } from './measure.ts';
import { LARGE } from './zip-to-commit.ts';

const CHANGED = 50;

/** What somebody did to a chart, by turns. */
const EDITS: readonly ((params: Mapping) => Mapping)[] = [
	(params) => withKeys(params, { row_limit: 77, show_legend: false, color_scheme: 'd3Category10' }),
	(params) => withKeys(params, { metrics: ['one', 'two'], groupby: ['country', 'city'] }),
	(params) =>
		withKeys(params, {
			adhoc_filters: [mapping(Object.entries({ subject: 'country', operator: 'IN', comparator: ['NO', 'SE'] }))]
		}),
	// As Explore saves a chart: dozens of controls at their default.
	(params) =>
		withKeys(params, { extra_form_data: mapping(), order_desc: true, truncate_metric: true, matrixify_enable: false })
];

const withKeys = (params: Mapping, keys: Record<string, Value>): Mapping =>
	mapping([...Object.entries(params), ...Object.entries(keys)]);

async function readLarge(): Promise<ComparedAsset[]> {
	const { files } = await readBundle(new Uint8Array(readFileSync(LARGE)));
	return comparedAssets(treeOfAssets(canonicalAssets(files)));
}

/** Two forms of a large dashboard, told in sentences; against reading the same contents as JSON. */
export async function compare(): Promise<Row[]> {
	const before = await readLarge();
	let count = 0;
	const after = (await readLarge()).map((asset) => {
		const params = asset.content['params'];
		if (asset.kind !== 'chart' || !isMapping(params) || count >= CHANGED) return asset;
		const edit = EDITS[count % EDITS.length]!;
		count += 1;
		return { ...asset, content: mapping([...Object.entries(asset.content), ['params', edit(params)]]) };
	});
	const texts = [...before, ...after].map(({ content }) => writeJson(content));
	const floor = await median(9, () => texts.map((text) => JSON.parse(text) as unknown).length, { warm: true });
	const first = await median(1, () => changesBetween(before, after));
	const own = await median(9, () => suggestedMessage(changesBetween(before, after).assets), { warm: true });
	const changed = changesBetween(before, after).assets.length;
	if (changed !== CHANGED) throw new Error(`${changed} assets changed, not ${CHANGED}.`);
	const at = `${before.filter(({ kind }) => kind === 'chart').length} charts, ${CHANGED} changed`;
	return [
		ratioRow('changes in sentences', at, own, { ms: floor, name: 'JSON.parse of both' }, 10),
		absoluteRow('changes in sentences', at, own, 150),
		absoluteRow('changes in sentences, the first time', at, first, 150)
	];
}
