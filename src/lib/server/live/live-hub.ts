import type { LiveEvent, LiveTopic } from '#lib/domain/live.ts';

/** Who listens, and from where. */
export interface LiveReader {
	readonly personId: string;
	/** The last `seq` that was heard; above 0 the stream is resumed. */
	readonly after: number;
	/** How old the data of the page is, in ms: what was done since is told. */
	readonly ageMs: number;
	readonly signal: AbortSignal;
}

/** Tells pages that something which they show has changed. A database that notifies could stand behind it as well. */
export interface LiveHub {
	/**
	 * What happens to these topics from now on, until the reader leaves.
	 *
	 * @throws {TooManyAttempts} when the person listens on too many pages already.
	 */
	follow(topics: readonly LiveTopic[], reader: LiveReader): AsyncGenerator<LiveEvent>;
	/** Something was done to these topics: whoever listens hears it at once, if it made a difference. */
	hurry(topics: readonly LiveTopic[], actor: string | null): void;
	/** How many pages of this process listen. */
	readonly readerCount: number;
	/** What is listened to, and so looked at. */
	readonly watchedTopics: readonly LiveTopic[];
	/** Send every reader away. */
	dismissReaders(): void;
	/** The same, and wait until nothing is looked at any more. */
	close(): Promise<void>;
}
