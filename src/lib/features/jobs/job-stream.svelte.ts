import { createSubscriber } from 'svelte/reactivity';
import { isFinal, type JobEvent } from '#lib/domain/job.ts';

/**
 * The log of one job, live: what the page was drawn with, then what comes. Connects when something on the page reads it,
 * lets go when nothing does, and asks again from where it was when the connection breaks.
 */
export class JobStream {
	#events: readonly JobEvent[];
	readonly #subscribe: () => void;

	/**
	 * @param url of the job's Server-Sent Events
	 * @param known events that are there already; a job that has ended is not asked for
	 */
	constructor(url: string, known: readonly JobEvent[] = []) {
		this.#events = known;
		this.#subscribe = createSubscriber((update) => {
			if (this.#isOver) return;
			const source = new EventSource(`${url}?after=${this.#events.at(-1)?.seq ?? 0}`);
			source.onmessage = ({ data }) => {
				// Our own server says it; a schema would bring all of zod into the page.
				const event = JSON.parse(data) as JobEvent;
				// After a break the server may send again what is here.
				if (event.seq <= (this.#events.at(-1)?.seq ?? 0)) return;
				this.#events = [...this.#events, event];
				if (isFinal(event.state)) source.close();
				update();
			};
			return () => source.close();
		});
	}

	get #isOver(): boolean {
		const last = this.#events.at(-1);
		return last !== undefined && isFinal(last.state);
	}

	get events(): readonly JobEvent[] {
		this.#subscribe();
		return this.#events;
	}

	get last(): JobEvent | undefined {
		return this.events.at(-1);
	}
}
