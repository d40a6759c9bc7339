import { AssetUuid } from '#lib/domain/ids.ts';
import { isMapping, type Value } from '#lib/domain/value.ts';
import type { CanonicalAsset } from './asset.ts';
import { canonicalAssets, type CanonicalAssets } from './canonical.ts';
import { mappingIn } from './tree.ts';
import { uuidIn } from './translation.ts';

const made = (last: string) => AssetUuid.parse(`00000000-0000-4000-8000-${last.padStart(12, '0')}`);
const STAND_IN = { dashboard: made('1'), chart: made('2'), dataset: made('3'), database: made('4') } as const;

/**
 * What stands in for the files around one that is merged alone: what it names, and what names it down from a dashboard.
 * Without them a merge would take a dataset for one that nothing needs, and a tile for one whose chart was deleted.
 * @param at `null` for `tags.yaml`
 * @param tags carried by the chart that stands in, so that they are used
 */
export function neighboursOf(at: CanonicalAsset | null, tags: readonly string[] = []): CanonicalAssets {
	const own = (kind: keyof typeof STAND_IN) => (at?.kind === kind ? at.uuid : STAND_IN[kind]);
	const charts = at?.kind === 'dashboard' ? chartsIn(mappingIn(at, 'position')) : [own('chart')];
	const datasets = new Set([own('dataset'), ...(at?.uses.datasets ?? [])]);
	const theme = at?.kind === 'theme' ? at.uuid : at?.uses.theme;
	const files = new Map<string, string>();
	files.set(`dashboards/${own('dashboard')}.yaml`, dashboardFile(own('dashboard'), own('chart'), theme));
	for (const uuid of charts) files.set(`charts/${uuid}.yaml`, chartFile(uuid, own('dataset'), tags));
	const database = at?.uses.database ?? own('database');
	for (const uuid of datasets) files.set(`datasets/${uuid}.yaml`, datasetFile(uuid, database));
	files.set(`databases/${database}.yaml`, `database_name: ${called('Database', database)}\nuuid: ${database}\n`);
	if (theme)
		files.set(`themes/${theme}.yaml`, `theme_name: ${called('Theme', theme)}\nuuid: ${theme}\njson_data: {}\n`);
	if (at) files.delete(`${at.kind}s/${at.uuid}.yaml`);
	return canonicalAssets(new Map([...files].map(([path, text]) => [path, Buffer.from(text)])));
}

const chartsIn = (position: Readonly<Record<string, Value>>): AssetUuid[] =>
	Object.values(position).flatMap((node) => {
		const meta = isMapping(node) && node['type'] === 'CHART' ? node['meta'] : undefined;
		return (isMapping(meta) && uuidIn(meta['uuid'])) || [];
	});

/** A file by itself does not say what its neighbours are called. */
const called = (kind: string, uuid: AssetUuid): string => `${kind} ${uuid.slice(0, 8)}`;

const dashboardFile = (uuid: AssetUuid, chart: AssetUuid, theme: AssetUuid | null | undefined): string => `
dashboard_title: ${called('Dashboard', uuid)}
uuid: ${uuid}
published: true
theme_uuid: ${theme ?? 'null'}
position:
  ROOT_ID: {type: ROOT, id: ROOT_ID, children: [GRID_ID]}
  GRID_ID: {type: GRID, id: GRID_ID, children: [ROW-1]}
  ROW-1: {type: ROW, id: ROW-1, children: [CHART-1], meta: {}}
  CHART-1: {type: CHART, id: CHART-1, children: [], meta: {uuid: ${chart}, width: 4, height: 50}}
metadata: {}
`;

const chartFile = (uuid: AssetUuid, dataset: AssetUuid, tags: readonly string[]): string => `
slice_name: ${called('Chart', uuid)}
viz_type: table
tags: ${JSON.stringify(tags)}
uuid: ${uuid}
dataset_uuid: ${dataset}
params: {}
`;

const datasetFile = (uuid: AssetUuid, database: AssetUuid): string => `
table_name: ${called('Dataset', uuid)}
uuid: ${uuid}
database_uuid: ${database}
`;
