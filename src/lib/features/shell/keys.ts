import type { ShortcutPlace, ShownShortcut } from '#lib/ui/shortcuts.ts';

/** Keys that work in one place, as the sheet shows them. */
export interface KeyGroup {
	readonly title: string;
	readonly keys: readonly { readonly key: string; readonly words: string }[];
}

const TITLES: Record<ShortcutPlace, string> = {
	page: 'On this page',
	frame: 'In this dashboard',
	app: 'Everywhere'
};

/** Keys of lists, dialogs and menus, which the browser or the part itself hears. */
const IN_LISTS: KeyGroup = {
	title: 'In lists and dialogs',
	keys: [
		{ key: '↑ ↓', words: 'Move' },
		{ key: 'Enter', words: 'Open' },
		{ key: 'Esc', words: 'Close' }
	]
};

/** What the sheet of keys shows: only what works now, the nearest place first. */
export function keyGroupsOf(shortcuts: readonly ShownShortcut[]): KeyGroup[] {
	const places = ['page', 'frame', 'app'] as const;
	const groups = places.map((place) => ({
		title: TITLES[place],
		keys: shortcuts.filter((one) => one.place === place).map(({ key, label }) => ({ key, words: label }))
	}));
	return [...groups.filter(({ keys }) => keys.length > 0), IN_LISTS];
}

/** A key as it is said aloud: `g then h`, `Control or Command K`. */
export const spokenKey = (key: string): string =>
	key
		.split(' ')
		.map((part) => (part.startsWith('mod+') ? `Control or Command ${part.slice(4).toUpperCase()}` : part))
		.join(' then ');
