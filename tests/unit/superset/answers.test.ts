import { expect, test } from 'vitest';
import { shorten } from '#lib/server/superset/answers.ts';
import { findingsOf, messageOf } from '#lib/server/superset/findings.ts';

test.each([
	['a\n\n  b\tc', 'a b c'],
	['<p>It <b>broke</b></p><script>alert(1)</script>', 'It broke'],
	['<script>never closed', ''],
	['cut <img src="x', 'cut'],
	['password at postgresql://ada:secret@db.example:5432/shop', 'password at postgresql://…@db.example:5432/shop'],
	['token eyJhbGciOi.eyJzdWIiOi.c2ln_-x is bad', 'token … is bad'],
	['\u202Eright to left\u0000', 'right to left']
])('SUP-73 %j is shown as %j', (text, shown) => {
	expect(shorten(text)).toBe(shown);
});

test('SUP-73 at most 300 characters, none of them broken', () => {
	const shown = shorten('😀'.repeat(1000));
	expect([...shown]).toHaveLength(300);
	expect(shown.isWellFormed()).toBe(true);
});

test('SUP-73 a statement of SQL behind a message is left out', () => {
	expect(messageOf({ error: '(ValueError) bytes is not a 16-char string\n[SQL: SELECT password FROM ab_user]' })).toBe(
		'(ValueError) bytes is not a 16-char string'
	);
});

test('SUP-52 findings inside lists and mappings are named by their way', () => {
	const extra = {
		'datasets/Shop/sales.yaml': { columns: { 0: { datetime_format: ['Unknown field.'] } } },
		'dashboards/a.yaml': { 'dashboards/a.yaml': 'Not a valid YAML file' },
		issue_codes: [{ code: 1010, message: 'Issue 1010' }]
	};
	expect(findingsOf({ errors: [{ message: 'Error importing dashboard', extra }] })).toEqual([
		{ path: 'datasets/Shop/sales.yaml', message: 'columns.0.datetime_format: Unknown field.' },
		{ path: 'dashboards/a.yaml', message: 'Not a valid YAML file' }
	]);
});

test('SUP-52 however deep or many, it ends', () => {
	let deep: unknown = 'end';
	for (let at = 0; at < 100; at += 1) deep = { [`k${at}`]: deep };
	expect(findingsOf({ errors: [{ extra: { 'a.yaml': deep } }] })).toEqual([]);
	const many = Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`f${at}.yaml`, 'no']));
	expect(findingsOf({ errors: [{ extra: many }] })).toHaveLength(200);
	expect(findingsOf(null)).toEqual([]);
	expect(findingsOf({ errors: [null, 'text', { extra: 'text' }] })).toEqual([]);
});
