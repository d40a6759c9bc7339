import { expect, test } from 'vitest';
import { DashboardId } from '#lib/domain/ids.ts';
import { planCounts, type Plan } from '#lib/domain/plan.ts';
import { trackZip } from '#lib/server/operations/dashboard/track-zip.ts';
import { updateEnvironment } from '#lib/server/operations/environment/update.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { showPlan } from '#lib/server/operations/plan/show.ts';
import { contextFor } from '#tests/support/app.ts';
import {
	chartIn,
	dashboardIn,
	describeDataset,
	heldBy,
	renameChart,
	retitleDashboard,
	takeOffDashboard
} from '#tests/support/operations/edits.ts';
import {
	connectionOnly,
	DATASET,
	OWN_CHART,
	practiceWorld,
	PROD_SHOP,
	recording,
	SHARED_CHART,
	SLUG,
	TITLE
} from '#tests/support/operations/practice-world.ts';
import { captureAndCommit, planFor, requestsDuring, writesIn } from '#tests/support/operations/steps.ts';
import { deployMain, JobFailed, runJob, trackBySlug } from '#tests/support/whole-way.ts';
import { startDeployment } from '#lib/server/operations/deployment/start.ts';

const itemOf = ({ items }: Plan, name: string) => items.find((item) => item.name === name);
const blockingOf = ({ notes }: Plan) => notes.filter(({ level }) => level === 'blocking');

test('PLAN-1 a dashboard that is not there is created; its connection does not appear', async () => {
	const { app } = await practiceWorld();
	const id = await trackBySlug(app, 'dev', SLUG);
	const plan = await planFor(app, id);
	expect(planCounts(plan)).toEqual({ create: 4, update: 0, unchanged: 0, unlink: 0, blocked: 0 });
	expect(plan.items.map(({ kind }) => kind).sort()).toEqual(['chart', 'chart', 'dashboard', 'dataset']);
	expect(plan).toMatchObject({ environment: 'prod', liveTree: null, targetVersion: '6.1.0' });
});

test('PLAN-2 unchanged, updated with sentences, unlinked', async () => {
	const { app, dev } = await practiceWorld();
	const id = await trackBySlug(app, 'dev', SLUG);
	await deployMain(app, id, 'prod');
	expect(planCounts(await planFor(app, id))).toEqual({ create: 0, update: 0, unchanged: 4, unlink: 0, blocked: 0 });
	renameChart(dev, SHARED_CHART, 'Revenue');
	takeOffDashboard(dev, SLUG, OWN_CHART);
	await captureAndCommit(app, id);
	const plan = await planFor(app, id);
	expect(planCounts(plan)).toEqual({ create: 0, update: 2, unchanged: 1, unlink: 1, blocked: 0 });
	expect(itemOf(plan, 'Revenue')).toMatchObject({
		action: 'update',
		sentences: [`renamed “${SHARED_CHART}” → “Revenue”`],
		editedThere: false
	});
	expect(itemOf(plan, OWN_CHART)).toMatchObject({ action: 'unlink', sentences: [expect.stringContaining('stays')] });
});

test('PLAN-3 what was edited there since the last deployment and would be overwritten is marked', async () => {
	const { app, prod } = await practiceWorld();
	const id = await trackBySlug(app, 'dev', SLUG);
	await deployMain(app, id, 'prod');
	renameChart(prod, OWN_CHART, 'By hand');
	const plan = await planFor(app, id);
	expect(itemOf(plan, OWN_CHART)).toMatchObject({
		action: 'update',
		editedThere: true,
		sentences: [`renamed “By hand” → “${OWN_CHART}”`]
	});
	expect(plan.items.filter(({ editedThere }) => editedThere)).toHaveLength(1);
});

test('PLAN-4 other dashboards that use what would be changed are named', async () => {
	const { app, dev } = await practiceWorld({ inProd: [recording('shared-chart-a'), recording('shared-chart-b')] });
	const id = await trackBySlug(app, 'dev', SLUG);
	renameChart(dev, SHARED_CHART, 'Revenue');
	renameChart(dev, OWN_CHART, 'Channels');
	describeDataset(dev, DATASET, 'Orders by day');
	await captureAndCommit(app, id);
	const plan = await planFor(app, id);
	expect(itemOf(plan, 'Revenue')?.alsoUsedBy).toEqual(['Shared chart B']);
	expect(itemOf(plan, 'Channels')?.alsoUsedBy).toEqual([]);
	expect(itemOf(plan, DATASET)?.alsoUsedBy).toEqual(['Shared chart B']);
	expect(itemOf(plan, TITLE)).toMatchObject({ action: 'unchanged', alsoUsedBy: [] });
});

test('PLAN-4 a chart that is there on another dashboard only is updated, not created', async () => {
	const { app, dev } = await practiceWorld({ inProd: [recording('shared-chart-b')] });
	const id = await trackBySlug(app, 'dev', SLUG);
	expect(itemOf(await planFor(app, id), SHARED_CHART)).toMatchObject({ action: 'unchanged' });
	renameChart(dev, SHARED_CHART, 'Revenue');
	await captureAndCommit(app, id);
	const plan = await planFor(app, id);
	expect(itemOf(plan, 'Revenue')).toMatchObject({ action: 'update', alsoUsedBy: ['Shared chart B'] });
	expect(itemOf(plan, OWN_CHART)).toMatchObject({ action: 'create' });
});

test('PLAN-5 what is found by name under another uuid is noted', async () => {
	const { app, prod } = await practiceWorld();
	const id = await trackBySlug(app, 'dev', SLUG);
	await deployMain(app, id, 'prod');
	prod.state.tables.dataset[0]!.uuid = '99999999-2222-4333-8444-555555555555';
	const plan = await planFor(app, id);
	expect(blockingOf(plan)).toEqual([]);
	expect(plan.notes).toContainEqual(
		expect.objectContaining({ level: 'info', subject: 'Shop', message: expect.stringContaining('another uuid') })
	);
	expect(plan.notes).toContainEqual(
		expect.objectContaining({
			level: 'warning',
			subject: DATASET,
			message: expect.stringContaining('another uuid'),
			hint: expect.stringMatching(/\w/)
		})
	);
	expect(planCounts(plan)).toMatchObject({ create: 0, update: 0, unchanged: 4 });
});

test('PLAN-6 a missing connection blocks, and the mapping can name another', async () => {
	const { app } = await practiceWorld({ inProd: [await connectionOnly('Warehouse', PROD_SHOP)] });
	const dashboardId = await trackBySlug(app, 'dev', SLUG);
	const plan = await planFor(app, dashboardId);
	const [note] = blockingOf(plan);
	expect(note).toMatchObject({
		subject: 'Shop',
		message: expect.stringMatching(/no database connection “Shop”.*“Warehouse”/),
		hint: expect.stringContaining('mapping')
	});
	expect(itemOf(plan, DATASET)).toMatchObject({ action: 'blocked', reason: expect.stringContaining('“Shop”') });
	const refused = await runJob(app, startDeployment, { dashboardId, planHash: plan.hash }).catch((error) => error);
	expect(refused).toBeInstanceOf(JobFailed);
	expect(refused).toMatchObject({ code: 'invalid_input', hint: expect.stringMatching(/\w/) });

	const from = /\(([0-9a-f-]{36})\)/.exec(note!.message)![1];
	await execute(updateEnvironment, contextFor(app), {
		name: 'prod',
		mapping: { databases: [{ from, to: PROD_SHOP }], datasets: [] }
	});
	expect(blockingOf(await planFor(app, dashboardId))).toEqual([]);
	expect((await deployMain(app, dashboardId, 'prod')).deployment.state).toBe('verified');
});

test('PLAN-7 a slug that another dashboard has blocks and names it', async () => {
	const { app, prod } = await practiceWorld({ inProd: [recording('virtual')] });
	const dashboardId = await trackBySlug(app, 'dev', SLUG);
	dashboardIn(prod, 'virtual').fields['slug'] = SLUG;
	const plan = await planFor(app, dashboardId);
	expect(blockingOf(plan)).toEqual([
		expect.objectContaining({
			subject: 'Virtual dataset',
			message: expect.stringMatching(/“shared-chart-a”.*“Virtual dataset”/),
			hint: expect.stringMatching(/\w/)
		})
	]);
	const before = heldBy(prod);
	await expect(runJob(app, startDeployment, { dashboardId, planHash: plan.hash })).rejects.toMatchObject({
		code: 'invalid_input'
	});
	expect(heldBy(prod)).toEqual(before);
});

test('PLAN-8 what 4.1.4 cannot hold is noted object by object, and nothing of it for 6.1.0', async () => {
	const { app } = await practiceWorld({ inDev: ['theme'], prodVersion: '4.1.4' });
	const id = await trackBySlug(app, 'dev', 'theme');
	const plan = await planFor(app, id);
	expect(plan.targetVersion).toBe('4.1.4');
	const held = plan.notes.filter(({ message }) => message.includes('cannot hold'));
	expect(held.length).toBeGreaterThan(0);
	for (const note of held) {
		expect(note).toMatchObject({ level: 'warning', hint: expect.stringContaining('kept in the repository') });
		expect(note.message).toContain(`“${note.subject}”`);
		expect(note.message).toContain('4.1.4');
	}
	const { deployment } = await deployMain(app, id, 'prod');
	expect(deployment.state).toBe('verified');
	const standing = deployment.proof!.items.filter((item) => item.standing === 'held-back').map(({ name }) => name);
	expect(new Set(standing)).toEqual(new Set(held.map(({ subject }) => subject)));
	const home = await planFor(app, id, 'dev');
	expect(home.notes.filter(({ message }) => message.includes('cannot hold'))).toEqual([]);
});

test('PLAN-9 plans of the same have the same hash; a plan is shown by its hash', async () => {
	const { app, dev, prod } = await practiceWorld();
	const dashboardId = await trackBySlug(app, 'dev', SLUG);
	const first = await planFor(app, dashboardId);
	expect((await planFor(app, dashboardId)).hash).toBe(first.hash);
	expect(await execute(showPlan, contextFor(app), { dashboardId, hash: first.hash })).toMatchObject({
		items: first.items
	});
	retitleDashboard(dev, SLUG, 'Another title');
	await captureAndCommit(app, dashboardId);
	expect((await planFor(app, dashboardId)).hash).not.toBe(first.hash);
	await deployMain(app, dashboardId, 'prod');
	const deployed = await planFor(app, dashboardId);
	renameChart(prod, OWN_CHART, 'By hand');
	expect((await planFor(app, dashboardId)).hash).not.toBe(deployed.hash);
	await expect(execute(showPlan, contextFor(app), { dashboardId, hash: '0'.repeat(64) })).rejects.toMatchObject({
		code: 'not_found',
		hint: expect.stringMatching(/\w/)
	});
});

test('PLAN-10 a chart without a dataset blocks the plan', async () => {
	const { app, dev } = await practiceWorld();
	const id = await trackBySlug(app, 'dev', SLUG);
	const chart = chartIn(dev, OWN_CHART);
	chart.datasetId = null;
	dev.state.touch(chart, 1);
	await captureAndCommit(app, id);
	const plan = await planFor(app, id);
	expect(itemOf(plan, OWN_CHART)).toMatchObject({ action: 'blocked', reason: expect.stringContaining('deleted') });
});

test('PLAN-10 a commit that lacks a dataset blocks the plan', async () => {
	const { app } = await practiceWorld({ inProd: [recording('two-schemas')] });
	const { dashboardId } = await execute(trackZip, contextFor(app), { zip: recording('two-schemas', '4.1.4') });
	const plan = await planFor(app, DashboardId.parse(dashboardId));
	const blocked = plan.items.filter(({ action }) => action === 'blocked');
	expect(blocked.length).toBeGreaterThan(0);
	for (const { reason } of blocked) expect(reason).toMatch(/not in the commit.*Capture/);
});

test('PLAN-11 making a plan writes nothing into Superset', async () => {
	const { app, prod } = await practiceWorld();
	const id = await trackBySlug(app, 'dev', SLUG);
	await deployMain(app, id, 'prod');
	renameChart(prod, OWN_CHART, 'By hand');
	const before = heldBy(prod);
	expect(writesIn(await requestsDuring(prod, () => planFor(app, id)))).toEqual([]);
	expect(heldBy(prod)).toEqual(before);
});
