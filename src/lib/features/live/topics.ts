import { isFinal, type JobState } from '#lib/domain/job.ts';
import type { LiveTopic } from '#lib/domain/live.ts';

/** A page, as far as it says what it shows. */
export interface ShownPage {
	/** SvelteKit's name of the route. */
	readonly routeId: string | null;
	readonly params: Readonly<Record<string, string | undefined>>;
	readonly data: {
		readonly environments?: unknown;
		readonly jobs?: unknown;
	};
}

/** So many jobs are followed at once; the others are older. */
const MOST_JOBS = 20;

/** What a page listens to: what it shows and can change under it. */
export function topicsOf({ routeId, params, data }: ShownPage): LiveTopic[] {
	const topics: LiveTopic[] = [];
	if (routeId === '/(app)/dashboards') topics.push('dashboards');
	if (params['dashboard']) topics.push(`dashboard:${params['dashboard']}`);
	if (params['environment']) topics.push(`environment:${params['environment']}`);
	if (params['job']) topics.push(`job:${params['job']}`);
	if (routeId === '/(app)/environments') topics.push(...environmentsIn(data.environments));
	if (routeId === '/(app)/jobs') topics.push(...jobsIn(data.jobs));
	return topics;
}

const listOf = (data: unknown): readonly Readonly<Record<string, unknown>>[] => (Array.isArray(data) ? data : []);

const environmentsIn = (data: unknown): LiveTopic[] =>
	listOf(data).flatMap(({ name }) => (typeof name === 'string' ? [`environment:${name}` as const] : []));

const jobsIn = (data: unknown): LiveTopic[] =>
	listOf(data)
		.filter(({ state }) => typeof state === 'string' && !isFinal(state as JobState))
		.slice(0, MOST_JOBS)
		.map(({ id }) => `job:${String(id)}` as const);
