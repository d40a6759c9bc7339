const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** `12 s ago`, `2 min ago`, `3 h ago`, `yesterday`, `4 days ago`, then the date. Times: ms since the Unix epoch. */
export function relativeTime(atMs: number, nowMs: number, timeZone?: string): string {
	const ageMs = nowMs - atMs;
	if (ageMs < -5_000) return exactTime(atMs, timeZone);
	if (ageMs < 10_000) return 'just now';
	if (ageMs < MINUTE_MS) return `${Math.floor(ageMs / 10_000) * 10} s ago`;
	if (ageMs < HOUR_MS) return `${Math.floor(ageMs / MINUTE_MS)} min ago`;
	if (ageMs < DAY_MS) return `${Math.floor(ageMs / HOUR_MS)} h ago`;
	if (ageMs < 2 * DAY_MS) return 'yesterday';
	if (ageMs < 7 * DAY_MS) return `${Math.floor(ageMs / DAY_MS)} days ago`;
	return dateOf(atMs, nowMs, timeZone);
}

/** `12 November`, with the year where it is not this one. */
function dateOf(atMs: number, nowMs: number, timeZone: string | undefined): string {
	const year = formatOf({ year: 'numeric' }, timeZone);
	const sameYear = year.format(atMs) === year.format(nowMs);
	return formatOf({ day: 'numeric', month: 'long', ...(sameYear ? {} : { year: 'numeric' }) }, timeZone).format(atMs);
}

/** `Wednesday, 12 November 2025 at 14:06:31 CET`: to the second, with the zone. */
export function exactTime(atMs: number, timeZone?: string): string {
	return formatOf(EXACT, timeZone).format(atMs);
}

const EXACT: Intl.DateTimeFormatOptions = {
	weekday: 'long',
	day: 'numeric',
	month: 'long',
	year: 'numeric',
	hour: '2-digit',
	minute: '2-digit',
	second: '2-digit',
	timeZoneName: 'short'
};

/** Making one takes longer than all that it formats on a page. Few options and zones are ever asked for. */
function formatOf(options: Intl.DateTimeFormatOptions, timeZone: string | undefined): Intl.DateTimeFormat {
	const key = `${timeZone ?? ''} ${Object.entries(options).join(' ')}`;
	const known = formats.get(key);
	if (known) return known;
	const format = new Intl.DateTimeFormat('en-GB', { ...options, ...(timeZone === undefined ? {} : { timeZone }) });
	if (formats.size >= MOST_FORMATS) formats.clear();
	formats.set(key, format);
	return format;
}
const MOST_FORMATS = 64;
const formats = new Map<string, Intl.DateTimeFormat>();

/** `0.4 s`, `21 s`, `2:05`, `1:02:05`. */
export function durationWords(ms: number): string {
	const seconds = ms / 1000;
	// What would be rounded up to the next form takes it.
	if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
	if (seconds < 59.5) return `${Math.round(seconds)} s`;
	const whole = Math.round(seconds);
	const pad = (part: number) => String(part).padStart(2, '0');
	const hours = Math.floor(whole / 3600);
	const minutes = Math.floor((whole % 3600) / 60);
	return hours ? `${hours}:${pad(minutes)}:${pad(whole % 60)}` : `${minutes}:${pad(whole % 60)}`;
}
