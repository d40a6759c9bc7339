/** Asks the git remote what is new, behind a page that shows what is known; the server asks nobody when somebody did just now. */
export class RemoteLook {
	isAsking = $state(false);
	/** Why it was not asked, when it was not. */
	failure = $state<string | null>(null);

	readonly #url: () => string | null;
	readonly #onfound: () => void;

	/** @param url where a check is asked for; `null` where no remote is connected */
	constructor(url: () => string | null, onfound: () => void) {
		this.#url = url;
		this.#onfound = onfound;
	}

	async look(): Promise<void> {
		const url = this.#url();
		if (url === null || this.isAsking) return;
		this.isAsking = true;
		try {
			const answer = await fetch(url, { method: 'POST' });
			// Our own server says it; a schema would bring all of zod into the page.
			const body = (await answer.json()) as { how?: string; error?: { message: string } };
			this.failure = body.error?.message ?? null;
			if (body.how === 'fetched') this.#onfound();
		} catch {
			this.failure = 'This server did not answer.';
		} finally {
			this.isAsking = false;
		}
	}
}
