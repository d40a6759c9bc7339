import type { Selectable } from 'kysely';
import type { ShownBranch } from '#lib/domain/deployment.ts';
import type { DashboardId, EnvironmentName } from '#lib/domain/ids.ts';
import type { Db } from './database.ts';
import { fromJson, fromJsonOrNull, toJsonOrNull } from './json.ts';
import type { EnvironmentDashboardTable } from './schema.ts';

/** What the last capture of one dashboard in one environment knew. */
export interface EnvironmentDashboard {
	readonly dashboardId: DashboardId;
	readonly environment: EnvironmentName;
	/** Superset's number of it there. */
	readonly supersetId: number | null;
	/** As the Superset client gave them; whoever reads them parses them. */
	readonly changeStamps: unknown;
	readonly capturedAt: number | null;
}

const environmentDashboardOf = (row: Selectable<EnvironmentDashboardTable>): EnvironmentDashboard => ({
	dashboardId: row.dashboard_id,
	environment: row.environment,
	supersetId: row.superset_id,
	changeStamps: fromJsonOrNull(row.change_stamps),
	capturedAt: row.captured_at
});

export async function findEnvironmentDashboard(
	db: Db,
	of: { dashboardId: DashboardId; environment: EnvironmentName }
): Promise<EnvironmentDashboard | undefined> {
	const row = await db
		.selectFrom('environment_dashboard')
		.selectAll()
		.where('dashboard_id', '=', of.dashboardId)
		.where('environment', '=', of.environment)
		.executeTakeFirst();
	return row && environmentDashboardOf(row);
}

/** All of one dashboard, or of all dashboards. */
export async function listEnvironmentDashboards(db: Db, dashboardId?: DashboardId): Promise<EnvironmentDashboard[]> {
	const rows = await db
		.selectFrom('environment_dashboard')
		.selectAll()
		.$if(dashboardId !== undefined, (query) => query.where('dashboard_id', '=', dashboardId!))
		.execute();
	return rows.map(environmentDashboardOf);
}

/** Write what a capture knew, over what the one before knew. */
export async function upsertEnvironmentDashboard(db: Db, known: EnvironmentDashboard): Promise<void> {
	const columns = {
		superset_id: known.supersetId,
		change_stamps: toJsonOrNull(known.changeStamps),
		captured_at: known.capturedAt
	};
	await db
		.insertInto('environment_dashboard')
		.values({ dashboard_id: known.dashboardId, environment: known.environment, ...columns })
		.onConflict((conflict) => conflict.columns(['dashboard_id', 'environment']).doUpdateSet(columns))
		.execute();
}

/** What each environment was opened with; those of which nothing is known are left out. */
export async function listShownBranches(db: Db, dashboardId: DashboardId): Promise<Map<EnvironmentName, ShownBranch>> {
	const rows = await db
		.selectFrom('environment_dashboard')
		.select(['environment', 'shown'])
		.where('dashboard_id', '=', dashboardId)
		.execute();
	return new Map(
		rows.flatMap(({ environment, shown }) =>
			shown === null ? [] : [[environment, fromJson<ShownBranch>(shown)] as const]
		)
	);
}

/** What one environment was opened with, by dashboard; those of which nothing is known are left out. */
export async function listBranchesShownIn(
	db: Db,
	environment: EnvironmentName
): Promise<Map<DashboardId, ShownBranch>> {
	const rows = await db
		.selectFrom('environment_dashboard')
		.select(['dashboard_id', 'shown'])
		.where('environment', '=', environment)
		.where('shown', 'is not', null)
		.execute();
	return new Map(rows.map(({ dashboard_id, shown }) => [dashboard_id, fromJson<ShownBranch>(shown!)]));
}

/** What an environment shows from now on; what the last capture knew stays. */
export async function updateShownBranch(
	db: Db,
	of: { dashboardId: DashboardId; environment: EnvironmentName },
	shown: ShownBranch | null
): Promise<void> {
	await db
		.updateTable('environment_dashboard')
		.set({ shown: toJsonOrNull(shown) })
		.where('dashboard_id', '=', of.dashboardId)
		.where('environment', '=', of.environment)
		.execute();
}

/** The dashboard is not in that environment any more, or what we knew of it is in doubt. */
export async function deleteEnvironmentDashboard(
	db: Db,
	of: { dashboardId: DashboardId; environment: EnvironmentName }
): Promise<void> {
	await db
		.deleteFrom('environment_dashboard')
		.where('dashboard_id', '=', of.dashboardId)
		.where('environment', '=', of.environment)
		.execute();
}
