import type { Selectable } from 'kysely';
import type { Deployment, DeploymentState, Proof, ShownBranch } from '#lib/domain/deployment.ts';
import { NotFound } from '#lib/domain/errors.ts';
import type { DashboardId, DeploymentId, EnvironmentName, JobId, Oid } from '#lib/domain/ids.ts';
import type { Plan } from '#lib/domain/plan.ts';
import type { Db } from './database.ts';
import { fromJson, fromJsonOrNull, toJsonOrNull } from './json.ts';
import type { DeploymentTable } from './schema.ts';

/** A deployment with the plan that it followed; `null` for a rollback that had none. */
export interface DeploymentRecord extends Deployment {
	readonly plan: Plan | null;
	/** What the environment showed before; absent where nothing was opened there. */
	readonly shownBefore?: ShownBranch;
}

const deploymentOf = (row: Selectable<DeploymentTable>): DeploymentRecord => ({
	id: row.id,
	dashboardId: row.dashboard_id,
	environment: row.environment,
	kind: row.kind,
	commit: row.commit_oid,
	safetyCommit: row.safety_commit,
	state: row.state,
	startedBy: row.started_by,
	startedAt: row.started_at,
	finishedAt: row.finished_at,
	jobId: row.job_id,
	plan: fromJsonOrNull(row.plan),
	proof: fromJsonOrNull(row.proof),
	failure: row.failure,
	...(row.shown_before !== null && { shownBefore: fromJson<ShownBranch>(row.shown_before) })
});

export async function insertDeployment(db: Db, deployment: DeploymentRecord): Promise<void> {
	await db
		.insertInto('deployment')
		.values({
			id: deployment.id,
			dashboard_id: deployment.dashboardId,
			environment: deployment.environment,
			kind: deployment.kind,
			commit_oid: deployment.commit,
			safety_commit: deployment.safetyCommit,
			state: deployment.state,
			started_by: deployment.startedBy,
			started_at: deployment.startedAt,
			finished_at: deployment.finishedAt,
			job_id: deployment.jobId,
			plan: toJsonOrNull(deployment.plan),
			proof: toJsonOrNull(deployment.proof),
			failure: deployment.failure,
			shown_before: toJsonOrNull(deployment.shownBefore ?? null)
		})
		.execute();
}

/** Change what is named; the rest stays. */
export async function updateDeployment(
	db: Db,
	id: DeploymentId,
	change: {
		state?: DeploymentState;
		safetyCommit?: Oid | null;
		finishedAt?: number;
		proof?: Proof;
		failure?: string;
	}
): Promise<void> {
	await db
		.updateTable('deployment')
		.set({
			...(change.state !== undefined && { state: change.state }),
			...(change.safetyCommit !== undefined && { safety_commit: change.safetyCommit }),
			...(change.finishedAt !== undefined && { finished_at: change.finishedAt }),
			...(change.proof !== undefined && { proof: toJsonOrNull(change.proof) }),
			...(change.failure !== undefined && { failure: change.failure })
		})
		.where('id', '=', id)
		.execute();
}

/** @throws {NotFound} when no deployment has this id. */
export async function getDeployment(db: Db, id: DeploymentId): Promise<DeploymentRecord> {
	const row = await db.selectFrom('deployment').selectAll().where('id', '=', id).executeTakeFirst();
	if (!row) throw new NotFound('deployment', id);
	return deploymentOf(row);
}

/** Newest first. */
export async function listDeployments(
	db: Db,
	of: { dashboardId?: DashboardId; environment?: EnvironmentName; limit?: number } = {}
): Promise<DeploymentRecord[]> {
	const rows = await db
		.selectFrom('deployment')
		.selectAll()
		.$if(of.dashboardId !== undefined, (query) => query.where('dashboard_id', '=', of.dashboardId!))
		.$if(of.environment !== undefined, (query) => query.where('environment', '=', of.environment!))
		.orderBy('started_at', 'desc')
		.orderBy('id')
		.limit(of.limit ?? 100)
		.execute();
	return rows.map(deploymentOf);
}

/** A job that ended without a word leaves no deployment that seems to run for ever. */
export async function failRunningDeployments(db: Db, of: { jobId: JobId; at: number; failure: string }): Promise<void> {
	await db
		.updateTable('deployment')
		.set({ state: 'failed', finished_at: of.at, failure: of.failure })
		.where('job_id', '=', of.jobId)
		.where('state', '=', 'running')
		.execute();
}
