const FIRST = [
	'[autofocus]',
	'[data-body] :is(input:not([type="hidden"], :disabled), textarea:not(:disabled), select:not(:disabled))',
	// The first button of the footer is the one that changes nothing.
	'footer :is(button:not(:disabled), a)'
];

/** When a dialog opens, the focus goes to what is filled in first, else to the way out, never to the cross. */
export function focusFirst(event: Event, content: HTMLElement | null): void {
	const first = FIRST.map((selector) => content?.querySelector<HTMLElement>(selector)).find(Boolean) ?? content;
	if (!first) return;
	event.preventDefault();
	first.focus({ preventScroll: true });
}
