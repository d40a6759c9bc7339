import { expect, test } from 'vitest';
import { lockOf, lossWords, moreWords, sidesOf, undoOfDrop } from '#lib/features/apply/aside.ts';

const may = ['dashboard:read', 'apply:write'];

test.each([
	[{ home: 'dev', may }, null],
	[{ home: 'dev', may: ['dashboard:read'] }, 'Your role may not write into dev. Ask an editor.'],
	[{ home: 'staging', may }, 'The dashboard is edited in staging now, these are of dev.'],
	[{ home: null, may }, 'The dashboard is edited in no environment now.']
])('OPEN-10 with %o it is locked because: %s', (who, reason) => {
	expect(lockOf({ environment: 'dev' }, who)).toBe(reason);
});

test.each([
	['aaa', 'main'],
	['bbb', 'aaa'],
	[null, 'aaa']
])('OPEN-7 with their branch at %s they are compared with %s', (head, from) => {
	expect(sidesOf({ branch: 'main', since: 'aaa', commit: 'ccc' }, head)).toEqual({ from, to: 'ccc' });
});

test('OPEN-6 the list says how many it leaves out', () => {
	const first = [{ kind: 'chart', name: 'Sales', path: 'a', change: 'modified', sentence: 'bar → line' }] as const;
	expect(moreWords({ count: 1, first })).toBe('');
	expect(moreWords({ count: 8, first })).toBe('and 7 more');
});

const sales = { kind: 'chart', name: 'Sales', path: 'a', change: 'modified', sentence: 'bar → line' } as const;

test.each([
	[{ count: 1, first: [sales] }, /^1 change that is on no branch goes: “Sales”\. You/, 'Drop 1 change'],
	[{ count: 8, first: [sales] }, /^8 changes that are on no branch go: “Sales” and 7 more\. You/, 'Drop 8 changes'],
	[{ count: 0, first: [] }, /no work is lost/, 'Drop it'],
	[null, /on no branch/, 'Drop it']
])('OPEN-16 before %o is dropped it is said what goes', (changes, description, verb) => {
	expect(lossWords(changes)).toEqual({ description: expect.stringMatching(description), verb });
});

test('OPEN-16 what was dropped is put back by the form action that names it', () => {
	expect(undoOfDrop('/branches', { id: '17', environment: 'dev' })).toEqual({
		action: '/branches?/setAsideAgain',
		fields: { id: '17', environment: 'dev' }
	});
	expect(undoOfDrop('/branches', undefined)).toBeNull();
});
