import { layoutDiffView } from '#lib/domain/layout/diff-view.ts';
import { mapping, type Mapping, type Value } from '#lib/domain/value.ts';
import { absoluteRow, median, ratioRow, timed, type Row } from './measure.ts';

const CHARTS = 200;
const TABS = 5;
const IN_ROW = 4;

/** A layout of 200 charts on five tabs, and one with every fourth chart resized, rows turned round and one row gone. */
function twoForms(): { readonly before: Mapping; readonly after: Mapping } {
	const node = (type: string, children: string[], meta: Record<string, Value> = {}) =>
		mapping([
			['type', type],
			['children', children],
			['meta', mapping(Object.entries(meta))]
		]);
	const form = (isAfter: boolean): Mapping => {
		const nodes = mapping([['ROOT_ID', node('ROOT', ['TABS'])]]);
		const tabs = Array.from({ length: TABS }, (_, tab) => `TAB-${tab}`);
		nodes['TABS'] = node('TABS', tabs);
		tabs.forEach((id, tab) => {
			const rows = Array.from({ length: CHARTS / TABS / IN_ROW }, (_, row) => `ROW-${tab}-${row}`);
			for (const row of rows) nodes[row] = node('ROW', []);
			nodes[id] = node('TAB', isAfter ? [...rows.slice(2), rows[0]!] : rows, { text: id });
		});
		for (let at = 0; at < CHARTS; at += 1) {
			const row = `ROW-${at % TABS}-${Math.floor(at / TABS / IN_ROW)}`;
			const { children } = nodes[row] as { children: string[] } & Mapping;
			children.push(`CHART-${at}`);
			const width = isAfter && at % 4 === 0 ? 2 : 3;
			nodes[`CHART-${at}`] = node('CHART', [], { uuid: `uuid-${at}`, width, height: 40, sliceName: `Chart ${at}` });
		}
		return nodes;
	};
	return { before: form(false), after: form(true) };
}

/** Drawing and comparing two layouts, all that the server does for the picture. */
export async function layouts(): Promise<Row[]> {
	const { before, after } = twoForms();
	const changed = new Set(Array.from({ length: 50 }, (_, at) => `uuid-${at * 3}`));
	// The first time counts too: a server that just started has to be quick.
	const { ms: cold } = await timed(() => layoutDiffView(before, after, { changed }));
	const floor = await median(
		31,
		() => [before, after].map((form) => JSON.stringify(JSON.parse(JSON.stringify(form)))),
		{
			warm: true
		}
	);
	const own = await median(31, () => layoutDiffView(before, after, { changed }), { warm: true });

	const at = `${CHARTS} charts, 50 resized, ${TABS * 2} rows gone or moved`;
	return [
		ratioRow('layout diff', at, own, { ms: floor, name: 'both positions as JSON and back' }, 30),
		absoluteRow('layout diff, first time', at, cold, 100)
	];
}
