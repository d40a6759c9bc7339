import fc from '#tests/support/fast-check.ts';
import { expect, test } from 'vitest';
import { risonQuery, writeRison, type Rison } from '#lib/server/superset/rison.ts';

test.each<[Rison, string]>([
	[[1, 2], '!(1,2)'],
	[{ page: 0, columns: ['id', 'dashboards.id'] }, '(page:0,columns:!(id,dashboards.id))'],
	[{ value: "it's!" }, "(value:'it!'s!!')"],
	[{ value: '' }, "(value:'')"],
	['12', "'12'"],
	['-x', "'-x'"],
	['a b', "'a b'"],
	['25b893fa-a9a4-5539-af05-6318dcddb672', "'25b893fa-a9a4-5539-af05-6318dcddb672'"],
	['Продажи', 'Продажи'],
	[[true, false, null], '!(!t,!f,!n)']
])('SUP-90 %j is written %s', (value, text) => {
	expect(writeRison(value)).toBe(text);
});

test('SUP-90 any text survives', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary' }), (text) => {
			const query = new URLSearchParams(risonQuery({ value: text.toWellFormed() })).get('q')!;
			const inside = query.slice('(value:'.length, -1);
			const read = inside.startsWith("'") ? inside.slice(1, -1).replace(/!(.)/gs, '$1') : inside;
			expect(read).toBe(text.toWellFormed());
			// Unquoted text must not hold what ends it.
			if (!inside.startsWith("'")) expect(inside).not.toMatch(/[ '!:(),*@$]/);
		})
	);
});
