import { on } from 'svelte/events';

const NEXT_KEY_MS = 900;

/**
 * Listen for keys on the whole page: `$effect(() => shortcuts({ "/": focus, "g h": openHistory }))`. A name is a key,
 * `mod+k`, or two keys in a row with a blank between. Keys that are typed into a field, or while a dialog or menu is
 * open, are left alone.
 *
 * @returns a function that stops listening.
 */
export function shortcuts(actions: Readonly<Record<string, () => void>>): () => void {
	let first: { key: string; at: number } | undefined;

	return on(window, 'keydown', (event) => {
		const key = event.metaKey || event.ctrlKey ? `mod+${event.key.toLowerCase()}` : event.key;
		if (event.altKey || event.defaultPrevented || event.isComposing) return;
		if (!key.startsWith('mod+') && isTyping(event.target)) return;
		if (document.querySelector('[role="dialog"],[role="alertdialog"],[role="menu"]')) return;

		const pair = first && event.timeStamp - first.at < NEXT_KEY_MS ? `${first.key} ${key}` : undefined;
		first = { key, at: event.timeStamp };
		const action = (pair ? actions[pair] : undefined) ?? actions[key];
		if (!action) return;
		event.preventDefault();
		first = undefined;
		action();
	});
}

const isTyping = (target: EventTarget | null): boolean =>
	target instanceof HTMLElement &&
	(target.isContentEditable ||
		target instanceof HTMLTextAreaElement ||
		target instanceof HTMLSelectElement ||
		(target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit'].includes(target.type)));
