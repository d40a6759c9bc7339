import { randomUUID } from 'node:crypto';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AssetUuid, DashboardId, DeploymentId, EnvironmentName, JobId, MergeId, Oid } from '#lib/domain/ids.ts';
import { PlanHash, type Plan } from '#lib/domain/plan.ts';
import { BranchName } from '#lib/domain/refs.ts';
import { NO_MAPPING } from '#lib/domain/environment.ts';
import { deleteDashboard, findDashboardByUuid, getDashboard, insertDashboard } from '#lib/server/db/dashboards.ts';
import { migrate, openDatabase, type Db } from '#lib/server/db/database.ts';
import { getDeployment, insertDeployment, listDeployments, updateDeployment } from '#lib/server/db/deployments.ts';
import { findEnvironmentDashboard, upsertEnvironmentDashboard } from '#lib/server/db/environment-dashboards.ts';
import {
	deleteEnvironment,
	getEnvironment,
	insertEnvironment,
	updateEnvironment
} from '#lib/server/db/environments.ts';
import {
	deleteOpenMerge,
	insertOpenMerge,
	listOpenMerges,
	updateOpenMerge,
	type OpenMergeRecord
} from '#lib/server/db/open-merges.ts';
import { findPlan, upsertPlan } from '#lib/server/db/plans.ts';
import { findRemote, upsertRemote } from '#lib/server/db/remotes.ts';
import { appendEvent } from '#lib/server/jobs/events.ts';
import { insertJob } from '#lib/server/db/jobs.ts';
import { listJobEvents } from '#lib/server/db/job-events.ts';
import { migrations } from '#migrations';
import { expect, test } from '#tests/support/app.ts';
import { startProcess } from '#tests/support/process/start.ts';

const dashboardId = DashboardId.parse(randomUUID());
const jobId = JobId.parse(randomUUID());
const dev = EnvironmentName.parse('dev');
const oid = Oid.parse('a'.repeat(40));

const environment = {
	name: dev,
	title: 'Dev',
	url: 'https://dev.example',
	stage: 'dev',
	credentialsKind: 'password',
	username: 'ana',
	sealedCredentials: 'v1.x',
	mapping: NO_MAPPING,
	health: { kind: 'unknown' },
	createdAt: Date.UTC(2026, 0, 1)
} as const;

const deployment = {
	id: DeploymentId.parse(randomUUID()),
	dashboardId,
	environment: dev,
	kind: 'deploy',
	commit: oid,
	safetyCommit: null,
	state: 'running',
	startedBy: 'Ana',
	startedAt: 5,
	finishedAt: null,
	jobId,
	plan: null,
	proof: null,
	failure: null
} as const;

async function fill(db: Db): Promise<void> {
	await insertEnvironment(db, environment);
	await insertDashboard(db, {
		id: dashboardId,
		title: 'Sales',
		dashboard_uuid: AssetUuid.parse(randomUUID()),
		home_environment: null,
		default_branch: BranchName.parse('main'),
		created_at: Date.UTC(2026, 0, 1),
		created_by: 'Ana'
	});
	await upsertEnvironmentDashboard(db, {
		dashboardId,
		environment: dev,
		supersetId: 7,
		changeStamps: { charts: { 1: '2026-01-01' } },
		capturedAt: 9
	});
	await insertDeployment(db, deployment);
}

test('DB-1 every migration is listed, in order of name', () => {
	const files = readdirSync('migrations').filter((name) => name !== 'index.ts');
	expect(Object.keys(migrations).map((name) => `${name}.ts`)).toEqual(files.sort());
	expect(files.filter((name) => !/^\d{8}-[a-z0-9-]+\.ts$/.test(name))).toEqual([]);
});

test('DB-2 a second start changes nothing', async ({ world }) => {
	await fill(world.app.db);
	await migrate(world.app.db);
	const another = await world.startAnother();
	expect((await getDashboard(another.db, dashboardId)).title).toBe('Sales');
});

test('DB-3 a file that is no database is refused', async ({ world }) => {
	const file = join(world.dir, 'broken.sqlite');
	writeFileSync(file, 'this is no database at all, however long it is'.repeat(100));
	expect(() => openDatabase(file)).toThrow(
		expect.objectContaining({ code: 'storage_failed', hint: expect.any(String) })
	);
});

test('DB-3 a database of a newer Dashbranch is refused', async ({ world }) => {
	await world.app.db
		.withTables<{ kysely_migration: { name: string; timestamp: string } }>()
		.insertInto('kysely_migration')
		.values({ name: '29990101-from-the-future', timestamp: '2999' })
		.execute();
	await expect(migrate(world.app.db)).rejects.toMatchObject({
		code: 'storage_failed',
		hint: expect.stringContaining('newer')
	});
});

test('DB-4 what is written comes back as it was', async ({ world: { app } }) => {
	const { db } = app;
	await fill(db);
	const { dashboard_uuid: uuid } = await getDashboard(db, dashboardId);
	expect((await findDashboardByUuid(db, uuid))?.id).toBe(dashboardId);
	expect(await getEnvironment(db, dev)).toEqual(environment);
	await updateEnvironment(db, dev, { title: 'Development' });
	expect(await getEnvironment(db, dev)).toEqual({ ...environment, title: 'Development' });

	const known = await findEnvironmentDashboard(db, { dashboardId, environment: dev });
	expect(known).toMatchObject({ supersetId: 7, changeStamps: { charts: { 1: '2026-01-01' } }, capturedAt: 9 });
	await upsertEnvironmentDashboard(db, { ...known!, supersetId: 8, changeStamps: null });
	expect(await findEnvironmentDashboard(db, known!)).toEqual({ ...known, supersetId: 8, changeStamps: null });

	await updateDeployment(db, deployment.id, { state: 'failed', failure: 'away', finishedAt: 6, safetyCommit: oid });
	const changed = { ...deployment, state: 'failed', failure: 'away', finishedAt: 6, safetyCommit: oid };
	expect(await getDeployment(db, deployment.id)).toEqual(changed);
	expect(await listDeployments(db, { environment: dev })).toEqual([changed]);
});

test('DB-4 a plan and a remote come back as they were', async ({ world: { app } }) => {
	await fill(app.db);
	const hash = PlanHash.parse('0'.repeat(64));
	const plan = { hash, environment: dev, commit: oid, items: [], notes: [], madeAt: 3 } as unknown as Plan;
	await upsertPlan(app.db, dashboardId, plan);
	await upsertPlan(app.db, dashboardId, plan);
	expect(await findPlan(app.db, dashboardId, hash)).toEqual(plan);
	const remote = { dashboardId, sealedAccess: 'v1.y', url: 'https://git.example/x', lastFetchedAt: null };
	await upsertRemote(app.db, remote);
	expect(await findRemote(app.db, dashboardId)).toEqual(remote);
});

test('DB-4 an open merge comes back as it was, a branch has one, and only who read it last changes it', async ({
	world: { app }
}) => {
	const { db } = app;
	await fill(db);
	const merge: OpenMergeRecord = {
		...{ id: MergeId.parse(randomUUID()), dashboardId, purpose: 'pick', branch: BranchName.parse('main') },
		...{ from: 'origin/x', mine: oid, theirs: oid, base: null, paths: ['charts/ä.yaml'], message: 'Say “so”' },
		...{ choices: '{"chart x": {"value": 1.0}}', result: null, startedBy: 'Ana', startedAt: 5, version: 1 }
	};
	expect(await insertOpenMerge(db, merge)).toBe(true);
	expect(await insertOpenMerge(db, { ...merge, id: MergeId.parse(randomUUID()) })).toBe(false);
	expect(await listOpenMerges(db, dashboardId)).toEqual([merge]);
	expect(await updateOpenMerge(db, merge, { choices: '{}', base: oid })).toBe(true);
	expect(await updateOpenMerge(db, merge, { choices: 'late' })).toBe(false);
	expect(await listOpenMerges(db, dashboardId)).toEqual([{ ...merge, choices: '{}', base: oid, version: 2 }]);
	await deleteDashboard(db, dashboardId);
	expect(await listOpenMerges(db, dashboardId)).toEqual([]);
	expect(await deleteOpenMerge(db, merge.id)).toBe(false);
});

test('DB-5 what refers to a dashboard goes with it, past deployments outlive an environment', async ({ world }) => {
	const { db } = world.app;
	await fill(db);
	await deleteEnvironment(db, dev);
	expect(await findEnvironmentDashboard(db, { dashboardId, environment: dev })).toBeUndefined();
	expect(await listDeployments(db)).toHaveLength(1);
	await deleteDashboard(db, dashboardId);
	expect(await listDeployments(db)).toEqual([]);
});

test('DB-6 two processes append to one log without losing or doubling a number', async ({ world }) => {
	const count = 100;
	const job = {
		id: jobId,
		operation: 'test.work',
		title: 't',
		href: null,
		input: null,
		personId: 'p',
		startedBy: 'Ana'
	};
	await insertJob(world.app.db, { ...job, owner: 'o', at: 1 });
	const other = startProcess('tests/support/process/append-events.ts', [world.dir, jobId, String(count)]);
	await other.said('ready');
	const event = { at: 1, kind: 'log', message: 'ours', progress: null, state: 'running' } as const;
	for (let n = 0; n < count; n += 1) {
		await world.app.db.transaction().execute((trx) => appendEvent(trx, { id: jobId, owner: 'o' }, event));
	}
	await other.ended();

	const events = await listJobEvents(world.app.db, jobId, 0);
	expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 2 * count }, (_, n) => n + 1));
	expect(events.filter(({ message }) => message === 'ours')).toHaveLength(count);
});
