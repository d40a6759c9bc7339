import { z } from 'zod';
import { isList, isMapping, type Value } from '#lib/domain/value.ts';

const name = z.string().min(1).max(1000);

/** Something inside of an asset of which one may ask who changed it. */
export const Part = z.discriminatedUnion('kind', [
	/** Of a dashboard: a native filter; an element of the layout, itself and not what is inside of it. */
	z.object({ kind: z.literal('filter'), id: name }),
	z.object({ kind: z.literal('node'), id: name }),
	/** Of a dataset, by its technical name. */
	z.object({ kind: z.literal('metric'), name }),
	z.object({ kind: z.literal('column'), name }),
	/** Of anything: keys from the top, `['params', 'row_limit']`. */
	z.object({ kind: z.literal('field'), path: z.array(name).min(1).max(32) })
]);
export type Part = z.infer<typeof Part>;

/** What an asset has there; `undefined` where it has nothing. */
export function valueOf(content: Value | undefined, part: Part): Value | undefined {
	switch (part.kind) {
		case 'filter':
			return named(at(content, ['metadata', 'native_filter_configuration']), 'id', part.id);
		case 'node':
			return at(content, ['position', part.id]);
		case 'metric':
			return named(at(content, ['metrics']), 'metric_name', part.name);
		case 'column':
			return named(at(content, ['columns']), 'column_name', part.name);
		case 'field':
			return at(content, part.path);
	}
}

const at = (content: Value | undefined, path: readonly string[]): Value | undefined =>
	path.reduce<Value | undefined>((value, key) => (isMapping(value) ? value[key] : undefined), content);

const named = (list: Value | undefined, key: string, wanted: string): Value | undefined =>
	isList(list) ? list.find((item) => isMapping(item) && item[key] === wanted) : undefined;
