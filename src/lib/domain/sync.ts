import type { AssetName } from './asset.ts';
import type { Oid } from './ids.ts';
import type { Keep } from './merge/conflict.ts';

/** One file that a pull brings or a push sends. */
export interface SyncFile {
	readonly path: string;
	readonly asset: Pick<AssetName, 'kind' | 'name'> | null;
	readonly change: 'added' | 'modified' | 'removed';
	/** What changed in it, in words; empty for a file that holds no asset. */
	readonly sentences: readonly string[];
}

/** A chart or dataset that an environment has because of this dashboard, and that it needs no more after a pull. */
export interface WillOrphan {
	readonly environment: string;
	readonly asset: Pick<AssetName, 'kind' | 'uuid' | 'name'>;
}

/** What a pull and a push of one branch would do, before anything is done. Answer of `GET …/sync`. */
export interface SyncPreview {
	readonly branch: string;
	readonly head: Oid;
	/** Where the git remote has the branch; `null` where it has none. */
	readonly remote_head: Oid | null;
	readonly remote_state: RemoteState;
	/** Commits that only the remote, and only we, have. */
	readonly behind: number;
	readonly ahead: number;
	readonly to_pull: readonly SyncFile[];
	readonly to_push: readonly SyncFile[];
	/** By asset; `conflicts` of `merge` in words. */
	readonly conflicts: readonly SyncConflict[];
	readonly will_orphan: readonly WillOrphan[];
	readonly is_empty: boolean;
	/** When the remote was asked. Milliseconds since the Unix epoch. */
	readonly fetched_at: number | null;
}

/**
 * `there`: it has the branch · `rewritten`: it has it, but threw away commits that ours still has, so that merging brings
 * them back · `gone`: it had it and has it no more · `unpublished`: it never had it.
 */
export type RemoteState = 'there' | 'rewritten' | 'gone' | 'unpublished';

export interface SyncConflict {
	readonly path: string;
	readonly asset: AssetName;
	/** The questions, one line each: `Row limit: 100 → 200 here, 100 → 50 there`. */
	readonly questions: readonly string[];
}

/** By path of the asset. */
export type ConflictResolutions = Readonly<Record<string, SyncKeep>>;
export type SyncKeep = 'keep_local' | 'keep_remote';
/** What was said of a path, if anything: a file may be called as what every object has. */
export const keepOf = (resolutions: ConflictResolutions, path: string): SyncKeep | undefined =>
	Object.hasOwn(resolutions, path) ? resolutions[path] : undefined;
export const KEEP_OF_SYNC: Readonly<Record<SyncKeep, Keep>> = { keep_local: 'mine', keep_remote: 'theirs' };

/** What became of a pull and a push. */
export type Synced =
	| { readonly kind: 'up_to_date'; readonly head: Oid }
	| {
			readonly kind: 'done';
			readonly head: Oid;
			readonly pulled: 'nothing' | 'fast_forward' | 'merged';
			readonly pushed: boolean;
	  }
	/** Nothing was changed; the merge waits for decisions on its page. */
	| { readonly kind: 'conflicts'; readonly mergeId: string; readonly count: number }
	/** Nothing was changed: these would be orphaned and `confirm_orphans` was not said. */
	| { readonly kind: 'orphans'; readonly will_orphan: readonly WillOrphan[] }
	/** Nothing was changed: the git remote had the branch and deleted it. */
	| { readonly kind: 'remote_gone'; readonly head: Oid; readonly offers: readonly SyncOffer[] }
	/**
	 * What was pulled stays; the host did not take the push. `not_fast_forward`: it has commits that were not pulled;
	 * `moved`: it got new ones each time that we had merged; `refused`: a rule of the host, in its own words.
	 */
	| {
			readonly kind: 'rejected';
			readonly head: Oid;
			readonly reason: 'not_fast_forward' | 'moved' | 'refused';
			readonly message: string;
			readonly offers: readonly SyncOffer[];
	  };

/** A way on, for a page to offer. */
export type SyncOffer =
	| { readonly kind: 'pull_then_push' }
	/** `name`: one that neither we nor the remote have. */
	| { readonly kind: 'new_branch'; readonly name: string }
	/** Only for those who may. `lease`: what would be overwritten; `overwrites`: so many commits that only it has. */
	| { readonly kind: 'force'; readonly lease: Oid; readonly overwrites: number }
	| { readonly kind: 'publish' };

/** What became of a push by force. `kept`: the ref that keeps what was overwritten; `lost`: commits that only that has. */
export type ForcePushed =
	| { readonly kind: 'up_to_date'; readonly head: Oid }
	| {
			readonly kind: 'pushed';
			readonly head: Oid;
			readonly overwritten: Oid;
			readonly kept: string;
			readonly lost: number;
	  }
	/** Nothing was changed. `there`: where the remote has the branch now. */
	| {
			readonly kind: 'rejected';
			readonly head: Oid;
			readonly there: Oid | null;
			readonly reason: 'moved' | 'refused';
			readonly message: string;
	  };
