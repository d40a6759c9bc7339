const TOGETHER_MS = 250;

interface Options {
	/** Load the page's data again. */
	readonly refresh: () => Promise<void>;
	/** The page is on its way somewhere: to load now would stop it, and it loads by itself. */
	readonly isBusy: () => boolean;
}

/** Loads a page again after what it heard: once for words that come close together, one load at a time. */
export class Refresher {
	readonly #options: Options;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#isLoading = false;
	#isAsked = false;

	constructor(options: Options) {
		this.#options = options;
	}

	ask(): void {
		this.#isAsked = true;
		if (this.#timer === undefined && !this.#isLoading) this.#timer = setTimeout(() => void this.#load(), TOGETHER_MS);
	}

	stop(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		this.#isAsked = false;
	}

	async #load(): Promise<void> {
		this.#timer = undefined;
		if (this.#options.isBusy()) return this.ask();
		this.#isAsked = false;
		this.#isLoading = true;
		try {
			await this.#options.refresh();
		} finally {
			this.#isLoading = false;
			if (this.#isAsked) this.ask();
		}
	}
}
