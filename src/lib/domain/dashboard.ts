import type { DashboardId, EnvironmentName, Oid } from './ids.ts';
import type { Stage } from './environment.ts';

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
	readonly lastCommit: { readonly oid: Oid; readonly message: string; readonly author: string; readonly at: number } | null;
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
