import type { AssetKind } from './asset.ts';
import type { AssetUuid, DashboardId, DeploymentId, EnvironmentName, JobId, Oid } from './ids.ts';

/** One object of the proof. */
export interface ProofItem {
	readonly kind: AssetKind;
	readonly uuid: AssetUuid | null;
	readonly name: string;
	/**
	 * - `equal`: there, byte for byte in canonical form
	 * - `held-back`: equal but for what this Superset cannot hold; `sentences` say what, the plan named it before
	 * - `different`, `missing`: not as deployed
	 */
	readonly standing: 'equal' | 'held-back' | 'different' | 'missing';
	readonly sentences: readonly string[];
}

/** What was found in the environment after the write. */
export interface Proof {
	/** Tree of the commit, and of what the environment holds now. */
	readonly deployedTree: Oid;
	/** The tree that was expected there: `deployedTree` less what the target's version cannot hold. */
	readonly expectedTree: Oid;
	readonly foundTree: Oid;
	readonly items: readonly ProofItem[];
	readonly isProven: boolean;
	readonly provenAt: number;
}

export type DeploymentState = 'running' | 'verified' | 'differs' | 'failed' | 'cancelled';

/** One write into an environment. */
export interface Deployment {
	readonly id: DeploymentId;
	readonly dashboardId: DashboardId;
	readonly environment: EnvironmentName;
	readonly kind: 'deploy' | 'rollback';
	readonly commit: Oid;
	/** Safety capture made before the write: the way back; `null` when nothing was there. */
	readonly safetyCommit: Oid | null;
	readonly state: DeploymentState;
	readonly startedBy: string;
	readonly startedAt: number;
	readonly finishedAt: number | null;
	readonly jobId: JobId;
	readonly proof: Proof | null;
	/** Why it failed, in words. */
	readonly failure: string | null;
}
