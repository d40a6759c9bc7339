/** What the last look by itself said. */
export type LookState =
	{ readonly kind: 'idle' } | { readonly kind: 'failed'; readonly message: string; readonly hint: string | null };

interface Options {
	/** Where a look is asked for. */
	readonly url: string;
	/** Something was found; or the time of the last look moved. */
	readonly onlooked: (changed: boolean) => void;
}

const EVERY_MS = 60_000;
/** Who comes back has just pressed save: Superset may write it a moment after the first look. */
const SOON_MS = 4_000;
/** After a failure the next look waits longer each time, up to this. */
const LONGEST_MS = 10 * 60_000;

/**
 * Looks whether somebody edited a dashboard in Superset, without being asked: when the page opens, when it gets the
 * focus again, and once a minute while it is seen. The server asks nobody when somebody looked a moment ago.
 */
export class AutoCheck {
	#state = $state<LookState>({ kind: 'idle' });
	/** Beside the state, since whoever starts to look must not be started again by what it finds. */
	#isLooking = false;
	/** The next look comes soon, once. */
	#isBack = false;
	#failures = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#stopped = false;
	readonly #options: Options;

	constructor(options: Options) {
		this.#options = options;
	}

	get state(): LookState {
		return this.#state;
	}

	/** Begin to look. @returns how to stop */
	start(): () => void {
		const seen = () => {
			if (document.visibilityState !== 'visible') return;
			this.#isBack = true;
			void this.#look();
		};
		document.addEventListener('visibilitychange', seen);
		window.addEventListener('focus', seen);
		seen();
		return () => {
			this.#stopped = true;
			clearTimeout(this.#timer);
			document.removeEventListener('visibilitychange', seen);
			window.removeEventListener('focus', seen);
		};
	}

	async #look(): Promise<void> {
		if (this.#isLooking) return;
		this.#isLooking = true;
		clearTimeout(this.#timer);
		const found = await ask(this.#options.url);
		this.#isLooking = false;
		if (this.#stopped) return;
		this.#failures = found.kind === 'failed' ? this.#failures + 1 : 0;
		this.#state = found.kind === 'failed' ? found : { kind: 'idle' };
		if (found.kind === 'looked') this.#options.onlooked(found.changed);
		this.#again();
	}

	#again(): void {
		const wait = this.#isBack && this.#failures === 0 ? SOON_MS : Math.min(EVERY_MS * 2 ** this.#failures, LONGEST_MS);
		this.#isBack = false;
		this.#timer = setTimeout(() => document.visibilityState === 'visible' && void this.#look(), wait);
	}
}

type Found =
	| { readonly kind: 'fresh' }
	| { readonly kind: 'looked'; readonly changed: boolean }
	| (LookState & { kind: 'failed' });

async function ask(url: string): Promise<Found> {
	try {
		const answer = await fetch(url, { method: 'POST' });
		// Our own server says it; a schema would bring all of zod into the page.
		const body = (await answer.json()) as {
			how?: string;
			changed?: boolean;
			error?: { message: string; hint?: string };
		};
		if (body.error) return { kind: 'failed', message: body.error.message, hint: body.error.hint ?? null };
		return body.how === 'fresh' ? { kind: 'fresh' } : { kind: 'looked', changed: body.changed === true };
	} catch {
		// Away, or restarting: the next look says so again if it lasts.
		return { kind: 'failed', message: 'This server did not answer.', hint: 'It is asked again by itself.' };
	}
}
