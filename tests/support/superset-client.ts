import { SupersetUnreachable } from '#lib/domain/errors.ts';
import type { SupersetAccess } from '#lib/server/app.ts';
import type { SupersetClient } from '#lib/server/superset/client.ts';

/** What was asked of the Supersets of a test. */
export interface Asked {
	/** Every access that a client was made for, in order. */
	readonly made: SupersetAccess[];
	/** How many of them were closed. */
	closed: number;
}

/**
 * A port that answers `describe` and nothing else: a Superset whose address has `away` in it is not reached. What
 * Superset really answers is tested with the client itself.
 */
export function describingSupersets(): { asked: Asked; supersetOf: (access: SupersetAccess) => SupersetClient } {
	const asked: Asked = { made: [], closed: 0 };
	const supersetOf = (access: SupersetAccess): SupersetClient => {
		asked.made.push(access);
		const client: Pick<SupersetClient, 'url' | 'describe' | 'close'> = {
			url: access.url,
			async describe() {
				if (!access.url.includes('away')) return { version: '6.1.0', account: 'robot', latencyMs: 12, missing: [] };
				throw new SupersetUnreachable(`${access.url} does not answer.`, { hint: 'Start it.' });
			},
			async close() {
				asked.closed += 1;
			}
		};
		return client as SupersetClient;
	};
	return { asked, supersetOf };
}
