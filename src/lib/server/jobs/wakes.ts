import { EventEmitter } from 'node:events';
import type { JobId } from '#lib/domain/ids.ts';

/** How long a reader waits for a word before it looks by itself: the job may run in another process. */
const LOOK_AGAIN_MS = 1_000;

/** Tells readers of this process that a job has said something. */
export class Wakes {
	readonly #emitter = new EventEmitter().setMaxListeners(0);

	wake(id: JobId): void {
		this.#emitter.emit(id);
	}

	/** How many wait for the next word of a job. */
	count(id: JobId): number {
		return this.#emitter.listenerCount(id);
	}

	/** Listen from now on. `woken` settles at the next word, after a while, or when the reader leaves. */
	listen(id: JobId, signal: AbortSignal): { readonly woken: Promise<void>; stop(): void } {
		let settle = () => {};
		const woken = new Promise<void>((resolve) => (settle = resolve));
		const timer = setTimeout(settle, LOOK_AGAIN_MS);
		this.#emitter.once(id, settle);
		signal.addEventListener('abort', settle, { once: true });
		const stop = () => {
			clearTimeout(timer);
			this.#emitter.off(id, settle);
			signal.removeEventListener('abort', settle);
			settle();
		};
		return { woken, stop };
	}
}
