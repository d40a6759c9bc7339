import JSZip from 'jszip';
import { writeYaml } from '#lib/server/superset/bundle/yaml.ts';
import type { JsonObject } from '../json.ts';
import type { ChartRow, DashboardRow, DatasetRow, State } from '../state.ts';
import * as files from './files.ts';
import { exportName } from './names.ts';

export type ExportKind = 'dashboard' | 'chart' | 'dataset' | 'database';
const TYPES = { dashboard: 'Dashboard', chart: 'Slice', dataset: 'SqlaTable', database: 'Database' } as const;

/** Files by path, the first of a name wins: that is how 4.1 loses datasets. */
class Bundle {
	readonly files = new Map<string, JsonObject>();
	private readonly state: State;
	constructor(state: State) {
		this.state = state;
	}

	private put(path: string, content: () => JsonObject): void {
		if (!this.files.has(path)) this.files.set(path, content());
	}

	dataset(row: DatasetRow): void {
		const database = this.state.byId('database', row.databaseId);
		if (database === undefined) return;
		const folder = exportName(String(database.fields['database_name']), database.id, true);
		const name = exportName(String(row.fields['table_name']), row.id, this.state.version === '4.1.4');
		this.put(`datasets/${folder}/${name}.yaml`, () => files.datasetFile(this.state, row));
		this.put(`databases/${folder}.yaml`, () => files.databaseFile(this.state, database));
	}

	chart(row: ChartRow): void {
		const name = exportName(String(row.fields['slice_name']), row.id);
		this.put(`charts/${name}.yaml`, () => files.chartFile(this.state, row));
		const dataset = this.state.byId('dataset', row.datasetId);
		if (dataset !== undefined) this.dataset(dataset);
	}

	tags(): void {
		if (this.state.version !== '4.1.4') this.put('tags.yaml', () => ({ tags: [] }));
	}

	dashboard(row: DashboardRow): void {
		const name = exportName(String(row.fields['dashboard_title']), row.id);
		this.put(`dashboards/${name}.yaml`, () => files.dashboardFile(this.state, row));
		const charts = row.charts.flatMap((id) => this.state.byId('chart', id) ?? []);
		for (const chart of charts) this.chart(chart);
		const names = new Set([...row.tags, ...charts.flatMap((chart) => chart.tags)]);
		if (this.state.version !== '4.1.4') {
			this.put('tags.yaml', () => ({ tags: [...names].map((tag_name) => ({ tag_name, description: null })) }));
		}
		const theme = this.state.byId('theme', row.themeId);
		if (theme !== undefined) {
			const slug = exportName(String(theme.fields['theme_name']), theme.id, true);
			this.put(`themes/${slug}.yaml`, () => files.themeFile(theme));
		}
		for (const id of files.filterDatasetIds(row)) {
			const dataset = this.state.byId('dataset', id);
			if (dataset !== undefined) this.dataset(dataset);
		}
	}

	database(id: number): void {
		const row = this.state.byId('database', id);
		if (row === undefined) return;
		const folder = exportName(String(row.fields['database_name']), row.id, true);
		this.put(`databases/${folder}.yaml`, () => files.ownDatabaseFile(this.state, row));
		for (const dataset of this.state.tables.dataset.filter(({ databaseId }) => databaseId === id)) {
			const name = exportName(String(dataset.fields['table_name']), dataset.id, true);
			this.put(`datasets/${folder}/${name}.yaml`, () => files.datasetFile(this.state, dataset, true));
		}
	}
}

const digits = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace(/[-:]/g, '');

/** The ZIP of an export, stored and not packed, below one root folder named for kind and time. */
export async function exportBundle(
	state: State,
	kind: ExportKind,
	ids: readonly number[],
	nowMs: number
): Promise<{ root: string; zip: Uint8Array }> {
	const bundle = new Bundle(state);
	for (const id of ids) {
		if (kind === 'dashboard') bundle.dashboard(state.byId('dashboard', id) as DashboardRow);
		else if (kind === 'chart') bundle.chart(state.byId('chart', id) as ChartRow);
		else if (kind === 'dataset') bundle.dataset(state.byId('dataset', id) as DatasetRow);
		else bundle.database(id);
	}
	if (kind === 'chart') bundle.tags();
	return pack(`${kind}_export_${digits(nowMs)}`, TYPES[kind], bundle.files, nowMs);
}

/** Everything in one bundle, as `assets/export`. */
export async function exportAssets(state: State, nowMs: number): Promise<{ root: string; zip: Uint8Array }> {
	const bundle = new Bundle(state);
	for (const row of state.tables.dashboard) bundle.dashboard(row);
	for (const row of state.tables.chart) bundle.chart(row);
	for (const row of state.tables.dataset) bundle.dataset(row);
	for (const row of state.tables.database) bundle.database(row.id);
	return pack(`assets_export_${digits(nowMs)}`, 'assets', bundle.files, nowMs);
}

async function pack(root: string, type: string, contents: ReadonlyMap<string, JsonObject>, nowMs: number) {
	const zip = new JSZip();
	const date = new Date(nowMs);
	const options = { date, createFolders: false };
	const timestamp = date.toISOString().replace('Z', '000+00:00');
	zip.file(`${root}/metadata.yaml`, writeYaml({ version: '1.0.0', type, timestamp }), options);
	for (const [path, content] of contents) zip.file(`${root}/${path}`, writeYaml(content), options);
	return { root, zip: await zip.generateAsync({ type: 'uint8array', compression: 'STORE' }) };
}
