import type { MergedAsset, ThreeTrees, Uses } from './conflict.ts';

/** An object by kind and uuid, or by path where it has none. */
export const keyOf = ({ kind, uuid, path }: Pick<MergedAsset, 'kind' | 'uuid' | 'path'>): string =>
	`${kind} ${uuid ?? path}`;

export type AssetsByKey = ReadonlyMap<string, MergedAsset>;

export const byKey = (assets: readonly MergedAsset[]): AssetsByKey =>
	new Map(assets.map((asset) => [keyOf(asset), asset]));

/** Keys of charts by the numbers that stand for them. */
export type ChartNumbers = ReadonlyMap<number, string>;

export function chartNumbersIn({ base, mine, theirs }: ThreeTrees): ChartNumbers {
	const numbers = new Map<number, string>();
	for (const asset of [...base, ...mine, ...theirs])
		if (asset.kind === 'chart' && asset.number !== undefined) numbers.set(asset.number, keyOf(asset));
	return numbers;
}

/** Keys of everything that these roots need, themselves included; what is not there is left out. */
export function neededBy(
	roots: Iterable<string>,
	usesOf: (key: string) => Uses | undefined,
	charts: ChartNumbers
): ReadonlySet<string> {
	const found = new Set<string>();
	const queue = [...roots];
	for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
		if (found.has(key)) continue;
		const uses = usesOf(key);
		if (!uses) continue;
		found.add(key);
		queue.push(...keysUsed(uses, charts));
	}
	return found;
}

const keysUsed = ({ datasets, charts, database, theme }: Uses, numbers: ChartNumbers): string[] => [
	...datasets.map((uuid) => `dataset ${uuid}`),
	...charts.flatMap((number) => numbers.get(number) ?? []),
	...(database === null ? [] : [`database ${database}`]),
	...(theme === null ? [] : [`theme ${theme}`])
];

/** What stands in a tree though no dashboard of it needs it; somebody put it there. */
export function besides(assets: AssetsByKey, charts: ChartNumbers): ReadonlySet<string> {
	const dashboards = [...assets].filter(([, { kind }]) => kind === 'dashboard').map(([key]) => key);
	const needed = neededBy(dashboards, (key) => assets.get(key)?.uses, charts);
	return new Set([...assets].flatMap(([key, { kind }]) => (needed.has(key) || kind === 'tags' ? [] : [key])));
}
