import { expect, test } from 'vitest';
import { neighbourOf, nextOpen, progressOf, segmentsOf } from '#lib/features/merge/progress.ts';
import { conflictIn } from './fixture.ts';

const MINE = { kind: 'keep', keep: 'mine' } as const;
const some = ['a', 'b', 'c', 'd'].map((id, at) => conflictIn(id, { id, choice: at % 2 ? null : MINE }));

test('CONFLICTPAGE-1 progress counts what is decided, edited by hand too', () => {
	const edited = [...some, conflictIn('e', { choice: { kind: 'edited' } })];
	expect(progressOf(edited)).toEqual({ decided: 3, of: 5, open: 2, words: '3 of 5 decided' });
	expect(segmentsOf(progressOf(edited))).toEqual(['done', 'done', 'done', 'current', 'open']);
	expect(segmentsOf(progressOf([conflictIn('a', { choice: MINE })]))).toEqual(['done']);
});

test.each([
	[null, 'b'],
	['a', 'b'],
	['b', 'd'],
	['d', 'b'],
	['gone', 'b']
])('CONFLICTPAGE-6 from %s the next open conflict is %s', (from, next) => {
	expect(nextOpen(some, from)?.id).toBe(next);
});

test('CONFLICTPAGE-6 the only open one is the next of itself, and there is none when all are decided', () => {
	expect(nextOpen([conflictIn('a', { id: 'a' })], 'a')?.id).toBe('a');
	expect(nextOpen([conflictIn('a', { choice: MINE })], null)).toBeUndefined();
	expect(nextOpen([], null)).toBeUndefined();
});

test('CONFLICTPAGE-6 one goes from conflict to conflict, and stays at either end', () => {
	expect(neighbourOf(some, null, 1)?.id).toBe('a');
	expect(neighbourOf(some, 'a', 1)?.id).toBe('b');
	expect(neighbourOf(some, 'd', 1)?.id).toBe('d');
	expect(neighbourOf(some, 'a', -1)?.id).toBe('a');
	expect(neighbourOf([], 'a', 1)).toBeUndefined();
});
