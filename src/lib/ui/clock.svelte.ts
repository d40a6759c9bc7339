import { createSubscriber } from 'svelte/reactivity';

const TICK_MS = 10_000;

let nowMs = Date.now();
const subscribe = createSubscriber((update) => {
	nowMs = Date.now();
	const timer = setInterval(() => {
		nowMs = Date.now();
		update();
	}, TICK_MS);
	return () => clearInterval(timer);
});

/** The time now, in ms since the Unix epoch; whatever reads it in a component is drawn again as it passes. */
export function now(): number {
	subscribe();
	// Outside an effect, as on the server, nobody keeps the clock going.
	return Math.max(nowMs, Date.now() - TICK_MS);
}
