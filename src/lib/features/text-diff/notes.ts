import type { TextDiff } from '#lib/domain/text-diff/text-diff.ts';

const lines = (count: number) => `${count.toLocaleString('en')} ${count === 1 ? 'line' : 'lines'}`;

/** What is said where there are no lines to show, or before lines that are not lined up. */
export const NOTES: Record<'equal' | 'binary' | 'too-large' | 'coarse', (diff: TextDiff) => string> = {
	equal: ({ previousPath }) =>
		previousPath === null ? 'Nothing differs in this file.' : 'Only the name of the file changed.',
	binary: () => 'This is no text, so there are no lines to show. The two sides differ.',
	'too-large': ({ added, removed }) =>
		`Too large to show line by line: ${lines(removed)} before, ${lines(added)} after. Download both sides to compare them.`,
	coarse: () =>
		'There are too many differences to find out which line became which: the changed part is shown as removed and added as a whole.'
};
