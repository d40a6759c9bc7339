import { expect, test } from 'vitest';
import { lockOf, moreWords, sidesOf } from '#lib/features/apply/aside.ts';

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
