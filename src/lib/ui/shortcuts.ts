import { on } from 'svelte/events';

type Actions = Readonly<Record<string, () => void>>;

const NEXT_KEY_MS = 900;

let pages: readonly Actions[] = [];
let frames: readonly Actions[] = [];
let first: { readonly key: string; readonly at: number } | undefined;
let stopListening: (() => void) | undefined;

/**
 * Listen for keys on the whole page: `$effect(() => shortcuts({ '/': focus, 'g h': openHistory }))`. A name is a key,
 * `mod+k`, or two keys in a row with a blank between. Keys that are typed into a field, or while a dialog or menu is
 * open, are left alone. Two keys in a row count before one; what a page says counts before its `frame` (a layout).
 *
 * @returns a function that stops listening.
 */
export function shortcuts(actions: Actions, place: 'page' | 'frame' = 'page'): () => void {
	if (place === 'page') pages = [...pages, actions];
	else frames = [...frames, actions];
	stopListening ??= on(window, 'keydown', press);
	return () => {
		pages = pages.filter((each) => each !== actions);
		frames = frames.filter((each) => each !== actions);
		if (pages.length + frames.length > 0) return;
		stopListening?.();
		stopListening = undefined;
	};
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

const actionFor = (key: string): (() => void) | undefined =>
	[...pages, ...frames].find((actions) => actions[key])?.[key];

const isTyping = (target: EventTarget | null): boolean =>
	target instanceof HTMLElement &&
	(target.isContentEditable ||
		target instanceof HTMLTextAreaElement ||
		target instanceof HTMLSelectElement ||
		(target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit'].includes(target.type)));
