import { expect, test } from 'vitest';
import { freeName } from '#lib/features/environments/stage-words.ts';

test('ENVPAGE-4 a name that is taken gets a number', () => {
	expect(freeName('dev', [])).toBe('dev');
	expect(freeName('prod', ['dev', 'prod', 'prod-2'])).toBe('prod-3');
});
