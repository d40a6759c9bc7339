import { kindsBetween, type Facts, type LiveKind } from '#lib/domain/live.ts';

export type Hear = (kinds: readonly LiveKind[], actor: string | null) => void;

interface Options {
	readonly look: () => Promise<Facts>;
	/** How long after a look the next one begins, in ms. */
	readonly everyMs: number;
	/** Called once for failures in a row. */
	readonly onfailure: (cause: unknown) => void;
}

/**
 * One topic that somebody listens to: looked at now and then, so that what another process did is seen too, and at
 * once when something was done here. All who listen share one look.
 */
export class Watch {
	readonly #options: Options;
	readonly #listeners = new Set<Hear>();
	#facts: Facts | undefined;
	#hasFailed = false;
	#hurries = 0;
	#actor: string | null = null;
	#wake = () => {};
	#running: Promise<void> = Promise.resolve();
	#first: Promise<void> | undefined;

	constructor(options: Options) {
		this.#options = options;
	}

	get isHeard(): boolean {
		return this.#listeners.size > 0;
	}

	/** Settles when it was looked at for the first time, so that all that happens from then on is heard. */
	get ready(): Promise<void> {
		return this.#first ?? Promise.resolve();
	}

	/** Settles when it looks no more. */
	get ended(): Promise<void> {
		return this.#running;
	}

	/** @returns how to stop */
	listen(hear: Hear): () => void {
		this.#listeners.add(hear);
		if (this.#listeners.size === 1) this.#begin();
		return () => {
			this.#listeners.delete(hear);
			if (!this.isHeard) this.#wake();
		};
	}

	/** Something was done: look now. */
	hurry(actor: string | null): void {
		this.#hurries++;
		this.#actor = actor;
		this.#wake();
	}

	#begin(): void {
		this.#first = this.#look();
		this.#running = this.#first.then(() => this.#goOn());
	}

	async #goOn(): Promise<void> {
		let seen = 0;
		while (this.isHeard) {
			// Who hurried while a look went on may be right or too late for it: look again, and keep the name.
			if (seen === this.#hurries) {
				this.#actor = null;
				await this.#sleep();
				if (!this.isHeard) return;
			}
			seen = this.#hurries;
			await this.#look();
		}
	}

	#sleep(): Promise<void> {
		return new Promise((resolve) => {
			const timer = setTimeout(resolve, this.#options.everyMs);
			this.#wake = () => {
				clearTimeout(timer);
				resolve();
			};
		});
	}

	async #look(): Promise<void> {
		try {
			const after = await this.#options.look();
			const kinds = this.#facts ? kindsBetween(this.#facts, after) : this.#hasFailed ? (['missed'] as const) : [];
			this.#facts = after;
			this.#hasFailed = false;
			if (kinds.length) for (const hear of this.#listeners) hear(kinds, this.#actor);
		} catch (cause) {
			if (!this.#hasFailed) this.#options.onfailure(cause);
			this.#hasFailed = true;
		}
	}
}
