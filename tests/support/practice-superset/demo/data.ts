import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '../json.ts';

/** `columns`: type by name. `metrics`: expression, format and title by name. */
export interface DemoDataset {
	readonly key: string;
	readonly table: string;
	readonly schema: string;
	readonly time: string;
	readonly description: string;
	readonly sql?: string;
	readonly columns: { readonly [name: string]: string };
	readonly metrics: { readonly [name: string]: readonly [expression: string, format: string, title: string] };
}
export interface DemoChart {
	readonly title: string;
	readonly viz: string;
	readonly dataset: string;
	readonly params: JsonObject;
}
/** `rows` name charts and notes with their width: `revenue:4`; another dashboard's chart, which both show: `web-traffic/sources:6`. */
export interface DemoDashboard {
	readonly key: string;
	readonly title: string;
	readonly published: boolean;
	readonly certified_by?: string;
	readonly colors?: { readonly [label: string]: string };
	readonly filters: readonly { readonly name: string; readonly dataset: string; readonly column: string }[];
	readonly charts: { readonly [key: string]: DemoChart };
	readonly tabs: readonly { readonly title: string; readonly rows: readonly (readonly string[])[] }[];
	readonly notes?: { readonly [key: string]: string };
}

export type DemoEdit =
	| { readonly op: 'renameChart'; readonly chart: string; readonly title: string }
	| { readonly op: 'setMetric'; readonly chart: string; readonly metric: string }
	| {
			readonly op: 'addChart';
			readonly key: string;
			readonly tab: string;
			readonly width: number;
			readonly chart: DemoChart;
	  }
	| { readonly op: 'move'; readonly chart: string; readonly direction: 'left' | 'right' | 'up' | 'down' }
	| { readonly op: 'resize'; readonly chart: string; readonly width: number }
	| { readonly op: 'addTab'; readonly title: string }
	| { readonly op: 'addFilter'; readonly name: string; readonly dataset: string; readonly column: string }
	| { readonly op: 'setSql'; readonly dataset: string; readonly sql: string }
	| { readonly op: 'setNote'; readonly note: string; readonly text: string }
	| { readonly op: 'renameDashboard'; readonly title: string };

export interface DemoStep {
	readonly author: string;
	readonly daysAgo: number;
	readonly hour: number;
	readonly message: string;
	readonly edits: readonly DemoEdit[];
}

/** The practice data: six dashboards, their datasets, and twelve steps of the first one. */
export interface DemoData {
	readonly datasets: readonly DemoDataset[];
	readonly dashboards: readonly DemoDashboard[];
	readonly history: readonly DemoStep[];
}

/** `folder`: where `specs/examples/demo` is, from the project's root when not said. */
export function readDemoData(folder = join('specs', 'examples', 'demo')): DemoData {
	const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
	return {
		datasets: read('datasets') as DemoData['datasets'],
		dashboards: read('dashboards') as DemoData['dashboards'],
		history: read('history') as DemoData['history']
	};
}

/** The uuid of a thing of the practice data: the same in every practice Superset and at every start. */
export function demoUuid(...path: readonly string[]): string {
	const hex = createHash('sha256').update(path.join('/')).digest('hex');
	return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
