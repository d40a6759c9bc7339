import { on } from 'svelte/events';
import type { LiveEvent } from '#lib/domain/live.ts';
import { LiveConnection, type LiveState, type Surroundings } from './connection.ts';
import { Refresher } from './refresher.ts';

interface Options {
	readonly refresh: () => Promise<void>;
	readonly isBusy: () => boolean;
	/** Everything that was heard since the last load, after the page has been loaded again. */
	readonly onrefreshed?: (events: readonly LiveEvent[]) => void;
}

/** A form that was sent so long ago is taken for the cause of what is heard. */
const OWN_MS = 10_000;

/** The one stream of a page: what is heard on it loads the page's data again; what is typed stays. */
export class Live {
	#state = $state<LiveState>('off');
	#loadedAt = 0;
	#sentAt = -Infinity;
	#heard: LiveEvent[] = [];
	readonly #refresher: Refresher;

	constructor(options: Options) {
		this.#refresher = new Refresher({
			isBusy: options.isBusy,
			refresh: async () => {
				const heard = this.#heard;
				this.#heard = [];
				this.#loadedAt = performance.now();
				await options.refresh();
				options.onrefreshed?.(heard);
			}
		});
	}

	get state(): LiveState {
		return this.#state;
	}

	/** Whether this page sent something a moment ago, so that what is heard is likely its own doing. */
	get hasJustSent(): boolean {
		return performance.now() - this.#sentAt < OWN_MS;
	}

	/** The page has new data, from wherever. */
	loaded(): void {
		this.#loadedAt = performance.now();
	}

	/** Listen to these topics, if there are any. @returns how to stop */
	follow(topics: readonly string[]): () => void {
		if (topics.length === 0) return () => {};
		const query = topics.map((topic) => `topic=${encodeURIComponent(topic)}`).join('&');
		const stopSent = on(window, 'submit', () => (this.#sentAt = performance.now()), { capture: true });
		const connection = new LiveConnection(`/live?${query}`, this.#surroundings(), {
			onevent: (event) => {
				this.#heard.push(event);
				this.#refresher.ask();
			},
			onstate: (state) => (this.#state = state)
		});
		return () => {
			stopSent();
			connection.stop();
			this.#refresher.stop();
			this.#heard = [];
		};
	}

	#surroundings(): Surroundings {
		return {
			open: (url) => new EventSource(url),
			// Whoever is signed in is led away from that page.
			isSignedOut: () =>
				fetch('/sign-in', { redirect: 'manual' }).then(
					({ status }) => status === 200,
					() => false
				),
			isSeen: () => document.visibilityState === 'visible',
			onSeen: (changed) => on(document, 'visibilitychange', changed),
			ageMs: () => performance.now() - this.#loadedAt
		};
	}
}
