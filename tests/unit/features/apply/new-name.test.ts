import { expect, test } from 'vitest';
import { newNameError } from '#lib/features/apply/new-name.ts';

test.each([
	['', undefined],
	['feature', undefined],
	['main', 'There is a branch “main” already. Choose another name.'],
	['main/next', 'There is a branch “main”, so there can be no “main/next”. Choose another name.'],
	['team', 'There is a branch “team/one”, so there can be no “team”. Choose another name.'],
	['two words', expect.stringContaining('“two words” is not a name that git takes')]
])('OPEN-17 the name %j of a new branch says while it is typed why it cannot be', (name, words) => {
	expect(newNameError(name, ['main', 'team/one'])).toEqual(words);
});
