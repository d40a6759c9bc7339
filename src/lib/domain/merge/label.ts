import type { ChangeArea, ChangeDetail } from '../change.ts';
import { nodesOf } from '../compare/layout-nodes.ts';
import { nodeWords } from '../compare/layout-words.ts';
import { keyWords, type Names } from '../compare/words.ts';
import { isMapping, type Mapping } from '../value.ts';
import { controlOf } from '../words/controls.ts';
import { at } from '../words/entry.ts';
import { DASHBOARD, DATASET, OTHER } from '../words/tables.ts';
import type { Conflict, Keep } from './conflict.ts';

type Contents = Readonly<Record<'base' | Keep, Mapping | undefined>>;

const NAMES = new Set(['dashboard_title', 'slice_name', 'table_name', 'theme_name', 'database_name']);

/** What a conflict is about, as the forms of Superset call it, and which part of the asset that is. */
export function labelOf(
	conflict: Conflict,
	contents: Contents,
	names: Names,
	details: readonly ChangeDetail[]
): { readonly label: string; readonly area: ChangeArea } {
	const { path } = conflict;
	const area = details[0]?.area ?? areaOf(conflict);
	if (path.length === 0) return { label: `${capital(conflict.asset.kind)} removed or kept`, area };
	if (path[0] === 'position') return { label: layoutLabel(conflict, contents, names), area: 'layout' };
	return { label: fieldLabel(conflict, contents), area };
}

function areaOf({ asset, path: [first] }: Conflict): ChangeArea {
	if (first === 'params' || first === 'viz_type') return 'controls';
	if (first === 'columns' || first === 'metrics' || first === 'sql') return first;
	return asset.kind === 'dashboard' && first === 'metadata' ? 'filters' : 'properties';
}

function fieldLabel({ asset, path, kind }: Conflict, contents: Contents): string {
	const isOrder = kind === 'order';
	const [first = '', second, third] = isOrder ? path.slice(0, -1) : path;
	const of = (label: string) => capital(isOrder ? `order of ${label.toLowerCase()}` : label);
	if (NAMES.has(first)) return 'Name';
	if (first === 'params' && second !== undefined) {
		const type = String(contents.mine?.['viz_type'] ?? contents.theirs?.['viz_type'] ?? '');
		const label = controlOf(type, second)?.entry.label ?? keyWords(second);
		return of(third === undefined || /^\d+$/.test(third) ? label : `${label}: ${keyWords(third)}`);
	}
	if (first === 'metadata' && second !== undefined) {
		const label = at(DASHBOARD.metadata, second)?.label ?? keyWords(second);
		const name = third === undefined ? undefined : filterNamed(contents, second, third);
		const rest = path
			.slice(3)
			.filter((part) => part !== '(order)' && !/^\d+$/.test(part))
			.map(keyWords);
		return of(
			[name ?? label, ...(name === undefined && third !== undefined ? [keyWords(third)] : []), ...rest].join(': ')
		);
	}
	const table = {
		dashboard: DASHBOARD.properties,
		dataset: DATASET.dataset,
		chart: OTHER.chart,
		theme: OTHER.theme,
		database: OTHER.database
	};
	const entries = at(table as Readonly<Record<string, typeof OTHER.chart>>, asset.kind);
	const label = at(entries, first)?.label ?? keyWords(first);
	const part = { columns: 'Column', metrics: 'Metric', tags: 'Tag' }[first];
	if (part && second !== undefined) {
		const field = third === undefined ? '' : `: ${keyWords(third)}`;
		return `${part} ${second}${field}`;
	}
	return of(label);
}

/** The name of a filter or display control by its id. */
function filterNamed({ mine, theirs }: Contents, list: string, id: string): string | undefined {
	for (const content of [mine, theirs]) {
		const metadata = content?.['metadata'];
		const items = isMapping(metadata) ? metadata[list] : undefined;
		for (const item of Array.isArray(items) ? items : [])
			if (isMapping(item) && item['id'] === id && typeof item['name'] === 'string') return item['name'];
	}
	return undefined;
}

function layoutLabel({ kind, path, alongside }: Conflict, contents: Contents, names: Names): string {
	const id = path[1] ?? '';
	const node = [contents.mine, contents.theirs, contents.base]
		.map((content) => nodesOf(content?.['position']).get(id))
		.find((one) => one !== undefined);
	const called = node ? nodeWords(node, names) : kind === 'twice' ? `chart “${names.get(id) ?? id}”` : keyWords(id);
	switch (kind) {
		case 'place':
		case 'twice':
			return capital(`place of ${called}${alongside.length > 0 ? ' and what it moved into' : ''}`);
		case 'width':
			return 'A row with room for one side only';
		case 'order':
			return capital(`order in ${called}`);
		case 'removed':
			return capital(path.length === 2 ? `${called} removed or kept` : `${called}: ${keyWords(path.at(-1) ?? '')}`);
		default: {
			const key = path.filter((part) => part !== 'meta').at(-1) ?? '';
			return capital(key === 'code' ? called : `${called}: ${keyWords(key)}`);
		}
	}
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
