/** One day of history. */
export interface Day<Entry> {
	/** `Today`, `Yesterday`, `Monday 17 November`, with the year where it is not this one. */
	readonly label: string;
	readonly entries: readonly Entry[];
}

/**
 * Entries by the day on which they were made, in the reader's zone; their order stays, so a day may come twice where
 * clocks disagreed.
 *
 * @param nowMs milliseconds since the Unix epoch, as `committedAt`
 * @param timeZone the reader's own when it is not given
 */
export function daysOf<Entry extends { readonly committedAt: number }>(
	entries: readonly Entry[],
	nowMs: number,
	timeZone?: string
): Day<Entry>[] {
	const zone = timeZone === undefined ? {} : { timeZone };
	const key = new Intl.DateTimeFormat('en-CA', { dateStyle: 'short', ...zone });
	const days: { key: string; label: string; entries: Entry[] }[] = [];
	for (const entry of entries) {
		const day = key.format(entry.committedAt);
		const last = days.at(-1);
		if (last?.key === day) last.entries.push(entry);
		else days.push({ key: day, label: labelOf(entry.committedAt, nowMs, zone), entries: [entry] });
	}
	return days;
}

function labelOf(atMs: number, nowMs: number, zone: { timeZone?: string }): string {
	const key = new Intl.DateTimeFormat('en-CA', { dateStyle: 'short', ...zone });
	const today = key.format(nowMs);
	const day = key.format(atMs);
	if (day === today) return 'Today';
	// Not 24 hours ago: days have 23 or 25 hours when clocks change.
	if (daysBetween(day, today) === 1) return 'Yesterday';
	const words = new Intl.DateTimeFormat('en-GB', {
		weekday: 'long',
		day: 'numeric',
		month: 'long',
		...(day.slice(0, 4) === today.slice(0, 4) ? {} : { year: 'numeric' }),
		...zone
	}).format(atMs);
	// Whether a comma follows the weekday differs between the browsers' tables.
	return words.replace(',', '');
}

const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 86_400_000;
