import fc from '#tests/support/fast-check.ts';
import { expect, test } from 'vitest';
import { AssetUuid } from '#lib/domain/ids.ts';
import {
	isStableNumber,
	knownAgain,
	shortUuids,
	slugOf,
	stableNumber,
	stableNumberOfLayer,
	unknownNumber
} from '#lib/server/superset/bundle/ids.ts';
import { uuid } from '#tests/support/bundle/small.ts';

const anyUuid = fc.uuid().map((text) => AssetUuid.parse(text));

test.each([
	['Sales overview', 'sales-overview'],
	['  Выручка — план/факт (2024)!  ', 'выручка-план-факт-2024'],
	['销售 🚀', '销售'],
	['ÉTÉ', 'été'],
	['I\u0307stanbul', 'i\u0307stanbul'],
	['a_b.c', 'a-b-c'],
	['🚀', 'chart'],
	['', 'chart'],
	['../../etc/passwd', 'etc-passwd'],
	['x'.repeat(70), 'x'.repeat(60)],
	[`${'x'.repeat(59)} y`, 'x'.repeat(59)],
	['𝒳'.repeat(61), '𝓍'.repeat(60)]
])('FORM-11 the name %j is %j in a path', (name, slug) => {
	expect(slugOf(name, 'chart')).toBe(slug.replaceAll('𝓍', '𝒳'));
});

test('FORM-11 letters composed and not composed give one name', () => {
	expect(slugOf('Cafe\u0301', 'chart')).toBe(slugOf('Café', 'chart'));
});

test('FORM-11 any name is safe in a path: at most 60 code points of letters, digits and “-”, the same when made again', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary' }), (name) => {
			const slug = slugOf(name, 'chart');
			expect(slug).toMatch(/^[\p{L}\p{M}\p{N}]+(-[\p{L}\p{M}\p{N}]+)*$/u);
			expect([...slug].length).toBeLessThanOrEqual(60);
			expect(slugOf(slug, 'chart')).toBe(slug);
		})
	);
});

test('FORM-12 8 digits of the uuid, more only for those that share them', () => {
	const near = AssetUuid.parse('cccccccc-0000-4000-8000-000000000002');
	const alike = AssetUuid.parse('cccccccc-0001-4000-8000-000000000002');
	expect([...shortUuids([uuid('a', 1), uuid('c', 1), near, alike]).values()].sort()).toEqual(
		['aaaaaaaa', 'cccccccc0001', 'cccccccc000040008000000000000001', 'cccccccc000040008000000000000002'].sort()
	);
});

test('FORM-12 every uuid gets its own digits, whatever the order', () => {
	fc.assert(
		fc.property(fc.uniqueArray(anyUuid, { minLength: 1 }), (uuids) => {
			const short = shortUuids(uuids);
			expect(new Set(short.values()).size).toBe(uuids.length);
			expect(new Map([...shortUuids([...uuids].reverse())].sort())).toEqual(new Map([...short].sort()));
		})
	);
});

test('FORM-27 a stable number is made from the uuid alone, has 15 digits and is none of Superset’s', () => {
	fc.assert(
		fc.property(anyUuid, (one) => {
			const number = stableNumber(one);
			expect(stableNumber(one)).toBe(number);
			expect(isStableNumber(number) && Number.isSafeInteger(number) && String(number)).toMatch(/^\d{15}$/);
			expect([unknownNumber(number), knownAgain(number)]).toEqual([number, number]);
		})
	);
	expect(stableNumber(uuid('c', 1))).toBe(275877511700403); // written into repositories: never to change
	expect(stableNumberOfLayer('Holidays')).not.toBe(stableNumberOfLayer('holidays'));
});

test('BUNDLE-10 a number that nobody knows is hidden from the target and known again when it comes back', () => {
	fc.assert(
		fc.property(fc.nat(2 ** 32 - 1), (number) => {
			expect(unknownNumber(number)).toBeGreaterThan(2 ** 32);
			expect(isStableNumber(unknownNumber(number))).toBe(false);
			expect(knownAgain(unknownNumber(number))).toBe(number);
			expect(unknownNumber(unknownNumber(number))).toBe(unknownNumber(number));
		})
	);
});
