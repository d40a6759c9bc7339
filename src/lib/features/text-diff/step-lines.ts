/** The arrows go from a line's number to that of the line above or below, on the same side where there is one. */
export function stepLines(event: KeyboardEvent): void {
	if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
	if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
	const from = event.target instanceof Element ? event.target.closest<HTMLElement>('a[data-side]') : null;
	const table = from?.closest('[role="table"]');
	if (!from || !table) return;
	const rowOf = (link: HTMLElement) => Number(link.closest<HTMLElement>('[data-row]')?.dataset['row']);
	const by = event.key === 'ArrowDown' ? 1 : -1;
	const beyond = [...table.querySelectorAll<HTMLElement>('a[data-side]')]
		.filter((link) => link.offsetParent !== null && (rowOf(link) - rowOf(from)) * by > 0)
		.sort((a, b) => (rowOf(a) - rowOf(b)) * by);
	const nearest = beyond.filter((link) => rowOf(link) === rowOf(beyond[0] as HTMLElement));
	const next = nearest.find((link) => link.dataset['side'] === from.dataset['side']) ?? nearest[0];
	if (!next) return;
	event.preventDefault();
	next.focus();
}
