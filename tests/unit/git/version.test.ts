import { expect, test } from 'vitest';
import { checkVersion } from '#lib/server/git/version.ts';

test.each([
	['git version 2.39.5', '2.39.5'],
	['git version 2.38.0', '2.38.0'],
	['git version 2.39.5 (Apple Git-154)', '2.39.5'],
	['git version 2.47.1.windows.1', '2.47.1.windows.1'],
	['git version 3.0-rc1', '3.0-rc1']
])('GIT-6 %s is new enough', (words, version) => {
	expect(checkVersion(words)).toBe(version);
});

test.each(['git version 2.37.9', 'git version 1.99.0', 'git version 2.4.11', 'hg 6.1', ''])(
	'GIT-6 “%s” is refused',
	(words) => {
		expect(() => checkVersion(words)).toThrow('is too old');
	}
);
