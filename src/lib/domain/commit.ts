import type { Oid } from './ids.ts';

export interface Person {
	readonly name: string;
	readonly email: string;
}

/** One commit as history shows it. Times: milliseconds since the Unix epoch. */
export interface CommitSummary {
	readonly oid: Oid;
	readonly parents: readonly Oid[];
	readonly tree: Oid;
	readonly author: Person;
	readonly authoredAt: number;
	readonly committer: Person;
	readonly committedAt: number;
	/** First line. */
	readonly subject: string;
	/** The rest, without the blank line between; may be empty. */
	readonly body: string;
}

/** A commit with what points at it. */
export interface HistoryEntry extends CommitSummary {
	readonly branches: readonly string[];
	readonly tags: readonly string[];
	/** Environments whose `deployed` is this commit. */
	readonly deployedTo: readonly string[];
}

export interface BranchSummary {
	/** Of what the git remote has: `origin/<name>`. */
	readonly name: string;
	readonly head: Oid;
	/** `origin`: what the git remote had when it was fetched last; it can be read, and nothing is written to it. */
	readonly place: 'here' | 'origin';
	readonly isDefault: boolean;
	readonly lastCommit: CommitSummary;
	/** Commits that this branch has and the default branch lacks, and the other way round. */
	readonly ahead: number;
	readonly behind: number;
	/** How far it is from the branch of its name on the git remote, as fetched last; `null` when that has none. */
	readonly remote: { readonly head: Oid; readonly ahead: number; readonly behind: number } | null;
}
