import { expect, test } from 'vitest';
import type { LiveEvent, LiveKind } from '#lib/domain/live.ts';
import { noticeOf } from '#lib/features/live/notice.ts';

const heard = (kind: LiveKind, actor: string | null = null): LiveEvent[] => [{ seq: 2, topic: null, kind, actor }];
const moved = { before: { branch: 'main', head: 'a' }, after: { branch: 'main', head: 'b' } };
const me = { me: 'Ana', keeps: true, hasJustSent: false };

test.each([
	[heard('commit', 'Emil'), 'Emil committed to main.'],
	[heard('commit', 'Ana'), 'You committed to main in another window.'],
	[heard('commit'), 'Somebody committed to main.'],
	[heard('missed'), 'Somebody committed to main.']
])('LIVE-15 the page says who committed: %o', (events, message) => {
	expect(noticeOf(events, moved, me)).toEqual({ message, detail: 'Your ticks and your message are kept.' });
});

test('LIVE-15 it says nothing when the branch that is looked at did not move, or another is looked at', () => {
	expect(noticeOf(heard('commit', 'Emil'), { ...moved, after: moved.before }, me)).toBeNull();
	expect(noticeOf(heard('commit'), { ...moved, after: { branch: 'x', head: 'b' } }, me)).toBeNull();
	expect(noticeOf(heard('commit'), { before: null, after: moved.after }, me)).toBeNull();
	expect(noticeOf(heard('capture'), moved, me)).toBeNull();
	expect(noticeOf(heard('commit'), moved, { ...me, keeps: false })?.detail).toBeUndefined();
});

test('LIVE-15 what this page has just sent is not told to it, what others did meanwhile is', () => {
	const sent = { ...me, hasJustSent: true };
	expect(noticeOf(heard('commit', 'Ana'), moved, sent)).toBeNull();
	expect(noticeOf(heard('commit'), moved, sent)).toBeNull();
	expect(noticeOf(heard('commit', 'Emil'), moved, sent)?.message).toBe('Emil committed to main.');
});
