import { z } from 'zod';
import { DashboardId, EnvironmentName, JobId } from './ids.ts';
import type { Permission } from './permission.ts';

/** What a page can listen to: the list of dashboards, one dashboard, one environment, one job. */
export type LiveTopic = 'dashboards' | `dashboard:${string}` | `environment:${string}` | `job:${string}`;

interface TopicRule {
	readonly id: z.ZodType | null;
	readonly permission: Permission;
}

const RULES: Readonly<Record<string, TopicRule>> = {
	dashboards: { id: null, permission: 'dashboard:read' },
	dashboard: { id: DashboardId, permission: 'dashboard:read' },
	environment: { id: EnvironmentName, permission: 'environment:read' },
	job: { id: JobId, permission: 'job:read' }
};

/** `dashboard:<id>` → `['dashboard', '<id>']` */
export const partsOfTopic = (topic: string): readonly [noun: string, id: string] => {
	const at = topic.indexOf(':');
	return at < 0 ? [topic, ''] : [topic.slice(0, at), topic.slice(at + 1)];
};

function isTopic(text: string): boolean {
	const [noun, id] = partsOfTopic(text);
	const rule = Object.hasOwn(RULES, noun) ? RULES[noun] : undefined;
	if (!rule) return false;
	return rule.id === null ? text === noun : rule.id.safeParse(id).success;
}

export const LiveTopic = z.custom<LiveTopic>((text) => typeof text === 'string' && isTopic(text), 'is no topic');

/** The right that somebody needs to hear about it. */
export const permissionOfTopic = (topic: LiveTopic): Permission => RULES[partsOfTopic(topic)[0]]!.permission;

/**
 * What happened. `ready`: from now on everything is heard · `missed`: something may have happened unheard · `commit`: a
 * branch moved · `branch`: one came or went · `tag` · `remote`: the git host was asked · `capture`: an environment holds
 * something else · `merge`: one that waits for decisions began, was decided or ended · `deployment` · `settings` · `lock`: an environment was taken or freed · `job`: its state · `list`: a
 * dashboard came or went, or has another title · `gone`: there is none any more.
 */
export type LiveKind =
	| 'ready'
	| 'missed'
	| 'commit'
	| 'branch'
	| 'tag'
	| 'remote'
	| 'capture'
	| 'merge'
	| 'deployment'
	| 'settings'
	| 'lock'
	| 'job'
	| 'list'
	| 'gone';

/** One word to a page; it holds nothing of what changed, the page loads that itself. */
export interface LiveEvent {
	/** Counts up within a stream, and goes on where one is resumed. */
	readonly seq: number;
	/** `null` with `ready`. */
	readonly topic: LiveTopic | null;
	readonly kind: LiveKind;
	/** Name of the person; `null` where it is not known, as when another process did it. */
	readonly actor: string | null;
}

/** What is known of a topic, each fact by its name: `refs/heads/main` → its object id. Equal facts, nothing happened. */
export type Facts = ReadonlyMap<string, string>;

const KIND_OF_FACT: readonly (readonly [RegExp, LiveKind])[] = [
	[/^refs\/heads\//, 'commit'],
	[/^refs\/tags\//, 'tag'],
	[/^(?:refs\/remotes\/|remote$)/, 'remote'],
	[/^refs\/environments\/[^/]+\/live$/, 'capture'],
	[/^(?:refs\/environments\/[^/]+\/deployed|deployment)$/, 'deployment'],
	[/^merge /, 'merge'],
	[/^settings$/, 'settings'],
	[/^lock$/, 'lock'],
	[/^state$/, 'job'],
	[/^listed /, 'list']
];

/** What happened between two looks, each kind once; facts that no page shows (safety captures) are passed over. */
export function kindsBetween(before: Facts, after: Facts): LiveKind[] {
	const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
		(fact) => before.get(fact) !== after.get(fact)
	);
	if (after.size === 0 && before.has('settings')) return ['gone'];
	const kinds = changed.flatMap((fact) => {
		const kind = KIND_OF_FACT.find(([pattern]) => pattern.test(fact))?.[1];
		if (!kind) return [];
		return [kind === 'commit' && !(before.has(fact) && after.has(fact)) ? 'branch' : kind];
	});
	return [...new Set(kinds)];
}

/** The topics that a piece of work may have touched, by what its input names. The list of dashboards is always one. */
export function topicsNamedIn(input: unknown): LiveTopic[] {
	const { dashboardId, dashboards, environment } = (input ?? {}) as Record<string, unknown>;
	const several = Array.isArray(dashboards) ? (dashboards as ({ dashboardId?: unknown } | null)[]) : [];
	const ids = [dashboardId, ...several.map((one) => one?.dashboardId)];
	const named = [
		...ids.flatMap((id) => (typeof id === 'string' ? [`dashboard:${id}`] : [])),
		...(typeof environment === 'string' ? [`environment:${environment}`] : [])
	];
	return ['dashboards', ...named.flatMap((text) => LiveTopic.safeParse(text).data ?? [])];
}
