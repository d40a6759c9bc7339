import { readFileSync } from 'node:fs';
import { mergeText } from '#lib/domain/merge/lines.ts';
import { isMapping, mapping, type Mapping, type Value } from '#lib/domain/value.ts';
import { canonicalAssets } from '#lib/server/superset/bundle/canonical.ts';
import { writeJson } from '#lib/server/superset/bundle/json.ts';
import { mergeTrees } from '#lib/server/superset/bundle/merge.ts';
import { treeOfAssets, type CanonicalTree } from '#lib/server/superset/bundle/tree.ts';
import { writeYaml } from '#lib/server/superset/bundle/yaml.ts';
import { readBundle } from '#lib/server/superset/bundle/zip.ts';
import { absoluteRow, median, ratioRow, type Row } from './measure.ts';
import { LARGE } from './zip-to-commit.ts';

const CHANGED = 50;
const MEGABYTE = 1024 * 1024;

type Edit = (content: Mapping, kind: string, number: number) => Mapping;

/** The large dashboard with some of its contents changed; each time read anew, as two commits are. */
async function large(edit?: Edit): Promise<CanonicalTree> {
	const { files } = await readBundle(new Uint8Array(readFileSync(LARGE)));
	if (!edit) return treeOfAssets(canonicalAssets(files));
	const found = treeOfAssets(canonicalAssets(files));
	let number = 0;
	const changed = [...found.paths].map(([path, { kind, content }]): [string, Uint8Array] => [
		path,
		Buffer.from(writeYaml(edit(content, kind, kind === 'chart' ? number++ : 0)), 'utf8')
	]);
	return treeOfAssets(canonicalAssets(new Map(changed)));
}

const withKey = (content: Mapping, key: string, value: Value): Mapping =>
	mapping([...Object.entries(content), [key, value]]);

/** Charts of one side's own and some that both change, in different controls; and something in the layout. */
const sideOf =
	(side: 'mine' | 'theirs'): Edit =>
	(content, kind, number) => {
		const position = content['position'];
		if (kind === 'dashboard' && isMapping(position)) return withKey(content, 'position', resized(position, side));
		const from = side === 'mine' ? 0 : CHANGED / 2;
		const params = content['params'];
		if (kind !== 'chart' || !isMapping(params) || number < from || number >= from + CHANGED) return content;
		return withKey(content, 'params', withKey(params, side === 'mine' ? 'row_limit' : 'x_axis_title', `${number}`));
	};

/** Every second tile has another height. */
function resized(position: Mapping, side: 'mine' | 'theirs'): Mapping {
	return mapping(
		Object.entries(position).map(([id, node], at) => {
			const meta = isMapping(node) ? node['meta'] : undefined;
			if (!isMapping(node) || !isMapping(meta) || !('height' in meta) || (at % 2 === 0) !== (side === 'mine'))
				return [id, node];
			return [id, withKey(node, 'meta', withKey(meta, 'height', 77))];
		})
	);
}

/** Merging two sides of a large dashboard, one long layout, and lists that have nothing in common. */
export async function merge(): Promise<Row[]> {
	const [base, mine, theirs] = [await large(), await large(sideOf('mine')), await large(sideOf('theirs'))];
	const charts = [...base.assets.values()].filter(({ kind }) => kind === 'chart').length;
	const texts = [...mine.assets.values(), ...theirs.assets.values()].map(({ content }) => writeJson(content));
	const floor = await median(5, () => texts.map((text) => JSON.parse(text) as unknown).length, { warm: true });
	globalThis.gc?.();
	const before = process.memoryUsage().heapUsed;
	let kept: unknown;
	const first = await median(1, () => (kept = mergeTrees({ base, mine, theirs })));
	const more = (process.memoryUsage().heapUsed - before) / MEGABYTE;
	const own = await median(7, () => mergeTrees({ base, mine, theirs }), { warm: true });
	const { conflicts, tree } = mergeTrees({ base, mine, theirs });
	if (conflicts.length > 0 || tree.assets.size !== base.assets.size || !kept)
		throw new Error('It did not merge as expected.');
	const at = `${charts} charts, ${CHANGED} changed on each side`;

	const dashboards = [base, mine, theirs].map((one) => {
		const [dashboard] = [...one.assets.values()].filter(({ kind }) => kind === 'dashboard');
		return {
			...one,
			assets: new Map([[`dashboard ${dashboard!.uuid}`, dashboard!]]),
			paths: new Map([['dashboards/one.yaml', dashboard!]])
		};
	}) as unknown as [CanonicalTree, CanonicalTree, CanonicalTree];
	const lines = writeYaml(dashboards[0].paths.get('dashboards/one.yaml')!.content).split('\n').length;
	const layout = await median(
		7,
		() => mergeTrees({ base: dashboards[0], mine: dashboards[1], theirs: dashboards[2] }),
		{ warm: true }
	);
	const long = Array.from({ length: 10_000 }, (_, number) => `line ${number}`);
	const turned = await median(3, () =>
		mergeText(long.join('\n'), [...long].reverse().join('\n'), `${long.join('\n')}\nx`)
	);
	return [
		ratioRow('trees merged', at, own, { ms: floor, name: 'JSON.parse of both' }, 20),
		absoluteRow('trees merged', at, own, 300),
		absoluteRow('trees merged, the first time', at, first, 300),
		{
			...{ what: 'memory that a merge takes', at, measured: `${more.toFixed(0)} MB`, floor: '' },
			...{ limit: '≤ 150 MB', isKept: more <= 150 }
		},
		absoluteRow('layout merged', `${lines} lines`, layout, 100),
		absoluteRow('a reversed list', '10,000 lines', turned, 1_000)
	];
}
