import { expect, test } from 'vitest';
import { changeOf, sentencesOf, uuid } from './sides.ts';

const told = (before: object, after: object) => sentencesOf(changeOf('dataset', before, after));
const columns = (...list: object[]) => ({ columns: list });
const a = { column_name: 'a', type: 'TEXT' };
const b = { column_name: 'b', type: 'INTEGER' };
const net = { column_name: 'net', expression: 'amount - tax' };
const metrics = (...list: object[]) => ({ metrics: list });
const total = { metric_name: 'total', expression: 'SUM(a)' };

test.each([
	['SQL', { sql: 'SELECT 1\nFROM a' }, { sql: 'SELECT 2\nFROM b' }, ['SQL changed in 2 lines']],
	['made virtual', {}, { sql: 'SELECT 1' }, ['SQL added']],
	['another name', { table_name: 'a' }, { table_name: 'b' }, ['renamed “a” → “b”']],
	['another schema', { schema: 'main' }, { schema: 'archive' }, ['schema “main” → “archive”']],
	['column added', columns(a), columns(a, b), ['column “b” added']],
	['column removed', columns(a, b, net), columns(a, b), ['calculated column “net” removed']],
	[
		'column renamed',
		columns(a, net),
		columns(a, { ...net, column_name: 'netto' }),
		['calculated column “net” renamed to “netto”']
	],
	['two others', columns(a), columns(b), ['column “a” removed', 'column “b” added']],
	['type', columns(a), columns({ ...a, type: 'DATE' }), ['column “a”: data type “TEXT” → “DATE”']],
	[
		'expression',
		columns(net),
		columns({ ...net, expression: 'amount' }),
		['calculated column “net”: SQL expression “amount - tax” → “amount”']
	],
	['label', columns(a), columns({ ...a, verbose_name: 'A' }), ['column “a”: label set to “A”']],
	['a tick', columns(a), columns({ ...a, filterable: false }), ['column “a”: is filterable turned off']],
	['order', columns(a, b), columns(b, a), ['order of columns changed']],
	['what Superset found out', columns(a), columns({ ...a, datetime_format: '%Y' }), []],
	[
		'metric',
		metrics(total),
		metrics({ ...total, expression: 'SUM(b)' }),
		['metric “total”: SQL expression “SUM(a)” → “SUM(b)”']
	],
	['metric added', metrics(), metrics(total), ['metric “total” added']]
])('SENTENCE-9 dataset: %s', (_, before, after, sentences) => {
	expect(told(before, after).sort()).toEqual(sentences);
});

test('SENTENCE-9 lists that are none, or whose items have no name, are told as values', () => {
	expect(told(columns(a), { columns: 'none' })[0]).toMatch(/^columns? /);
	expect(told(columns(a), columns({ type: 'TEXT' })).length).toBeGreaterThan(0);
});

test('SENTENCE-10 tags, themes, databases', () => {
	const tag = { tag_name: 'finance', description: '' };
	expect(sentencesOf(changeOf('tags', { tags: [] }, { tags: [tag] }))).toEqual(['tag “finance” added']);
	const theme = (color: string) => ({ theme_name: 'Dusk', json_data: { token: { colorPrimary: color } } });
	expect(sentencesOf(changeOf('theme', theme('#111111'), theme('#222222')))).toEqual([
		'JSON configuration › tokens › colorPrimary #111111 → #222222'
	]);
	expect(sentencesOf(changeOf('database', { expose_in_sqllab: false }, { expose_in_sqllab: true }))).toEqual([
		'expose database in SQL lab turned on'
	]);
});

test('SENTENCE-10 what may hold a password is never shown', () => {
	const database = (password: string) => ({
		sqlalchemy_uri: `postgresql://ann:${password}@db/x`,
		masked_encrypted_extra: { key: password },
		ssh_tunnel: { password },
		extra: { engine_params: { connect_args: { password } } }
	});
	const change = changeOf('database', database('secret1'), database('secret2'));
	expect(sentencesOf(change)).toEqual([
		...['SQLAlchemy URI changed', 'secure extra changed', 'SSH tunnel changed'],
		'extra › engine parameters changed'
	]);
	expect(JSON.stringify(change)).not.toContain('secret');
	expect(JSON.stringify(changeOf('database', {}, database('secret2')))).not.toContain('secret');
	const nulls = { sqlalchemy_uri: null, masked_encrypted_extra: null, ssh_tunnel: null, extra: null };
	expect(JSON.stringify(changeOf('database', nulls, database('secret2')))).not.toContain('secret');
	expect(sentencesOf(changeOf('database', { extra: '{"a": "secret1"}' }, { extra: 'secret2' }))).toEqual([
		'extra changed'
	]);
});

test('SENTENCE-11 a dataset that moved to another database names both', () => {
	const change = changeOf('dataset', { database_uuid: uuid(3) }, { database_uuid: uuid(4) });
	expect(sentencesOf(change)).toEqual([`database “${uuid(3)}” → “${uuid(4)}”`]);
});
