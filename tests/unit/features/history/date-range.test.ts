import fc from '#tests/support/fast-check.ts';
import { expect, test } from 'vitest';
import { dayOf, daysAgo, endOfDay, rangeWords, startOfDay } from '#lib/features/history/date-range.ts';

const days = fc
	.date({ min: new Date('1980-01-02'), max: new Date('2090-01-01'), noInvalidDate: true })
	.map((date) => date.toISOString().slice(0, 10));

test('HISTORY-13 a day is all of the reader’s day and nothing of another', () => {
	fc.assert(
		fc.property(days, (day) => {
			expect(dayOf(startOfDay(day))).toBe(day);
			expect(dayOf(endOfDay(day))).toBe(day);
			expect(dayOf(new Date(Date.parse(startOfDay(day)) - 1).toISOString())).not.toBe(day);
			expect(dayOf(new Date(Date.parse(endOfDay(day)) + 1).toISOString())).not.toBe(day);
		})
	);
});

test('HISTORY-13 a moment lies in another day for another reader; a day of the address stays what it is', () => {
	expect(dayOf('2026-03-01T23:30:00Z', 'UTC')).toBe('2026-03-01');
	expect(dayOf('2026-03-01T23:30:00Z', 'Asia/Tokyo')).toBe('2026-03-02');
	expect(dayOf('2026-03-01', 'Pacific/Auckland')).toBe('2026-03-01');
	expect([dayOf('nonsense'), startOfDay('nonsense'), endOfDay('')]).toEqual(['nonsense', '', '']);
});

test('HISTORY-13 days ago are days of the calendar', () => {
	const noon = new Date(2026, 2, 3, 12).getTime();
	expect([daysAgo(0, noon), daysAgo(3, noon), daysAgo(365, noon)]).toEqual(['2026-03-03', '2026-02-28', '2025-03-03']);
});

test('HISTORY-13 what is chosen is said in words', () => {
	expect(rangeWords('', '')).toBe('Any time');
	expect(rangeWords('2026-11-20', '')).toBe('Since 20 Nov 2026');
	expect(rangeWords('', '2026-11-20')).toBe('Until 20 Nov 2026');
	expect(rangeWords('2026-11-20', '2026-11-25T10:00:00Z', 'UTC')).toBe('20 Nov 2026 – 25 Nov 2026');
	expect(rangeWords('2026-11-20', '2026-11-20')).toBe('20 Nov 2026');
	expect(rangeWords('nonsense', '')).toBe('Since nonsense');
});
