const DAY = /^\d{4}-\d\d-\d\d$/;

const formatOf = (options: Intl.DateTimeFormatOptions, timeZone: string | undefined): Intl.DateTimeFormat =>
	new Intl.DateTimeFormat('en-CA', { ...options, ...(timeZone === undefined ? {} : { timeZone }) });

/** The day (`2026-01-31`) in which a moment of the address lies for the reader; a day stays what it is. */
export function dayOf(moment: string, timeZone?: string): string {
	const at = Date.parse(moment);
	if (DAY.test(moment) || Number.isNaN(at)) return moment;
	return formatOf({ dateStyle: 'short' }, timeZone).format(at);
}

/** When the reader's day begins, for an address that means the same everywhere. Empty for what is no day. */
export function startOfDay(day: string): string {
	const at = new Date(`${day}T00:00`);
	return Number.isNaN(at.getTime()) ? '' : at.toISOString();
}

/** The last moment of the reader's day, which may have 23 or 25 hours. */
export function endOfDay(day: string): string {
	const at = new Date(`${day}T00:00`);
	if (Number.isNaN(at.getTime())) return '';
	at.setDate(at.getDate() + 1);
	return new Date(at.getTime() - 1).toISOString();
}

/** The reader's day so many days before this one. */
export function daysAgo(days: number, nowMs: number): string {
	const at = new Date(nowMs);
	at.setDate(at.getDate() - days);
	return formatOf({ dateStyle: 'short' }, undefined).format(at);
}

/** `Any time`, `Since 20 Nov 2026`, `Until …`, `20 Nov 2026 – 25 Nov 2026`. */
export function rangeWords(since: string, until: string, timeZone?: string): string {
	const words = (moment: string): string => {
		const at = Date.parse(dayOf(moment, timeZone));
		const options: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' };
		return Number.isNaN(at) ? moment : new Intl.DateTimeFormat('en-GB', options).format(at);
	};
	if (since && until) return words(since) === words(until) ? words(since) : `${words(since)} – ${words(until)}`;
	if (since) return `Since ${words(since)}`;
	return until ? `Until ${words(until)}` : 'Any time';
}
