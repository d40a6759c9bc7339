import type { Changes } from '../change.ts';
import type { CommitSummary } from '../commit.ts';
import type { Oid } from '../ids.ts';
import type { MergedByItself, ToldConflict } from './conflict.ts';

/** `merge`: the commit gets two parents. `pick`: what one commit did comes onto the branch, as a commit with one. */
export type MergePurpose = 'merge' | 'pick';

/** A merge that waits for decisions, as a list shows it. One branch has at most one. */
export interface OpenMergeSummary {
	readonly id: string;
	readonly purpose: MergePurpose;
	/** The branch that it goes into, and where that stood. */
	readonly branch: string;
	readonly mine: Oid;
	/** What comes in, as somebody named it: `origin/main`, `feature/regions`, a tag, the first digits of a commit. */
	readonly from: string;
	readonly theirs: Oid;
	/** Name of who began it. */
	readonly startedBy: string;
	/** Milliseconds since the Unix epoch. */
	readonly startedAt: number;
	readonly decided: number;
	readonly of: number;
}

/** The same with everything that the page of it shows. */
export interface OpenMerge extends OpenMergeSummary {
	/** Where the sides parted; `null` where that was made of several. */
	readonly base: Oid | null;
	readonly conflicts: readonly ToldConflict[];
	readonly automatic: readonly MergedByItself[];
	/** What is wrong with the result so far and with neither side. */
	readonly findings: readonly MergeFinding[];
	/** The branch, or what comes in, moved since: finishing takes in what is new, and asks again only what differs. */
	readonly isBehind: boolean;
	/** Suggested message of the commit; it lists the choices. */
	readonly message: string;
	/** Grows with each decision, so that two people see each other's. */
	readonly version: number;
}

export interface MergeFinding {
	readonly level: 'error' | 'warning';
	readonly message: string;
	readonly hint: string | null;
}

/** What merging would do. */
export interface MergePreview {
	/** `conflicts`: it would wait for decisions. */
	readonly kind: 'up_to_date' | 'fast_forward' | 'merged' | 'conflicts';
	readonly branch: string;
	readonly mine: Oid;
	readonly from: string;
	readonly theirs: Oid;
	/** The commits that come in, at most 1000, and the newest 50 of them. */
	readonly commitCount: number;
	readonly commits: readonly CommitSummary[];
	/** What would change on the branch; a conflict has mine in its place. */
	readonly changes: Changes;
	/** Paths of files that hold no asset and would change. */
	readonly ownFiles: readonly string[];
	readonly conflicts: readonly ToldConflict[];
	readonly automatic: readonly MergedByItself[];
	readonly findings: readonly MergeFinding[];
	/** Suggested message of the commit; empty where there would be none. */
	readonly message: string;
}

/** What became of picking commits onto a branch; `commits`: those that it has now, and of which commit each is. */
export type PickResult = {
	readonly commits: readonly { readonly commit: Oid; readonly of: Oid; readonly message: string }[];
	/** Commits of which the branch had everything already; for them there is no commit. */
	readonly empty: readonly Oid[];
} & (
	| { readonly kind: 'picked' }
	/** The first of `left` waits for decisions; the others come after it. */
	| { readonly kind: 'conflicts'; readonly mergeId: string; readonly count: number; readonly left: readonly Oid[] }
);

/** What became of merging. */
export type MergeStarted =
	| { readonly kind: 'up_to_date' }
	| { readonly kind: 'fast_forward' | 'merged'; readonly commit: Oid; readonly message: string }
	| { readonly kind: 'conflicts'; readonly mergeId: string; readonly count: number };

export type MergeFinished =
	| { readonly kind: 'merged'; readonly commit: Oid; readonly message: string }
	/** `undecided`: those that are left; after the branch moved there may be new ones. */
	| { readonly kind: 'undecided'; readonly undecided: readonly string[] };
