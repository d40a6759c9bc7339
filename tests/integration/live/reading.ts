import { onTestFinished } from 'vitest';
import type { LiveEvent } from '#lib/domain/live.ts';
import type { App } from '#lib/server/app.ts';
import { followLive } from '#lib/server/operations/live/follow.ts';
import { execute, type Actor } from '#lib/server/operations/operation.ts';
import { actorOf, contextFor } from '#tests/support/app.ts';

/** What one page hears; `ready` is read already. */
export interface Listening {
	readonly ready: LiveEvent;
	/** The next word; waits for it. */
	next(): Promise<LiveEvent | undefined>;
	leave(): void;
}

/** Listen as a page does; ends with the test. */
export async function listen(
	app: App,
	topics: readonly string[],
	{ actor = actorOf('analyst'), ...rest }: { actor?: Actor; after?: number; ageMs?: number } = {}
): Promise<Listening> {
	const left = new AbortController();
	onTestFinished(() => left.abort());
	const events = await execute(followLive, contextFor(app, actor, left.signal), { topics, ...rest });
	const next = async () => (await events.next()).value as LiveEvent | undefined;
	return { ready: (await next())!, next, leave: () => left.abort() };
}

/** The next words, by their kinds. */
export async function kindsOf(listening: Listening, count: number): Promise<string[]> {
	const kinds: string[] = [];
	while (kinds.length < count) kinds.push((await listening.next())!.kind);
	return kinds;
}
