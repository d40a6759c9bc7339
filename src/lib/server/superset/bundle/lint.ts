import { isList, isMapping, type Value } from '#lib/domain/value.ts';
import type { CanonicalAsset, Finding } from './asset.ts';
import { assetKey } from './canonical.ts';
import { textOf } from './fields.ts';
import { isStableNumber, stableNumber } from './ids.ts';
import { writeJson } from './json.ts';
import type { CanonicalTree } from './tree.ts';
import { uuidIn } from './translation.ts';

/** What is wrong with a tree, object by object, with the way out; the worst first. */
export function lintTree(tree: CanonicalTree): Finding[] {
	const findings: Finding[] = [];
	const charts = new Set(
		[...tree.assets.values()].filter(({ kind }) => kind === 'chart').map(({ uuid }) => stableNumber(uuid))
	);
	for (const [path, asset] of tree.paths) {
		const say = (level: Finding['level'], code: string, message: string, hint: string) =>
			findings.push({ level, code, path, message, hint });
		for (const uuid of asset.uses.datasets)
			if (!tree.assets.has(assetKey('dataset', uuid))) datasetMissing(asset, uuid, say);
		if (asset.kind === 'chart') lintChart(asset, charts, say);
		if (asset.kind === 'dashboard') lintLayout(asset, tree, say);
		if (asset.kind === 'dataset') lintDataset(asset, tree, say);
	}
	return findings.sort((a, b) => Number(a.level === 'warning') - Number(b.level === 'warning'));
}

/** What was noticed while a tree was made, and what is wrong with it; the worst first. */
export const findingsOf = (tree: CanonicalTree): Finding[] =>
	[...tree.findings, ...lintTree(tree)].sort((a, b) => Number(a.level === 'warning') - Number(b.level === 'warning'));

type Say = (level: Finding['level'], code: string, message: string, hint: string) => void;

function datasetMissing(asset: CanonicalAsset, uuid: string, say: Say): void {
	if (asset.kind === 'dashboard') {
		say(
			'error',
			'filter_without_dataset',
			`A filter of “${asset.name}” asks dataset ${uuid}, which is not here.`,
			'Choose another dataset for the filter in Superset, or remove the filter.'
		);
	} else {
		say(
			'error',
			'chart_without_dataset',
			`Chart “${asset.name}” needs dataset ${uuid}, which is not here.`,
			'Capture the dashboard again; if the dataset was deleted, choose another one for the chart in Superset.'
		);
	}
}

function lintChart(chart: CanonicalAsset, charts: ReadonlySet<number>, say: Say): void {
	if (chart.uses.datasets.length === 0) {
		say(
			'error',
			'chart_without_dataset',
			`Chart “${chart.name}” has no dataset: it was deleted in Superset.`,
			'Choose a dataset for the chart in Superset, or take the chart off the dashboard.'
		);
	}
	const params = chart.content['params'];
	if (isMapping(params)) lintNumbers(chart, params['deck_slices'], charts, say);
}

function lintNumbers(chart: CanonicalAsset, value: Value | undefined, charts: ReadonlySet<number>, say: Say): void {
	for (const number of isList(value) ? value : []) {
		if (typeof number !== 'number' || charts.has(number)) continue;
		const what = isStableNumber(number) ? 'a chart that is not here' : `chart number ${number}, which nobody knows`;
		say(
			'warning',
			'layer_missing',
			`Chart “${chart.name}” draws ${what}.`,
			'Capture the dashboard from its Superset, or choose the layers anew there.'
		);
	}
}

function lintLayout(dashboard: CanonicalAsset, tree: CanonicalTree, say: Say): void {
	const position = dashboard.content['position'];
	for (const node of isMapping(position) ? Object.values(position) : []) {
		if (!isMapping(node) || node['type'] !== 'CHART') continue;
		const meta = isMapping(node['meta']) ? node['meta'] : {};
		const uuid = uuidIn(meta['uuid']);
		if (uuid && tree.assets.has(assetKey('chart', uuid))) continue;
		say(
			'warning',
			'layout_names_missing_chart',
			`The layout of “${dashboard.name}” has a place for a chart that was deleted (${uuid ?? 'without uuid'}).`,
			'Remove the empty place in Superset’s editor.'
		);
	}
}

/** `scheme://user:password@host`, and assignments of what is called a secret. */
const SECRET =
	/:\/\/[^\s/:@'"]+:(?!X{4,}|\*{3,})[^\s/@'"]+@|\b(?:password|passwd|secret|api_?key|access_?key)['"]?\s*[:=]\s*['"][^'"\s{]{6,}['"]|\bAKIA[0-9A-Z]{16}\b/i;

function lintDataset(dataset: CanonicalAsset, tree: CanonicalTree, say: Say): void {
	const { database } = dataset.uses;
	if (!database || !tree.assets.has(assetKey('database', database))) {
		say(
			'error',
			'dataset_without_database',
			`Dataset “${dataset.name}” needs database ${database ?? '(none)'}, which is not here.`,
			'Capture the dashboard again from its Superset.'
		);
	}
	const texts = [textOf(dataset.content['sql']), writeJson(dataset.content['template_params'] ?? null)];
	if (texts.some((text) => SECRET.test(text))) {
		say(
			'warning',
			'secret_in_sql',
			`The SQL of dataset “${dataset.name}” looks as if it held a password or key.`,
			'Take it out of the SQL before you commit: a repository keeps it for ever.'
		);
	}
}
