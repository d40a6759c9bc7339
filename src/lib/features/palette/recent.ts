/** Something that was chosen before: enough to show it again and to go there. */
export interface Recent {
	readonly id: string;
	readonly label: string;
	/** `null` for what is done and not gone to: it only comes first among what can be done. */
	readonly href: string | null;
}

const MOST = 12;

/** The list with what was chosen now at its head. */
export const recentAfter = (list: readonly Recent[], chosen: Recent): Recent[] =>
	[chosen, ...list.filter(({ id }) => id !== chosen.id)].slice(0, MOST);

/** What was kept, as far as it is what we keep; another version or a hand may have written it. */
export function parseRecent(text: string | null): Recent[] {
	try {
		const list: unknown = JSON.parse(text ?? '[]');
		return Array.isArray(list) ? list.filter(isRecent).slice(0, MOST) : [];
	} catch {
		return [];
	}
}

function isRecent(value: unknown): value is Recent {
	const { id, label, href } = (value ?? {}) as Record<string, unknown>;
	// A path of ours and nothing else: it becomes a link.
	const isOurs = href === null || (typeof href === 'string' && /^\/(?![/\\])/.test(href));
	return typeof id === 'string' && typeof label === 'string' && isOurs;
}

/** Storage that may be missing, full or forbidden: then nothing is remembered. */
export function readRecent(key: string): Recent[] {
	try {
		return parseRecent(localStorage.getItem(key));
	} catch {
		return [];
	}
}

export function writeRecent(key: string, list: readonly Recent[]): void {
	try {
		localStorage.setItem(key, JSON.stringify(list));
	} catch {
		// Nothing depends on it.
	}
}
