import type { AssetKind } from './asset.ts';
import type { BranchName } from './refs.ts';
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
	/** Tree of the commit's assets, and of what the environment holds now. */
	readonly deployedTree: Oid;
	/** The tree that was expected there: `deployedTree` less what the target's version cannot hold. */
	readonly expectedTree: Oid;
	readonly foundTree: Oid;
	readonly items: readonly ProofItem[];
	readonly isProven: boolean;
	readonly provenAt: number;
}

/** What an environment was opened with, so that edits there can be told from what a branch got elsewhere. */
export interface ShownBranch {
	/** `null`: nobody opened one; the home shows the default branch then. */
	readonly branch: BranchName | null;
	/** The commit that edits there are made on top of; `null`: nobody knows, so the branch's head. */
	readonly since: Oid | null;
}

/**
 * - `deploy`: a commit that somebody planned for an environment
 * - `rollback`: what was there before another write
 * - `apply`: a branch opened in the environment where it is edited
 * - `discard`: changes there put back to a branch's form
 * - `bring-back`: changes that were set aside
 */
export type DeploymentKind = 'deploy' | 'rollback' | 'apply' | 'discard' | 'bring-back';

export type DeploymentState = 'running' | 'verified' | 'differs' | 'failed' | 'cancelled';

/** One write into an environment. */
export interface Deployment {
	readonly id: DeploymentId;
	readonly dashboardId: DashboardId;
	readonly environment: EnvironmentName;
	readonly kind: DeploymentKind;
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
