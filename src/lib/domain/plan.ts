import { z } from 'zod';
import type { AssetKind } from './asset.ts';
import type { AssetUuid, EnvironmentName, Oid } from './ids.ts';

/** What a deploy would do with one object. */
export interface PlanItem {
	readonly kind: AssetKind;
	readonly uuid: AssetUuid;
	readonly name: string;
	readonly path: string;
	/**
	 * - `create`, `update`, `unchanged`: what they say
	 * - `unlink`: on the dashboard there now, not in the commit; the chart itself stays
	 * - `blocked`: cannot be deployed as it is; `reason` says why and what to do
	 */
	readonly action: 'create' | 'update' | 'unchanged' | 'unlink' | 'blocked';
	/** What changes there, in words. */
	readonly sentences: readonly string[];
	/** Differences that no sentence tells, all machine-made. */
	readonly hiddenCount: number;
	/** Somebody edited it there since the last deployment; deploying overwrites that. */
	readonly editedThere: boolean;
	/** Titles of other dashboards there that use it too. */
	readonly alsoUsedBy: readonly string[];
	readonly reason: string | null;
}

/** Something the person should know before: what the target cannot hold, what is taken, what is matched by name. */
export interface PlanNote {
	readonly level: 'info' | 'warning' | 'blocking';
	/** The object, in words. */
	readonly subject: string;
	readonly message: string;
	readonly hint: string | null;
}

export const PlanHash = z
	.string()
	.regex(/^[0-9a-f]{64}$/, 'is not a plan')
	.brand<'PlanHash'>();
export type PlanHash = z.infer<typeof PlanHash>;

/** What a deployment of one commit into one environment would do; see specs/domain/plan.md. */
export interface Plan {
	/** Binds commit, live tree, mapping and target version together. */
	readonly hash: PlanHash;
	readonly environment: EnvironmentName;
	readonly commit: Oid;
	/** The tree of the commit's assets. */
	readonly commitTree: Oid;
	/** The tree that the environment holds now; `null` when the dashboard is not there. */
	readonly liveTree: Oid | null;
	readonly targetVersion: string;
	readonly items: readonly PlanItem[];
	readonly notes: readonly PlanNote[];
	readonly madeAt: number;
}

export const planCounts = (plan: Pick<Plan, 'items'>) => {
	const counts = { create: 0, update: 0, unchanged: 0, unlink: 0, blocked: 0 };
	for (const item of plan.items) counts[item.action] += 1;
	return counts;
};

export const isBlocked = (plan: Plan): boolean =>
	plan.items.some((item) => item.action === 'blocked') || plan.notes.some((note) => note.level === 'blocking');
