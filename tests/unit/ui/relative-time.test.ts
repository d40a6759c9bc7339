import { expect, test } from 'vitest';
import { durationWords, exactTime, relativeTime } from '#lib/ui/relative-time.ts';

const now = Date.UTC(2025, 10, 24, 12, 0, 0);
const SECOND = 1000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

test.each([
	[0, 'just now'],
	[9 * SECOND, 'just now'],
	[19 * SECOND, '10 s ago'],
	[59 * SECOND, '50 s ago'],
	[60 * SECOND, '1 min ago'],
	[HOUR - 1, '59 min ago'],
	[HOUR, '1 h ago'],
	[DAY - 1, '23 h ago'],
	[DAY, 'yesterday'],
	[2 * DAY, '2 days ago'],
	[7 * DAY - 1, '6 days ago'],
	[7 * DAY, '17 November'],
	[400 * DAY, '20 October 2024']
])('TIME-1 %i ms ago is “%s”', (ageMs, words) => {
	expect(relativeTime(now - ageMs, now, 'UTC')).toBe(words);
});

test('TIME-1 what is still to come is said exactly', () => {
	expect(relativeTime(now + HOUR, now, 'UTC')).toBe(exactTime(now + HOUR, 'UTC'));
});

test('TIME-2 the exact time names day, second and zone', () => {
	expect(exactTime(now + 31 * SECOND, 'UTC')).toMatch(/^Monday,? 24 November 2025 at 12:00:31 UTC$/);
	expect(exactTime(now, 'Asia/Tokyo')).toContain('21:00:00 GMT+9');
});

test.each([
	[412, '0.4 s'],
	[9_949, '9.9 s'],
	[9_960, '10 s'],
	[21_400, '21 s'],
	[59_600, '1:00'],
	[125_000, '2:05'],
	[3_725_000, '1:02:05']
])('TIME-3 %i ms are “%s”', (ms, words) => {
	expect(durationWords(ms)).toBe(words);
});
