import type { LiveEvent } from '#lib/domain/live.ts';

/**
 * `off`: nothing is listened to · `live`: all that happens is heard · `away`: the connection is tried again · `signed-out`:
 * nobody is signed in any more, so it is tried only when the page is seen anew.
 */
export type LiveState = 'off' | 'live' | 'away' | 'signed-out';

/** What a connection needs of the browser. */
export interface Surroundings {
	/** Begin to listen at an address. */
	open(url: string): Pick<EventSource, 'onmessage' | 'onerror' | 'close'>;
	/** Whether the server says that nobody is signed in here; `false` where it says nothing. */
	isSignedOut(): Promise<boolean>;
	/** Whether the page can be seen. */
	isSeen(): boolean;
	/** Call whenever that changes. @returns how to stop */
	onSeen(changed: () => void): () => void;
	/** How old the data of the page is, in ms. */
	ageMs(): number;
}

export interface Listeners {
	onevent(event: LiveEvent): void;
	onstate(state: LiveState): void;
}

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;
/** A browser has few connections to one server, so a page that nobody looks at gives its own back. */
export const HIDDEN_MS = 20_000;

/** How long to wait after so many failures in a row, in ms: 1, 2, 4 … 60 seconds. */
export const waitAfter = (failures: number): number =>
	Math.min(FIRST_WAIT_MS * 2 ** Math.max(0, failures - 1), LONGEST_WAIT_MS);

/** One stream of a page, kept up: tried again when it breaks, let go while the page is hidden for long. */
export class LiveConnection {
	readonly #url: string;
	readonly #around: Surroundings;
	readonly #listeners: Listeners;
	#source: ReturnType<Surroundings['open']> | undefined;
	#failures = 0;
	/** Whether it was heard before, so that what comes now follows a gap. */
	#wasLive = false;
	#timer: ReturnType<typeof setTimeout> | undefined;
	readonly #stopSeen: () => void;

	/** @param url with the topics; the age of the data is added */
	constructor(url: string, around: Surroundings, listeners: Listeners) {
		this.#url = url;
		this.#around = around;
		this.#listeners = listeners;
		this.#stopSeen = around.onSeen(() => this.#seenChanged());
		if (around.isSeen()) this.#connect();
	}

	stop(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		this.#stopSeen();
		this.#source?.close();
		this.#source = undefined;
		this.#listeners.onstate('off');
	}

	#connect(): void {
		clearTimeout(this.#timer);
		const source = this.#around.open(`${this.#url}&age=${Math.round(this.#around.ageMs())}`);
		this.#source = source;
		source.onmessage = ({ data }: MessageEvent<string>) => {
			// Our own server says it; a schema would bring all of zod into the page.
			const event = JSON.parse(data) as LiveEvent;
			if (event.kind === 'ready') this.#ready();
			else this.#listeners.onevent(event);
		};
		source.onerror = () => this.#broken(source);
	}

	#ready(): void {
		this.#failures = 0;
		this.#listeners.onstate('live');
		if (this.#wasLive) this.#listeners.onevent({ seq: 0, topic: null, kind: 'missed', actor: null });
		this.#wasLive = true;
	}

	/** The browser would try again by itself, but not after a refusal, and without knowing how long it should wait. */
	#broken(source: ReturnType<Surroundings['open']>): void {
		if (source !== this.#source) return;
		source.close();
		this.#source = undefined;
		this.#failures++;
		this.#listeners.onstate('away');
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => this.#around.isSeen() && this.#connect(), waitAfter(this.#failures));
		void this.#askWhetherSignedOut();
	}

	/** A stream tells no reason when it ends. */
	async #askWhetherSignedOut(): Promise<void> {
		const timer = this.#timer;
		if (!(await this.#around.isSignedOut()) || !timer || timer !== this.#timer) return;
		clearTimeout(timer);
		this.#listeners.onstate('signed-out');
	}

	#seenChanged(): void {
		if (this.#around.isSeen()) {
			if (this.#source) clearTimeout(this.#timer);
			else this.#connect();
		} else if (this.#source) {
			clearTimeout(this.#timer);
			this.#timer = setTimeout(() => {
				this.#source?.close();
				this.#source = undefined;
				this.#listeners.onstate('off');
			}, HIDDEN_MS);
		}
	}
}
