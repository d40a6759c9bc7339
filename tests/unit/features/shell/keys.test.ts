import { expect, test } from 'vitest';
import { keyGroupsOf, spokenKey } from '#lib/features/shell/keys.ts';
import type { ShownShortcut } from '#lib/ui/shortcuts.ts';

const shortcut = (key: string, place: ShownShortcut['place']): ShownShortcut => ({
	...{ key, place, label: `Do ${key}`, run: () => {} }
});

test('FRAME-12 the sheet has a group for each place that has keys, the nearest first', () => {
	const groups = keyGroupsOf([shortcut('?', 'app'), shortcut('b', 'frame'), shortcut('x', 'page')]);
	expect(groups.map(({ title, keys }) => [title, keys.length])).toEqual([
		['On this page', 1],
		['In this dashboard', 1],
		['Everywhere', 1],
		['In lists and dialogs', 3]
	]);
	expect(keyGroupsOf([shortcut('?', 'app')])[0]).toEqual({ title: 'Everywhere', keys: [{ key: '?', words: 'Do ?' }] });
});

test.each([
	['g h', 'g then h'],
	['mod+k', 'Control or Command K'],
	['?', '?']
])('FRAME-12 %s is said as “%s”', (key, words) => {
	expect(spokenKey(key)).toBe(words);
});
