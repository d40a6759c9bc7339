import { TooManyAttempts } from '#lib/domain/errors.ts';
import type { LiveEvent, LiveTopic } from '#lib/domain/live.ts';
import type { App } from '../app.ts';
import { factsOf } from './facts.ts';
import { Inbox } from './inbox.ts';
import type { LiveHub, LiveReader } from './live-hub.ts';
import { Watch } from './watch.ts';

/** How long it takes at most, about, until what another process did is seen, in ms. */
const LOOK_EVERY_MS = 3_000;
/** Pages that one person may have open at once; more are told to ask later. */
const STREAMS_PER_PERSON = 20;
/** A page that is older when it begins to listen hears nothing of what happened before. */
const REMEMBERED_MS = 60_000;

/** Looks by itself at what is listened to: git and the database are the truth, so nothing has to be told to it. */
export class WatchingHub implements LiveHub {
	readonly #getApp: () => App;
	readonly #everyMs: number;
	readonly #watches = new Map<LiveTopic, Watch>();
	readonly #readers = new Map<string, number>();
	readonly #done = new Map<LiveTopic, { readonly at: number; readonly actor: string | null }>();
	readonly #dismissed = new AbortController();

	constructor(getApp: () => App, everyMs = LOOK_EVERY_MS) {
		this.#getApp = getApp;
		this.#everyMs = everyMs;
	}

	get readerCount(): number {
		return [...this.#readers.values()].reduce((sum, count) => sum + count, 0);
	}

	get watchedTopics(): readonly LiveTopic[] {
		return [...this.#watches.keys()];
	}

	follow(topics: readonly LiveTopic[], reader: LiveReader): AsyncGenerator<LiveEvent> {
		if ((this.#readers.get(reader.personId) ?? 0) >= STREAMS_PER_PERSON) {
			throw new TooManyAttempts(`You follow what happens on ${STREAMS_PER_PERSON} pages already.`, {
				hint: 'Close some of them; this page shows what is new when you reload it.'
			});
		}
		const until = AbortSignal.any([reader.signal, this.#dismissed.signal]);
		const inbox = new Inbox();
		const watches = topics.map((topic) => [topic, this.#watchOf(topic)] as const);
		const stops = watches.map(([topic, watch]) => watch.listen((kinds, actor) => inbox.put(topic, kinds, actor)));
		this.#count(reader.personId, 1);
		let hasLeft = false;
		const leave = () => {
			if (hasLeft) return;
			hasLeft = true;
			for (const stop of stops) stop();
			for (const [topic, watch] of watches) if (!watch.isHeard) this.#forget(topic, watch);
			this.#count(reader.personId, -1);
		};
		// Beside the generator's end: one that is never begun has none.
		if (until.aborted) leave();
		else until.addEventListener('abort', leave, { once: true });
		return this.#tell({ topics, reader, inbox, until, leave, ready: watches.map(([, watch]) => watch.ready) });
	}

	hurry(topics: readonly LiveTopic[], actor: string | null): void {
		const at = this.#getApp().now();
		for (const topic of topics) {
			this.#done.delete(topic);
			this.#done.set(topic, { at, actor });
			this.#watches.get(topic)?.hurry(actor);
		}
		for (const [topic, done] of this.#done) {
			if (at - done.at < REMEMBERED_MS) break;
			this.#done.delete(topic);
		}
	}

	dismissReaders(): void {
		this.#dismissed.abort();
	}

	async close(): Promise<void> {
		const watches = [...this.#watches.values()];
		this.dismissReaders();
		await Promise.all(watches.map(({ ended }) => ended));
	}

	async *#tell(to: {
		readonly topics: readonly LiveTopic[];
		readonly reader: LiveReader;
		readonly inbox: Inbox;
		readonly until: AbortSignal;
		readonly leave: () => void;
		readonly ready: readonly Promise<void>[];
	}): AsyncGenerator<LiveEvent> {
		let seq = to.reader.after;
		try {
			await Promise.all(to.ready);
			yield { seq: ++seq, topic: null, kind: 'ready', actor: null };
			const since = this.#getApp().now() - to.reader.ageMs;
			for (const topic of to.topics) {
				const done = this.#done.get(topic);
				const isMissed = to.reader.after > 0 || (to.reader.ageMs > 0 && done !== undefined && done.at >= since);
				if (isMissed) yield { seq: ++seq, topic, kind: 'missed', actor: null };
			}
			while (!to.until.aborted) {
				for (const word of to.inbox.take()) yield { seq: ++seq, ...word };
				await to.inbox.filled(to.until);
			}
		} finally {
			to.leave();
		}
	}

	#watchOf(topic: LiveTopic): Watch {
		const known = this.#watches.get(topic);
		if (known) return known;
		const watch = new Watch({
			look: () => factsOf(this.#getApp(), topic),
			everyMs: this.#everyMs,
			onfailure: (err) => this.#getApp().log.warn({ err, topic }, 'could not look whether something changed')
		});
		this.#watches.set(topic, watch);
		return watch;
	}

	#forget(topic: LiveTopic, watch: Watch): void {
		if (this.#watches.get(topic) === watch) this.#watches.delete(topic);
	}

	#count(personId: string, step: 1 | -1): void {
		const count = (this.#readers.get(personId) ?? 0) + step;
		if (count > 0) this.#readers.set(personId, count);
		else this.#readers.delete(personId);
	}
}
