import type { ToldConflict } from '#lib/domain/merge/conflict.ts';
import type { AssetUuid } from '#lib/domain/ids.ts';

const side = (words: string) => ({ words, sentences: [], text: null });

/** A conflict in a chart of this name; what a test is about is given. */
export const conflictIn = (name: string, more: Partial<ToldConflict> = {}): ToldConflict => ({
	id: `chart ${name} /params/metric`,
	kind: 'value',
	asset: { kind: 'chart', uuid: name as AssetUuid, name, path: `charts/${name}.yaml` },
	path: ['params', 'metric'],
	alongside: [],
	label: 'Metric',
	area: 'data',
	base: side('SUM'),
	mine: side('AVG'),
	theirs: side('MAX'),
	choice: null,
	...more
});
