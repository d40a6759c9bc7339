import { expect, test } from 'vitest';
import { previewWords, type MergePreview } from '#lib/features/merge/merge-preview.ts';

const SIDES = { from: 'feature/regions', branch: 'main' };

test.each<[MergePreview, string | null, RegExp]>([
	[{ kind: 'up_to_date' }, null, /^main has all of feature\/regions already\.$/],
	[{ kind: 'fast_forward', changes: 1 }, 'Move main to feature/regions', /a fast-forward\), with 1 changed asset\.$/],
	[{ kind: 'clean', changes: 1 }, 'Merge feature/regions into main', /^1 changed asset merges by itself/],
	[{ kind: 'clean', changes: 3 }, 'Merge feature/regions into main', /^3 changed assets merge by themselves/],
	[{ kind: 'conflicts', changes: 3, count: 2 }, 'Merge and decide 2 conflicts', /^2 conflicts to decide/]
])('CONFLICTPAGE-14 %j: the button says %s', (preview, verb, sentence) => {
	const words = previewWords(preview, SIDES);
	expect(words.verb).toBe(verb);
	expect(words.sentence).toMatch(sentence);
});
