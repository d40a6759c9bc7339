import type { App } from '../app.ts';

/** Work under way in this process, by app. The same in another process does no harm. */
const underWay = new WeakMap<App, Map<string, Promise<unknown>>>();

/** Begin a piece of work, or wait for the same one that somebody else began. `key` names the work and what it is about. */
export function sharedWork<Output>(app: App, key: string, begin: () => Promise<Output>): Promise<Output> {
	const works = underWay.get(app) ?? new Map<string, Promise<unknown>>();
	underWay.set(app, works);
	const known = works.get(key);
	// The same key is the same work, so it has the same output.
	if (known) return known as Promise<Output>;
	const begun = begin().finally(() => works.delete(key));
	works.set(key, begun);
	return begun;
}
