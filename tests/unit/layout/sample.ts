import fc from '#tests/support/fast-check.ts';
import { mapping, type Mapping, type Value } from '#lib/domain/value.ts';

/** A part of a layout, written short. */
export interface Part {
	readonly type: string;
	readonly id?: string;
	readonly children?: readonly Part[];
	readonly meta?: Record<string, Value>;
}

export const chart = (name: string, columns = 4, units = 50): Part => ({
	type: 'CHART',
	id: `CHART-${name}`,
	meta: { uuid: `uuid-${name}`, width: columns, height: units }
});
export const text = (code: string, id = code, columns = 4): Part => ({
	type: 'MARKDOWN',
	id: `MARKDOWN-${id}`,
	meta: { code, width: columns, height: 50 }
});
export const row = (id: string, ...children: Part[]): Part => ({ type: 'ROW', id: `ROW-${id}`, children });
export const column = (id: string, width: number, ...children: Part[]): Part => ({
	type: 'COLUMN',
	id: `COLUMN-${id}`,
	children,
	meta: { width }
});
export const tab = (title: string, ...children: Part[]): Part => ({
	type: 'TAB',
	id: `TAB-${title}`,
	children,
	meta: { text: title }
});
export const tabs = (id: string, ...children: Part[]): Part => ({ type: 'TABS', id: `TABS-${id}`, children });
export const heading = (said: string, headerSize = 'MEDIUM_HEADER'): Part => ({
	type: 'HEADER',
	id: `HEADER-${said}`,
	meta: { text: said, headerSize }
});
export const divider: Part = { type: 'DIVIDER', id: 'DIVIDER-1' };
export const grid = (...children: Part[]): Mapping => position({ type: 'GRID', id: 'GRID_ID', children });
export const tabbed = (...children: Part[]): Mapping => position(tabs('top', ...children));

/** A canonical position: nodes by id under a root. `rename` makes other ids of them. */
export function position(top: Part, rename = (id: string) => id): Mapping {
	const nodes = mapping([['DASHBOARD_VERSION_KEY', 'v2']]);
	const idOf = (part: Part) => (part.id === 'GRID_ID' ? part.id : rename(part.id!));
	const add = (part: Part): string => {
		const children = (part.children ?? []).map(add);
		const meta = part.meta ? [['meta', mapping(Object.entries(part.meta))] as const] : [];
		nodes[idOf(part)] = mapping([['type', part.type], ['id', idOf(part)], ['children', children], ...meta]);
		return idOf(part);
	};
	nodes['ROOT_ID'] = mapping([
		['type', 'ROOT'],
		['id', 'ROOT_ID'],
		['children', [add(top)]]
	]);
	return nodes;
}

/** Layouts as Superset allows them: rows of charts, texts and columns, headings, inner tabs; all ids different. */
export const someTop: fc.Arbitrary<Part> = fc
	.letrec<{ top: Part; line: Part; inner: Part; leaf: Part }>((tie) => ({
		leaf: fc.oneof(
			fc.record({ columns: fc.integer({ min: 1, max: 12 }), units: fc.integer({ min: 5, max: 60 }) }).map((size) => ({
				type: 'CHART',
				meta: { width: size.columns, height: size.units }
			})),
			fc.constant({ type: 'MARKDOWN', meta: { width: 3, height: 20 } })
		),
		inner: fc.oneof(
			{ maxDepth: 2 },
			tie('leaf'),
			fc.record({
				type: fc.constant('COLUMN'),
				meta: fc.record({ width: fc.integer({ min: 1, max: 6 }) }),
				children: fc.array(fc.oneof(tie('leaf'), fc.constant({ type: 'HEADER' }), tie('line')), { maxLength: 3 })
			})
		),
		line: fc.oneof(
			{ maxDepth: 3 },
			fc.record({ type: fc.constant('ROW'), children: fc.array(tie('inner'), { maxLength: 4 }) }),
			fc.constantFrom<Part>({ type: 'HEADER' }, { type: 'DIVIDER' }),
			fc.record({
				type: fc.constant('TABS'),
				children: fc.array(fc.record({ type: fc.constant('TAB'), children: fc.array(tie('line'), { maxLength: 2 }) }), {
					minLength: 1,
					maxLength: 3
				})
			})
		),
		top: fc.oneof(
			fc.record({ type: fc.constant('GRID'), children: fc.array(tie('line'), { maxLength: 6 }) }),
			fc.record({
				type: fc.constant('TABS'),
				children: fc.array(fc.record({ type: fc.constant('TAB'), children: fc.array(tie('line'), { maxLength: 4 }) }), {
					minLength: 1,
					maxLength: 3
				})
			})
		)
	}))
	.top.map((top) => numbered(top, { next: 0 }));

/** Parts with ids, charts with uuids, texts and titles with words, all different. */
function numbered(part: Part, count: { next: number }): Part {
	const number = (count.next += 1);
	const meta: Record<string, Value> = { ...part.meta };
	if (part.type === 'CHART') meta['uuid'] = `uuid-${number}`;
	if (part.type === 'MARKDOWN') meta['code'] = `text ${number}`;
	if (part.type === 'HEADER' || part.type === 'TAB') meta['text'] = `words ${number}`;
	const id = part.type === 'GRID' ? 'GRID_ID' : `${part.type}-${number}`;
	return { ...part, id, meta, children: (part.children ?? []).map((child) => numbered(child, count)) };
}

/** Anything that a broken file may hold as a position. */
export const anyPosition: fc.Arbitrary<Value> = fc.oneof(
	fc.constantFrom<Value>(null, 'text', 7, [1], mapping()),
	fc
		.uniqueArray(
			fc.record({
				id: fc.constantFrom('ROOT_ID', 'GRID_ID', 'a', 'b', 'c', 'd', 'e', '__proto__'),
				node: fc.oneof(
					{
						weight: 5,
						arbitrary: fc
							.record<Record<string, Value>>({
								type: fc.constantFrom<Value>(
									'ROOT',
									'GRID',
									'ROW',
									'COLUMN',
									'TABS',
									'TAB',
									'CHART',
									'HEADER',
									'ODD',
									3,
									null
								),
								children: fc.oneof(
									fc.array(fc.constantFrom<Value>('ROOT_ID', 'GRID_ID', 'a', 'b', 'c', 'd', 'e', 'gone', 4, null)),
									fc.constantFrom<Value>(null, 'a')
								),
								meta: fc.oneof(
									fc.constantFrom<Value>(null, 'x'),
									fc
										.record<Record<string, Value>>({
											uuid: fc.constantFrom<Value>('u1', 'u2', 'u3', null),
											width: fc.constantFrom<Value>(3, 0, -1, NaN, 1e12, '4', null),
											height: fc.constantFrom<Value>(50, Infinity, 0.5, 'x')
										})
										.map((meta) => mapping(Object.entries(meta)))
								)
							})
							.map((node) => mapping(Object.entries(node)))
					},
					{ weight: 1, arbitrary: fc.constantFrom<Value>(null, 'v2', 5) }
				)
			}),
			{ selector: ({ id }) => id, maxLength: 8 }
		)
		.map((nodes) => mapping(nodes.map(({ id, node }) => [id, node])))
);
