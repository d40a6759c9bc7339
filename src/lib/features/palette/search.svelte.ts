import { addressOf } from '#lib/ui/address.ts';
import { LONGEST_QUERY, type PaletteHit } from '#lib/domain/palette.ts';

/** Typing goes on: ask for the last of it. */
const PAUSE_MS = 120;

/** What the server finds for what is typed; what was found before stays until there is something newer. */
export class PaletteSearch {
	#hits = $state.raw<readonly PaletteHit[]>([]);
	#isBusy = $state(false);
	#hasFailed = $state(false);
	readonly #dashboard: string | undefined;

	/** @param dashboard whose branches, tags and commits are found too */
	constructor(dashboard: string | undefined) {
		this.#dashboard = dashboard;
	}

	get hits(): readonly PaletteHit[] {
		return this.#hits;
	}

	get isBusy(): boolean {
		return this.#isBusy;
	}

	get hasFailed(): boolean {
		return this.#hasFailed;
	}

	/** Ask for it after a short pause. @returns how to give up */
	ask(typed: string): () => void {
		const q = typed.trim().slice(0, LONGEST_QUERY);
		this.#isBusy = q !== '';
		if (q === '') this.#hits = [];
		if (q === '') return () => {};
		const over = new AbortController();
		const timer = setTimeout(() => void this.#find(q, over.signal), PAUSE_MS);
		return () => {
			clearTimeout(timer);
			over.abort();
		};
	}

	async #find(q: string, signal: AbortSignal): Promise<void> {
		try {
			const answer = await fetch(addressOf('/palette', { q, dashboard: this.#dashboard }), { signal });
			if (!answer.ok) throw new Error(`status ${answer.status}`);
			// Our own server says it; a schema would bring all of zod into the page.
			const { hits } = (await answer.json()) as { hits: readonly PaletteHit[] };
			if (signal.aborted) return;
			this.#hits = hits;
			this.#hasFailed = false;
		} catch {
			if (signal.aborted) return;
			this.#hasFailed = true;
		}
		this.#isBusy = false;
	}
}
