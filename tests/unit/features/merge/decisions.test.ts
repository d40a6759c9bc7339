import { expect, test } from 'vitest';
import type { OpenMerge } from '#lib/domain/merge/session.ts';
import { mergedDecisions, newerOf, withDecisions } from '#lib/features/merge/decisions.ts';
import { lockedReason } from '#lib/features/merge/finish-state.ts';
import { mergeTitle } from '#lib/features/merge/merge-title.ts';
import { conflictIn } from './fixture.ts';

test('CONFLICTPAGE-7 what was pressed is shown before the server knows of it', () => {
	const mine = { kind: 'keep', keep: 'mine' } as const;
	const known = ['a', 'b', 'c', 'd'].map((id) => conflictIn(id, { id, choice: mine }));
	const shown = withDecisions(known, [
		{ id: 'a', keep: 'theirs' },
		{ id: 'b', keep: null },
		{ id: 'c', text: 'own' }
	]);
	expect(shown.map(({ choice, isUnsaved }) => [choice, isUnsaved])).toEqual([
		[{ kind: 'keep', keep: 'theirs' }, true],
		[null, true],
		[{ kind: 'edited', text: 'own' }, true],
		[mine, false]
	]);
});

test('CONFLICTPAGE-7 of two decisions about one conflict the later is sent', () => {
	const merged = mergedDecisions(
		[{ id: 'a', keep: 'mine' }],
		[
			{ id: 'b', keep: 'mine' },
			{ id: 'a', text: 'own' }
		]
	);
	expect(merged).toEqual([
		{ id: 'a', text: 'own' },
		{ id: 'b', keep: 'mine' }
	]);
});

test('CONFLICTPAGE-8 what somebody else decided later counts before an older answer', () => {
	const at = (version: number, id = 'm') => ({ id, version }) as OpenMerge;
	expect(newerOf(at(1), at(2)).version).toBe(2);
	expect(newerOf(at(3), at(2)).version).toBe(3);
	expect(newerOf(at(1), null).version).toBe(1);
	expect(newerOf(at(1), at(2, 'other')).version).toBe(1);
});

test.each([
	[{ open: 2, unsaved: 1, errors: 1 }, '2 conflicts are still open.'],
	[{ open: 1, unsaved: 0, errors: 0 }, '1 conflict is still open.'],
	[{ open: 0, unsaved: 1, errors: 0 }, '1 choice is not saved yet.'],
	[{ open: 0, unsaved: 0, errors: 2 }, '2 things are wrong with the result.'],
	[{ open: 0, unsaved: 0, errors: 0 }, undefined]
])('CONFLICTPAGE-10 with %j it cannot be finished since: %s', (input, sentence) => {
	expect(lockedReason(input)?.sentence).toBe(sentence);
});

test('CONFLICTPAGE-1 the title says what goes where', () => {
	expect(mergeTitle({ purpose: 'merge', from: 'origin/main', branch: 'main' })).toBe('Merge origin/main into main');
	expect(mergeTitle({ purpose: 'pick', from: '5aa8c12', branch: 'main' })).toBe('Bring 5aa8c12 to main');
});
