import type { z } from 'zod';
import type { Changes } from '#lib/domain/change.ts';
import { DashboardId } from '#lib/domain/ids.ts';
import type { App } from '#lib/server/app.ts';
import { getJob } from '#lib/server/db/jobs.ts';
import { openBranch } from '#lib/server/operations/apply/open.ts';
import { createBranch } from '#lib/server/operations/branch/create.ts';
import { createCommit } from '#lib/server/operations/commit/create.ts';
import { availableDashboards } from '#lib/server/operations/dashboard/available.ts';
import { captureAllDashboards } from '#lib/server/operations/dashboard/capture-all.ts';
import { captureDashboard } from '#lib/server/operations/dashboard/capture.ts';
import { dashboardChanges } from '#lib/server/operations/dashboard/changes.ts';
import { trackDashboard } from '#lib/server/operations/dashboard/track.ts';
import { startDeployment } from '#lib/server/operations/deployment/start.ts';
import { createEnvironment } from '#lib/server/operations/environment/create.ts';
import { testEnvironment } from '#lib/server/operations/environment/test.ts';
import { execute, type Actor, type Operation } from '#lib/server/operations/operation.ts';
import { makeDeploymentPlan } from '#lib/server/operations/plan/make.ts';
import { createDashboardTag } from '#lib/server/operations/tag/create.ts';
import { demoHistory, DEMO_DASHBOARD, type Demo, type DemoCommit } from '#tests/support/practice-superset/demo.ts';
import { applyEdit } from '#tests/support/practice-superset/demo/edits.ts';

const ADMIN: Actor = { personId: 'demo', name: 'Dashbranch', email: 'demo@example.com', role: 'admin' };
const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
/** After which step of the history what was released where. */
const RELEASES = new Map([
	[6, { tag: 'v1.1', to: ['staging', 'prod'] }],
	[8, { tag: 'v1.2', to: ['staging', 'prod'] }],
	[9, { tag: 'v1.3', to: ['staging'] }]
]);
const BY_HAND_MS = 3 * DAY_MS;
const TODAY_MS = 2 * 3_600_000;
/** Branches that went their own way since a release: one merges into main without a question, one does not. */
const ASIDE: readonly AsideBranch[] = [
	{
		...{ name: 'feature/customers', from: 'v1.2', message: 'Give customers and target half a row each' },
		...{ author: { name: 'Ines', email: 'ines@example.com' }, daysAgo: 4 },
		edits: [
			{ op: 'resize', chart: 'customers-by-country', width: 6 },
			{ op: 'renameChart', chart: 'target', title: 'Revenue target by month' },
			{ op: 'addTab', title: 'Returns' }
		]
	},
	{
		...{ name: 'feature/wording', from: 'v1.1', message: 'Say who answers questions' },
		...{ author: { name: 'Noah', email: 'noah@example.com' }, daysAgo: 3 },
		edits: [
			{ op: 'setNote', note: 'note', text: '### Sales\nAll numbers are in euros.\nQuestions: ask Mia.' },
			{ op: 'resize', chart: 'top-products', width: 6 },
			{ op: 'renameChart', chart: 'countries', title: 'Revenue by country' }
		]
	}
];

interface AsideBranch {
	readonly name: string;
	readonly from: string;
	readonly message: string;
	readonly author: DemoCommit['author'];
	readonly daysAgo: number;
	readonly edits: readonly Parameters<typeof applyEdit>[2][];
}

const UNCOMMITTED: readonly Parameters<typeof applyEdit>[2][] = [
	{ op: 'setMetric', chart: 'by-channel', metric: 'orders' },
	{ op: 'renameChart', chart: 'by-channel', title: 'Orders by channel' },
	{ op: 'move', chart: 'basket', direction: 'left' },
	{
		op: 'setSql',
		dataset: 'orders_net',
		sql: "SELECT\n  date_trunc('month', o.ordered_at) AS month,\n  o.category,\n  o.channel,\n  SUM(o.amount - o.discount) - COALESCE(SUM(r.amount), 0) AS net\nFROM sales.orders AS o\nLEFT JOIN sales.returns AS r USING (order_id)\nWHERE NOT o.is_test\nGROUP BY 1, 2, 3\n"
	}
];

/** Fill an empty Dashbranch with what five weeks of work would have left there. `setNow(null)`: the clock again. */
export async function fillDemo(app: App, demo: Demo, setNow: (at: number | null) => void): Promise<void> {
	const history = demoHistory();
	const start = history[0]?.at ?? Date.now();
	setNow(start - WEEK_MS);
	for (const { environment, url } of [demo.dev, demo.staging, demo.prod]) {
		await execute(createEnvironment, contextOf(app, ADMIN), {
			name: environment,
			title: { dev: 'Development', staging: 'Staging', prod: 'Production' }[environment],
			url,
			stage: environment,
			credentials: { kind: 'password', username: 'admin', password: 'admin12345', provider: 'db' }
		});
	}
	const { dashboards } = await execute(availableDashboards, contextOf(app, ADMIN), { environment: 'dev' });
	let main: DashboardId | undefined;
	for (const { supersetId, uuid } of [...dashboards].reverse()) {
		setNow(uuid === DEMO_DASHBOARD.uuid ? start : start - WEEK_MS);
		const { dashboardId } = await runJob(app, trackDashboard, { environment: 'dev', supersetId });
		const id = DashboardId.parse(dashboardId);
		if (uuid === DEMO_DASHBOARD.uuid) main = id;
		else
			for (const environment of ['staging', 'prod'])
				await runJob(app, captureDashboard, { dashboardId: id, environment });
	}
	if (main) await replay(app, demo, { dashboardId: main, history, setNow });
	setNow(null);
	for (const { environment } of [demo.dev, demo.staging, demo.prod]) {
		await execute(testEnvironment, contextOf(app, ADMIN), { name: environment });
		await runJob(app, captureAllDashboards, { environment });
	}
}

async function replay(
	app: App,
	demo: Demo,
	at: { dashboardId: DashboardId; history: readonly DemoCommit[]; setNow: (at: number | null) => void }
): Promise<void> {
	const { dashboardId, history, setNow } = at;
	for (const [step, commit] of history.entries()) {
		if (step === 0) continue;
		setNow(commit.at);
		commit.apply(demo);
		await runJob(app, captureDashboard, { dashboardId, environment: 'dev' });
		const branch = step === history.length - 1 ? 'feature/year' : 'main';
		if (branch !== 'main') await execute(createBranch, contextOf(app, ADMIN), { dashboardId, name: branch });
		await commitAll(app, { dashboardId, branch, commit });
		const release = RELEASES.get(step);
		if (!release) continue;
		setNow(commit.at + 2 * 3_600_000);
		await execute(createDashboardTag, contextOf(app, ADMIN), { dashboardId, name: release.tag, commit: 'main' });
		for (const environment of release.to) await deploy(app, dashboardId, environment);
	}
	for (const aside of ASIDE) await commitAside(app, demo, { dashboardId, aside, setNow });
	// Somebody went on with main in dev, and has not committed it yet.
	setNow(Date.now() - TODAY_MS);
	await runJob(app, openBranch, { dashboardId, branch: 'main' });
	for (const edit of UNCOMMITTED) applyEdit(demo.dev.state, DEMO_DASHBOARD.key, edit);
	await runJob(app, captureDashboard, { dashboardId, environment: 'dev' });
	const edit = { op: 'renameChart', chart: 'by-channel', title: 'Sales channels' } as const;
	setNow(Date.now() - BY_HAND_MS);
	applyEdit(demo.prod.state, DEMO_DASHBOARD.key, edit);
	await runJob(app, captureDashboard, { dashboardId, environment: 'prod' });
	await runJob(app, captureDashboard, { dashboardId, environment: 'staging' });
}

async function commitAside(
	app: App,
	demo: Demo,
	of: { dashboardId: DashboardId; aside: AsideBranch; setNow: (at: number | null) => void }
): Promise<void> {
	const { dashboardId, aside, setNow } = of;
	const { name: branch, from, daysAgo, edits } = aside;
	setNow(Date.now() - daysAgo * DAY_MS);
	await execute(createBranch, contextOf(app, ADMIN), { dashboardId, name: branch, from });
	await runJob(app, openBranch, { dashboardId, branch });
	for (const edit of edits) applyEdit(demo.dev.state, DEMO_DASHBOARD.key, edit);
	await runJob(app, captureDashboard, { dashboardId, environment: 'dev' });
	await commitAll(app, { dashboardId, branch, commit: aside });
}

async function commitAll(
	app: App,
	of: { dashboardId: DashboardId; branch: string; commit: Pick<DemoCommit, 'author' | 'message'> }
): Promise<void> {
	const { dashboardId, branch, commit } = of;
	const author: Actor = { personId: commit.author.name, ...commit.author, role: 'analyst' };
	const changes: Pick<Changes, 'assets'> & { head: string; live: string | null } = await execute(
		dashboardChanges,
		contextOf(app, author),
		{ dashboardId, branch }
	);
	if (changes.assets.length === 0) return;
	await execute(createCommit, contextOf(app, author), {
		dashboardId,
		branch,
		message: commit.message,
		paths: 'all',
		expectedHead: changes.head,
		live: changes.live
	});
}

async function deploy(app: App, dashboardId: DashboardId, environment: string): Promise<void> {
	const plan = await execute(makeDeploymentPlan, contextOf(app, ADMIN), { dashboardId, commit: 'main', environment });
	await runJob(app, startDeployment, { dashboardId, planHash: plan.hash });
}

const contextOf = (app: App, actor: Actor) => ({
	app,
	actor,
	signal: new AbortController().signal,
	job: null,
	report: async () => {},
	log: async () => {},
	warn: async () => {}
});

async function runJob<Schema extends z.ZodType, Output>(
	app: App,
	operation: Operation<Schema, Output>,
	input: unknown
) {
	const id = await app.jobs.start(operation, ADMIN, input);
	await app.jobs.finished(id);
	const job = await getJob(app.db, id);
	if (job.state !== 'succeeded') throw new Error(`${job.title}: ${job.error?.message ?? job.state}`);
	return job.result as Awaited<Output>;
}
