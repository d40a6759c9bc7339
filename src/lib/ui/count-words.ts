/** `1 change`, `3 changes`; `many` where an s is not enough. */
export const countWords = (count: number, one: string, many = `${one}s`): string =>
	`${count} ${count === 1 ? one : many}`;
