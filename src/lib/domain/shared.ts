import type { AssetName } from './asset.ts';
import type { DashboardId, EnvironmentName, Oid } from './ids.ts';
import type { BranchName } from './refs.ts';

/** A chart or dataset that another dashboard uses too, named as that dashboard names it. */
export interface SharedAsset extends AssetName {
	/** Its path in the dashboard that was asked. */
	readonly here: string;
	/**
	 * - `same`: the same change waits there to be committed
	 * - `committed`: the branch there has it already
	 * - `other`: another form was captured there, at another time: look there first
	 */
	readonly form: 'same' | 'committed' | 'other';
}

/** Another dashboard of the same environment that uses some of the same charts and datasets. */
export interface SharedUse {
	readonly dashboardId: DashboardId;
	readonly title: string;
	readonly environment: EnvironmentName;
	/** The branch that its environment shows, with its head; what `live` is compared with. */
	readonly branch: BranchName;
	readonly isDefault: boolean;
	readonly head: Oid;
	readonly live: Oid;
	/** Milliseconds since the Unix epoch. */
	readonly capturedAt: number | null;
	/** Never empty. */
	readonly assets: readonly SharedAsset[];
}
