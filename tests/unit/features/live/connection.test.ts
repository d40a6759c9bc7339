import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { LiveEvent } from '#lib/domain/live.ts';
import { HIDDEN_MS, LiveConnection, waitAfter, type LiveState } from '#lib/features/live/connection.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A browser in small: what was opened, and who looks. */
function browser() {
	const opened: {
		url: string;
		isClosed: boolean;
		onmessage: ((m: MessageEvent) => void) | null;
		onerror: ((e: Event) => void) | null;
		close(): void;
	}[] = [];
	const states: LiveState[] = [];
	const events: LiveEvent[] = [];
	let isSeen = true;
	let isSignedOut = false;
	let changed = () => {};
	const around = {
		open: (url: string) => {
			const source = {
				url,
				isClosed: false,
				onmessage: null,
				onerror: null,
				close: () => void (source.isClosed = true)
			};
			opened.push(source);
			return source;
		},
		isSignedOut: async () => isSignedOut,
		isSeen: () => isSeen,
		onSeen: (call: () => void) => {
			changed = call;
			return () => (changed = () => {});
		},
		ageMs: () => 12.4
	};
	return {
		...{ opened, states, events },
		start: () =>
			new LiveConnection('/live?topic=dashboards', around, {
				onevent: (event) => events.push(event),
				onstate: (state) => states.push(state)
			}),
		say: (event: object) => opened.at(-1)!.onmessage!({ data: JSON.stringify(event) } as MessageEvent),
		fail: () => opened.at(-1)!.onerror!({} as Event),
		signOut: (now: boolean) => (isSignedOut = now),
		see: (now: boolean) => {
			isSeen = now;
			changed();
		}
	};
}

test('LIVE-12 what is heard arrives; ready makes it live', () => {
	const page = browser();
	page.start();
	expect(page.opened[0]!.url).toBe('/live?topic=dashboards&age=12');
	page.say({ seq: 1, kind: 'ready' });
	page.say({ seq: 2, kind: 'list', topic: 'dashboards', actor: 'Ana' });
	expect(page.states).toEqual(['live']);
	expect(page.events.map(({ kind }) => kind)).toEqual(['list']);
});

test('LIVE-12 a broken connection is tried again, and what was missed is told', () => {
	const page = browser();
	page.start();
	page.say({ seq: 1, kind: 'ready' });
	page.fail();
	expect([page.states.at(-1), page.opened[0]!.isClosed]).toEqual(['away', true]);
	vi.advanceTimersByTime(999);
	expect(page.opened).toHaveLength(1);
	vi.advanceTimersByTime(1);
	page.fail();
	vi.advanceTimersByTime(1_999);
	expect(page.opened).toHaveLength(2);
	vi.advanceTimersByTime(1);
	page.say({ seq: 1, kind: 'ready' });
	expect(page.states.at(-1)).toBe('live');
	expect(page.events.map(({ kind }) => kind)).toEqual(['missed']);
});

test('LIVE-12 the waits grow to a minute', () => {
	expect([1, 2, 3, 4, 7, 50, 2_000].map(waitAfter)).toEqual([1_000, 2_000, 4_000, 8_000, 60_000, 60_000, 60_000]);
});

test('LIVE-13 a page hidden for long lets go, and catches up when it is seen', () => {
	const page = browser();
	page.start();
	page.say({ seq: 1, kind: 'ready' });
	page.see(false);
	vi.advanceTimersByTime(HIDDEN_MS - 1);
	expect(page.opened[0]!.isClosed).toBe(false);
	vi.advanceTimersByTime(1);
	expect([page.opened[0]!.isClosed, page.states.at(-1)]).toEqual([true, 'off']);
	page.see(true);
	page.say({ seq: 1, kind: 'ready' });
	expect([page.opened.length, page.events.at(-1)?.kind]).toEqual([2, 'missed']);
});

test('LIVE-13 a page hidden for a moment keeps its connection', () => {
	const page = browser();
	page.start();
	page.say({ seq: 1, kind: 'ready' });
	page.see(false);
	page.see(true);
	vi.advanceTimersByTime(HIDDEN_MS * 2);
	expect([page.opened.length, page.opened[0]!.isClosed]).toEqual([1, false]);
});

test('LIVE-13 a page that breaks while hidden waits until it is seen', () => {
	const page = browser();
	page.start();
	page.see(false);
	page.fail();
	vi.advanceTimersByTime(600_000);
	expect(page.opened).toHaveLength(1);
	page.see(true);
	expect(page.opened).toHaveLength(2);
});

test('LIVE-12 what was stopped stays stopped', () => {
	const page = browser();
	const connection = page.start();
	page.fail();
	connection.stop();
	vi.advanceTimersByTime(600_000);
	page.see(true);
	expect([page.opened.length, page.states.at(-1)]).toEqual([1, 'off']);
});

test('LIVE-16 when nobody is signed in it says so and waits until the page is seen anew', async () => {
	const page = browser();
	page.start();
	page.say({ seq: 1, kind: 'ready' });
	page.signOut(true);
	page.fail();
	await vi.advanceTimersByTimeAsync(120_000);
	expect([page.states.at(-1), page.opened.length]).toEqual(['signed-out', 1]);
	page.signOut(false);
	page.see(false);
	page.see(true);
	page.say({ seq: 1, kind: 'ready' });
	expect([page.states.at(-1), page.events.at(-1)?.kind]).toEqual(['live', 'missed']);
});

test('LIVE-16 a page that is left meanwhile says nothing more', async () => {
	const page = browser();
	const connection = page.start();
	page.signOut(true);
	page.fail();
	connection.stop();
	await vi.advanceTimersByTimeAsync(1_000);
	expect(page.states).toEqual(['away', 'off']);
});
