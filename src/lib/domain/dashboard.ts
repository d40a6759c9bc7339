import type { AssetChange } from './change.ts';
import type { BranchSummary } from './commit.ts';
import type { Stage } from './environment.ts';
import type { DashboardId, EnvironmentName, Oid } from './ids.ts';

/** Where a dashboard stands in one environment, from what is known in git; nothing is asked of Superset. */
export interface DashboardStop {
	readonly environment: EnvironmentName;
	readonly title: string;
	readonly stage: Stage;
	/** The commit last deployed there, or whose tree is equal to what is live; `null` when there is none. */
	readonly commit: Oid | null;
	/** Names of branches and tags that point at `commit`, most telling first. */
	readonly labels: readonly string[];
	readonly capturedAt: number | null;
	/**
	 * - `absent`: not in this environment, as far as we know
	 * - `recognised`: live equals a commit that we have
	 * - `edited`: live equals no commit: somebody edited it there
	 */
	readonly standing: 'absent' | 'recognised' | 'edited';
	/** The branch that was opened there; of the home, where none was, the default branch; else `null`. */
	readonly shows: string | null;
	/** Whether it holds what the head of `shows` says, as far as its version can; `null` without `shows`. */
	readonly isInStep: boolean | null;
	/** The dashboard's page in that Superset, when we know its number there. */
	readonly href: string | null;
}

/** A dashboard in lists. */
export interface DashboardSummary {
	readonly id: DashboardId;
	readonly title: string;
	/** Environment where it is edited and captured; `null` for one that came from a ZIP. */
	readonly home: EnvironmentName | null;
	readonly defaultBranch: string;
	readonly branchCount: number;
	readonly lastCommit: {
		readonly oid: Oid;
		readonly message: string;
		readonly author: string;
		readonly at: number;
	} | null;
	/** Assets that differ between the default branch and home's live; `null` when it was never captured. */
	readonly changeCount: number | null;
	readonly stops: readonly DashboardStop[];
	/** The layout in small, for the tile: cells on the 12-column grid of the first tab. */
	readonly tile: readonly TileCell[];
}

/** One rectangle of a layout tile. Units: columns (0–12) and rows of the grid, from the top left. */
export interface TileCell {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
	readonly kind: 'chart' | 'text';
}

/** A dashboard found in a Superset, to choose from. */
export interface AvailableDashboard {
	readonly supersetId: number;
	readonly uuid: string;
	readonly title: string;
	readonly slug: string | null;
	readonly published: boolean;
	/** Milliseconds since the Unix epoch. */
	readonly changedAt: number | null;
	readonly changedBy: string | null;
	/** The id here when it is tracked already. */
	readonly trackedAs: DashboardId | null;
}

/** The head of a dashboard's page: everything above its tabs, from git and the database alone. */
export interface DashboardView {
	readonly id: DashboardId;
	readonly title: string;
	readonly home: EnvironmentName | null;
	readonly defaultBranch: string;
	/** The branch that is looked at. */
	readonly branch: BranchSummary;
	/** All branches, the default one first, then by last commit. */
	readonly branches: readonly BranchSummary[];
	/** What only the git remote has, as fetched last, by last commit. */
	readonly remoteBranches: readonly BranchSummary[];
	/** Environments that hold what a branch's head says, files that hold no asset apart; by the branch's name. */
	readonly standsIn: Readonly<Record<string, readonly EnvironmentName[]>>;
	/** Environments in order of stage. */
	readonly stops: readonly DashboardStop[];
	readonly tile: readonly TileCell[];
	/** How many objects the branch's tree holds. */
	readonly counts: { readonly charts: number; readonly datasets: number };
	/** Address of the git remote, without user or secret; `null` when none is connected. */
	readonly remoteUrl: string | null;
	/** Milliseconds since the Unix epoch; `null` when it was not fetched since it was connected. */
	readonly remoteFetchedAt: number | null;
}

/** An export that somebody uploaded to compare it with a branch. */
export interface UploadedFile {
	/** Name of the file: `sales.zip`. */
	readonly name: string;
	/** Who uploaded it. */
	readonly by: string;
}

/** What people changed since a branch's head: in an environment, or in a file that somebody uploaded. */
export interface DashboardChanges {
	/** `null` for a dashboard without one, and for an uploaded file. */
	readonly environment: EnvironmentName | null;
	/** The file that was compared instead of an environment. */
	readonly upload: UploadedFile | null;
	readonly branch: string;
	readonly head: Oid;
	/** The capture that was compared; `null` when the environment was never captured or has no such dashboard. */
	readonly live: Oid | null;
	/** When it was captured or uploaded, in ms since the Unix epoch. */
	readonly capturedAt: number | null;
	readonly assets: readonly AssetChange[];
	/** Assets of which only machine-made keys differ; they are in `assets` too. */
	readonly machineMadeOnly: number;
	/** A first line for the commit's message. */
	readonly suggestedMessage: string;
	/** What a capture found wrong, in words. */
	readonly findings: readonly {
		readonly level: 'error' | 'warning';
		readonly message: string;
		readonly hint: string | null;
	}[];
}
