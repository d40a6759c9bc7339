import { expect, test } from 'vitest';
import { nextTagName } from '#lib/features/history/next-tag.ts';

test.each([
	[[], 'v1.0'],
	[['v1.3', 'v1.2'], 'v1.4'],
	[['v1.3', 'v1.4'], 'v1.5'],
	[['2026-11', '2026-10'], '2026-12'],
	[['own-tag', 'release-9-beta', 'v1.3'], 'v1.4'],
	[['first'], 'v1.0'],
	[['first', 'v1.0'], 'v1.1'],
	[['v1.0-beta'], 'v1.0']
])('HISTORY-8 after %j comes %j', (names, next) => {
	expect(nextTagName(names)).toBe(next);
});
