import { expect, test } from 'vitest';
import { addressOf } from '#lib/ui/address.ts';

test('DASH-6 what was not chosen is not in the address', () => {
	expect(addressOf('/a', { branch: null, q: '', skip: undefined })).toBe('/a');
	expect(addressOf('/a', { branch: 'feature/über & co', skip: '50', q: null })).toBe(
		'/a?branch=feature%2F%C3%BCber+%26+co&skip=50'
	);
});
