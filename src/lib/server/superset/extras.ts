import { z } from 'zod';
import { SupersetUnexpected } from '#lib/domain/errors.ts';
import { AssetUuid } from '#lib/domain/ids.ts';
import { askedOf, type Call, type Http } from './http.ts';
import type { CallOptions } from './options.ts';
import { failureOf } from './reasons.ts';
import { risonQuery } from './rison.ts';

/** An annotation layer has no uuid, and no export carries it: its name is all that two environments share. */
export interface RemoteAnnotationLayer {
	readonly id: number;
	readonly name: string;
}

export interface RemoteTheme {
	readonly id: number;
	readonly uuid: AssetUuid;
	readonly name: string;
}

const PAGE_SIZE = 100;
const MAX_PAGES = 100;
const Layer = z.object({ id: z.int(), name: z.string() });
const Theme = z.object({ id: z.int(), uuid: AssetUuid, theme_name: z.string().nullish() });

/** All annotation layers; none for an account that may not see them. */
export const listAnnotationLayers = (http: Http, options: CallOptions): Promise<RemoteAnnotationLayer[]> =>
	listRows(
		http,
		{ kind: 'annotation_layer', columns: ['id', 'name'], permission: 'can read on Annotation' },
		Layer,
		options
	);

/** All themes, from 6.0 on. */
export async function listThemes(http: Http, options: CallOptions): Promise<RemoteTheme[]> {
	const rows = await listRows(
		http,
		{ kind: 'theme', columns: ['id', 'uuid', 'theme_name'], permission: 'can read on Theme' },
		Theme,
		options
	);
	return rows.map(({ id, uuid, theme_name }) => ({ id, uuid, name: theme_name ?? '' }));
}

/** Imports create themes and never change one: this does. `json` is the theme's configuration as JSON text. */
export async function updateTheme(
	http: Http,
	id: number,
	theme: { readonly name: string; readonly json: string },
	{ signal }: CallOptions
): Promise<void> {
	const call: Call = {
		method: 'PUT',
		path: `/api/v1/theme/${id}`,
		kind: 'write',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ theme_name: theme.name, json_data: theme.json }),
		doing: `update theme “${theme.name}”`,
		permission: 'can write on Theme',
		signal
	};
	const answer = await http.ask(call);
	if (answer.status !== 200) throw failureOf(answer, askedOf(call, http.transport));
}

async function listRows<Row>(
	http: Http,
	what: { kind: string; columns: readonly string[]; permission: string },
	row: z.ZodType<Row>,
	{ signal }: CallOptions
): Promise<Row[]> {
	const rows: Row[] = [];
	for (let page = 0; page < MAX_PAGES; page += 1) {
		const query = risonQuery({ columns: what.columns, page, page_size: PAGE_SIZE });
		const body = await http.json({
			method: 'GET',
			path: `/api/v1/${what.kind}/${query}`,
			kind: 'read',
			doing: `list ${what.kind.replace('_', ' ')}s`,
			permission: what.permission,
			signal
		});
		const read = z.object({ count: z.int(), result: z.array(row) }).safeParse(body);
		if (!read.success) {
			throw new SupersetUnexpected(`Superset’s list of ${what.kind}s has an unknown form.`, { cause: read.error });
		}
		rows.push(...read.data.result);
		if (read.data.result.length === 0 || rows.length >= read.data.count) break;
	}
	return rows;
}
