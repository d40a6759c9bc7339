import type { LiveEvent, LiveKind, LiveTopic } from '#lib/domain/live.ts';

type Word = Omit<LiveEvent, 'seq'>;

/** What one reader has not read yet. The same word twice is one, so a slow reader holds no memory. */
export class Inbox {
	readonly #words = new Map<string, Word>();
	#wake = () => {};

	put(topic: LiveTopic, kinds: readonly LiveKind[], actor: string | null): void {
		for (const kind of kinds) this.#words.set(`${topic} ${kind}`, { topic, kind, actor });
		this.#wake();
	}

	take(): Word[] {
		const words = [...this.#words.values()];
		this.#words.clear();
		return words;
	}

	/** Settles when there is something, or when the reader leaves. */
	async filled(signal: AbortSignal): Promise<void> {
		if (this.#words.size > 0 || signal.aborted) return;
		await new Promise<void>((resolve) => {
			this.#wake = resolve;
			signal.addEventListener('abort', () => resolve(), { once: true });
		});
		this.#wake = () => {};
	}
}
