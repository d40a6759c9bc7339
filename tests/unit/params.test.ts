import fc from '#tests/support/fast-check.ts';
import { expect, test } from 'vitest';
import { EnvironmentName, Oid } from '#lib/domain/ids.ts';
import { match as matchEnvironment } from '../../src/params/environment.ts';
import { match as matchOid } from '../../src/params/oid.ts';

const like = (letters: string, maxLength: number) => fc.string({ unit: fc.constantFrom(...letters), maxLength });

test('FRAME-10 an address takes exactly the names that an environment may have', () => {
	const names = fc.oneof(fc.string(), like('abz09-_A', 33));
	fc.assert(
		fc.property(names, (name) => {
			expect(matchEnvironment(name)).toBe(EnvironmentName.safeParse(name).success);
		})
	);
	expect([matchEnvironment('prod-eu'), matchEnvironment('Prod'), matchEnvironment('a'.repeat(32))]).toEqual([
		true,
		false,
		false
	]);
});

test('FRAME-10 an address takes exactly the ids that an object may have', () => {
	const ids = fc.oneof(
		like('0af', 66),
		fc.constantFrom('a'.repeat(40), '0'.repeat(64), 'A'.repeat(40), 'a'.repeat(41))
	);
	fc.assert(
		fc.property(ids, (id) => {
			expect(matchOid(id)).toBe(Oid.safeParse(id).success);
		})
	);
});
