import { expect, test } from 'vitest';
import { keptWords } from '#lib/features/dashboards/kept-words.ts';

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 10, 28);

test.each([
	[30 * DAY_MS, 'kept for 30 more days'],
	[1.5 * DAY_MS, 'kept for 2 more days'],
	[DAY_MS, 'kept for one more day'],
	[1, 'kept for one more day'],
	[0, 'goes at the next start of this server'],
	[-DAY_MS, 'goes at the next start of this server']
])('UNTRACK-2 with %i ms left it is “%s”', (left, words) => {
	expect(keptWords(NOW + left, NOW)).toBe(words);
});
