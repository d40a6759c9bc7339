import fc from '#tests/support/fast-check.ts';
import { expect, test } from 'vitest';
import { daysOf } from '#lib/features/history/days.ts';

const at = (text: string) => ({ committedAt: Date.parse(text) });
const labels = (times: string[], now: string, zone: string) =>
	daysOf(times.map(at), Date.parse(now), zone).map(({ label, entries }) => [label, entries.length]);

test('HISTORY-1 days are named in the reader’s zone', () => {
	const times = [
		'2026-11-24T09:00Z',
		'2026-11-23T23:30Z',
		'2026-11-23T10:00Z',
		'2026-11-17T10:00Z',
		'2025-12-31T10:00Z'
	];
	expect(labels(times, '2026-11-24T12:00Z', 'UTC')).toEqual([
		['Today', 1],
		['Yesterday', 2],
		['Tuesday 17 November', 1],
		['Wednesday 31 December 2025', 1]
	]);
	expect(labels(times, '2026-11-24T12:00Z', 'Europe/Berlin').slice(0, 2)).toEqual([
		['Today', 2],
		['Yesterday', 1]
	]);
});

test('HISTORY-1 the day before a day of 25 hours is yesterday', () => {
	// Clocks went back in the night to Sunday, 25 October 2026.
	expect(labels(['2026-10-24T22:30+02:00'], '2026-10-25T23:30+01:00', 'Europe/Berlin')).toEqual([['Yesterday', 1]]);
	expect(labels(['2026-10-25T00:30+02:00'], '2026-10-26T00:15+01:00', 'Europe/Berlin')).toEqual([['Yesterday', 1]]);
});

test('HISTORY-2 no entry is lost and none changes its place', () => {
	const entries = fc.array(fc.record({ committedAt: fc.integer({ min: 0, max: 2_000_000_000_000 }) }), {
		maxLength: 40
	});
	fc.assert(
		fc.property(entries, (some) => {
			expect(daysOf(some, 1_800_000_000_000, 'UTC').flatMap((day) => day.entries)).toEqual(some);
		})
	);
});
