import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Refresher } from '#lib/features/live/refresher.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('LIVE-11 words that come close together load once', async () => {
	const refresh = vi.fn(async () => {});
	const refresher = new Refresher({ refresh, isBusy: () => false });
	refresher.ask();
	await vi.advanceTimersByTimeAsync(200);
	refresher.ask();
	expect(refresh).not.toHaveBeenCalled();
	await vi.advanceTimersByTimeAsync(5_000);
	expect(refresh).toHaveBeenCalledTimes(1);
});

test('LIVE-11 a word during a load is loaded after it', async () => {
	let finish = () => {};
	const refresh = vi.fn(() => new Promise<void>((resolve) => (finish = resolve)));
	const refresher = new Refresher({ refresh, isBusy: () => false });
	refresher.ask();
	await vi.advanceTimersByTimeAsync(250);
	refresher.ask();
	await vi.advanceTimersByTimeAsync(5_000);
	expect(refresh).toHaveBeenCalledTimes(1);
	finish();
	await vi.advanceTimersByTimeAsync(250);
	expect(refresh).toHaveBeenCalledTimes(2);
});

test('LIVE-11 a page on its way is left alone and loaded after', async () => {
	let isBusy = true;
	const refresh = vi.fn(async () => {});
	const refresher = new Refresher({ refresh, isBusy: () => isBusy });
	refresher.ask();
	await vi.advanceTimersByTimeAsync(2_000);
	expect(refresh).not.toHaveBeenCalled();
	isBusy = false;
	await vi.advanceTimersByTimeAsync(250);
	expect(refresh).toHaveBeenCalledTimes(1);
});

test('LIVE-11 what was stopped loads nothing', async () => {
	const refresh = vi.fn(async () => {});
	const refresher = new Refresher({ refresh, isBusy: () => false });
	refresher.ask();
	refresher.stop();
	await vi.advanceTimersByTimeAsync(5_000);
	expect(refresh).not.toHaveBeenCalled();
});
