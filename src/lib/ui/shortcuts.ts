import { on } from 'svelte/events';

/** A key with what it does in a few words: the sheet of keys and the palette show it. Without words it is not shown. */
export interface Shortcut {
	readonly label: string;
	readonly run: () => void;
	/** It only moves within what is on the screen: of use as a key alone, so the palette leaves it out. */
	readonly isMove?: boolean;
}

type Actions = Readonly<Record<string, (() => void) | Shortcut>>;

/** Who listens: the page, a layout around some pages, the whole app. In this order they count. */
export const SHORTCUT_PLACES = ['page', 'frame', 'app'] as const;
export type ShortcutPlace = (typeof SHORTCUT_PLACES)[number];

/** A key that works now. */
export interface ShownShortcut extends Shortcut {
	readonly key: string;
	readonly place: ShortcutPlace;
}

const NEXT_KEY_MS = 900;

let registered: readonly { readonly place: ShortcutPlace; readonly actions: Actions }[] = [];
let first: { readonly key: string; readonly at: number } | undefined;
let stopListening: (() => void) | undefined;

/**
 * Listen for keys on the whole page: `$effect(() => shortcuts({ '/': { label: 'Search', run: focus } }))`. A name is a
 * key, `mod+k`, or two keys in a row with a blank between. Keys that are typed into a field, or while a dialog or menu
 * is open, are left alone. Two keys in a row count before one; what a page says counts before its `frame` (a layout),
 * and that before the `app`.
 *
 * @returns a function that stops listening.
 */
export function shortcuts(actions: Actions, place: ShortcutPlace = 'page'): () => void {
	const entry = { place, actions };
	registered = [...registered, entry].sort(
		(a, b) => SHORTCUT_PLACES.indexOf(a.place) - SHORTCUT_PLACES.indexOf(b.place)
	);
	stopListening ??= on(window, 'keydown', press);
	return () => {
		registered = registered.filter((each) => each !== entry);
		if (registered.length > 0) return;
		stopListening?.();
		stopListening = undefined;
	};
}

/** The keys that work at this moment and have words, each once: what a page says hides what its frame says. */
export function listShortcuts(): ShownShortcut[] {
	const shown = new Map<string, ShownShortcut | null>();
	for (const { place, actions } of registered) {
		for (const [key, action] of Object.entries(actions)) {
			if (!shown.has(key)) shown.set(key, typeof action === 'function' ? null : { ...action, key, place });
		}
	}
	return [...shown.values()].filter((shortcut) => shortcut !== null);
}

function press(event: KeyboardEvent): void {
	if (event.altKey || event.defaultPrevented || event.isComposing) return;
	const key = event.metaKey || event.ctrlKey ? `mod+${event.key.toLowerCase()}` : event.key;
	if (!key.startsWith('mod+') && isTyping(event.target)) return;
	if (document.querySelector('[role="dialog"],[role="alertdialog"],[role="menu"]')) return;

	const pair = first && event.timeStamp - first.at < NEXT_KEY_MS ? actionFor(`${first.key} ${key}`) : undefined;
	const action = pair ?? actionFor(key);
	first = action ? undefined : { key, at: event.timeStamp };
	if (!action) return;
	event.preventDefault();
	action();
}

function actionFor(key: string): (() => void) | undefined {
	const action = registered.find(({ actions }) => Object.hasOwn(actions, key))?.actions[key];
	return typeof action === 'object' ? action.run : action;
}

const isTyping = (target: EventTarget | null): boolean =>
	target instanceof HTMLElement &&
	(target.isContentEditable ||
		target instanceof HTMLTextAreaElement ||
		target instanceof HTMLSelectElement ||
		(target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit'].includes(target.type)));
