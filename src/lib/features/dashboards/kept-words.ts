const DAY_MS = 86_400_000;

/** `kept for 29 more days`: how long what is not tracked any more can be brought back. Times: ms since the Unix epoch. */
export function keptWords(keptUntilMs: number, nowMs: number): string {
	const days = Math.ceil((keptUntilMs - nowMs) / DAY_MS);
	if (days > 1) return `kept for ${days} more days`;
	return days === 1 ? 'kept for one more day' : 'goes at the next start of this server';
}
