import { readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findEnvironmentDashboard, type EnvironmentDashboard } from '#lib/server/db/environment-dashboards.ts';
import { EnvironmentName, type DashboardId } from '#lib/domain/ids.ts';
import type { App } from '#lib/server/app.ts';
import { listDashboards } from '#lib/server/db/dashboards.ts';
import { updateEnvironment } from '#lib/server/db/environments.ts';
import { trackDashboard } from '#lib/server/operations/dashboard/track.ts';
import { DEFAULT_LIMITS } from '#lib/server/superset/options.ts';
import { dashboardIn, datasetIn, renameChart } from '#tests/support/operations/edits.ts';
import { MISHAPS } from '#tests/support/operations/mishaps.ts';
import {
	DATASET,
	OWN_CHART,
	practiceWorld,
	PROD_SHOP,
	recording,
	SHARED_CHART,
	SLUG,
	TITLE,
	type PracticeWorld
} from '#tests/support/operations/practice-world.ts';
import { capture, captureAndCommit, planFor, refsIn } from '#tests/support/operations/steps.ts';
import { deployMain, runJob, trackBySlug } from '#tests/support/whole-way.ts';

const hint = expect.stringMatching(/\w/);
const repositoriesOf = (app: App) => readdirSync(join(app.config.dataDir, 'repos'));

const knownOf = (app: App, dashboardId: DashboardId, environment: string): Promise<EnvironmentDashboard | undefined> =>
	findEnvironmentDashboard(app.db, { dashboardId, environment: EnvironmentName.parse(environment) });

/** Mishaps of a GET, which is asked again where that may help: it must go wrong each time. */
const ALWAYS = MISHAPS.filter(({ does }) => does !== 'does it and cuts the connection').map((mishap) => ({
	...mishap,
	fault: { ...mishap.fault, times: 20 }
}));
const at = (places: readonly { where: string; path: string | RegExp }[]) =>
	places.flatMap((place) => ALWAYS.map((mishap) => ({ ...place, ...mishap })));

/** An answer of 404 to one object means that it is not seen. */
const codeOf = (path: string | RegExp, code: string, does: string) =>
	does === 'answers 404' && String(path).includes('export') ? 'not_found' : code;

const TRACKING = at([
	{ where: 'the list', path: '/api/v1/dashboard/?' },
	{ where: 'the list of charts', path: '/api/v1/chart/?' },
	{ where: 'the export', path: '/api/v1/dashboard/export/' }
]);

test.each(TRACKING)('BAD-10 tracking, at $where: Superset $does', async ({ path, fault, code, does }) => {
	const { app, dev } = await practiceWorld();
	const input = { environment: 'dev', supersetId: dashboardIn(dev, SLUG).id };
	dev.addFault({ ...fault, match: { method: 'GET', path } });
	await expect(runJob(app, trackDashboard, input)).rejects.toMatchObject({ code: codeOf(path, code, does), hint });
	expect(await listDashboards(app.db)).toEqual([]);
	expect(repositoriesOf(app)).toEqual([]);
	dev.clearFaults();
	await runJob(app, trackDashboard, input);
});

test('BAD-10 tracking, at the sign-in: the account is named', async () => {
	const { app, dev } = await practiceWorld();
	dev.addFault({ match: { path: '/api/v1/security/login' }, answer: { status: 401, body: { message: 'No' } } });
	const input = { environment: 'dev', supersetId: dashboardIn(dev, SLUG).id };
	await expect(runJob(app, trackDashboard, input)).rejects.toMatchObject({
		code: 'superset_refused',
		message: expect.stringContaining('“admin”'),
		hint
	});
	expect(repositoriesOf(app)).toEqual([]);
});

const CAPTURING = at([
	{ where: 'the list of datasets', path: '/api/v1/dataset/?' },
	{ where: 'the export of a chart', path: '/api/v1/chart/export/' }
]);

test.each(CAPTURING)('BAD-11 capturing, at $where: Superset $does', async ({ path, fault, code, does }) => {
	const { app, dev } = await practiceWorld();
	const id = await trackBySlug(app, 'dev', SLUG);
	renameChart(dev, OWN_CHART, 'Channels');
	const refs = await refsIn(app, id);
	const known = await knownOf(app, id, 'dev');
	dev.addFault({ ...fault, match: { method: 'GET', path } });
	await expect(capture(app, id)).rejects.toMatchObject({ code: codeOf(path, code, does), hint });
	expect(await refsIn(app, id)).toEqual(refs);
	expect(await knownOf(app, id, 'dev')).toEqual(known);
	dev.clearFaults();
	expect(await capture(app, id)).toMatchObject({ how: 'moved', changed: true });
});

const PLANNING = at([
	{ where: 'the list of databases', path: '/api/v1/database/?' },
	{ where: 'the export of what others have', path: '/api/v1/chart/export/' }
]);

test.each(PLANNING)('BAD-12 planning, at $where: Superset $does', async ({ path, fault, code, does }) => {
	const { app, prod } = await practiceWorld({ inProd: [recording('shared-chart-b')] });
	const id = await trackBySlug(app, 'dev', SLUG);
	const refs = await refsIn(app, id);
	prod.addFault({ ...fault, match: { method: 'GET', path } });
	await expect(planFor(app, id)).rejects.toMatchObject({ code: codeOf(path, code, does), hint });
	expect(await refsIn(app, id)).toEqual(refs);
	expect(await app.db.selectFrom('plan').select('hash').execute()).toEqual([]);
	prod.clearFaults();
	expect((await planFor(app, id)).items.length).toBeGreaterThan(0);
});

/** Let an environment lead elsewhere, as when its Superset goes away. */
const moveTo = (app: App, url: string) => updateEnvironment(app.db, EnvironmentName.parse('dev'), { url });

const SHORT = { headersMs: 150, bodyIdleMs: 150, totalMs: 400, maxBytes: 1024 * 1024 };
const LIMITS = { ...DEFAULT_LIMITS, read: SHORT, 'sign-in': SHORT, export: SHORT };

/** A server that takes a connection and then does only this. */
async function strangeServer(answer: Parameters<typeof createServer>[1]): Promise<string> {
	const server = createServer(answer!);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => {
		server.closeAllConnections();
		server.close();
	});
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function expectUnreachable({ app }: PracticeWorld, id: DashboardId, url: string, says: RegExp): Promise<void> {
	const refs = await refsIn(app, id);
	await moveTo(app, url);
	await expect(capture(app, id)).rejects.toMatchObject({
		code: 'superset_unreachable',
		message: expect.stringMatching(new RegExp(`${url}.*${says.source}`)),
		hint
	});
	expect(await refsIn(app, id)).toEqual(refs);
}

test('BAD-13 a Superset that is off', async () => {
	const world = await practiceWorld();
	const id = await trackBySlug(world.app, 'dev', SLUG);
	await world.dev.close();
	await expectUnreachable(world, id, world.dev.url, /nothing listens/);
});

test('BAD-13 a Superset that never answers', async () => {
	const world = await practiceWorld({ limits: LIMITS });
	const id = await trackBySlug(world.app, 'dev', SLUG);
	await expectUnreachable(world, id, await strangeServer(() => {}), /did not answer within/);
});

test('BAD-13 a Superset that stops in the middle', async () => {
	const world = await practiceWorld({ limits: LIMITS });
	const id = await trackBySlug(world.app, 'dev', SLUG);
	const url = await strangeServer((_request, response) => void response.writeHead(200).write('{"access_'));
	await expectUnreachable(world, id, url, /stopped for|was not done/);
});

test('BAD-13 a Superset that never comes to an end', async () => {
	const world = await practiceWorld({ limits: LIMITS });
	const id = await trackBySlug(world.app, 'dev', SLUG);
	const url = await strangeServer((_request, response) => {
		response.writeHead(200);
		const timer = setInterval(() => response.write(' '), 20);
		response.on('close', () => clearInterval(timer));
	});
	await expectUnreachable(world, id, url, /was not done after/);
});

test.each([
	{ kind: 'dashboard', edit: undefined, names: /dashboard/ },
	{ kind: 'chart', edit: OWN_CHART, names: /chart/ }
])('BAD-14 a $kind that the account may not export is named', async ({ kind, edit, names }) => {
	const { app, dev } = await practiceWorld();
	const id = await trackBySlug(app, 'dev', SLUG);
	if (edit) renameChart(dev, edit, 'Channels');
	else dev.state.touch(dashboardIn(dev, SLUG), 1);
	const refs = await refsIn(app, id);
	const path = `/api/v1/${kind}/export/`;
	dev.addFault({ match: { path }, answer: { status: 404, body: { message: 'Not found' } } });
	await expect(capture(app, id)).rejects.toMatchObject({
		code: 'not_found',
		message: expect.stringMatching(names),
		hint
	});
	expect(await refsIn(app, id)).toEqual(refs);
	expect(await capture(app, id)).toMatchObject({ how: edit ? 'moved' : 'whole' });
});

test.each([
	{ what: 'no ZIP', body: Buffer.from('{"ok": true}'), code: 'superset_unexpected', says: TITLE },
	{ what: 'half a ZIP', body: recording(SLUG).slice(0, 4000), code: 'bundle_rejected', says: 'ZIP' },
	{ what: 'an empty ZIP', body: Buffer.from('PK\x05\x06' + '\0'.repeat(18)), code: 'bundle_rejected', says: 'ZIP' }
])('BAD-15 an export that is $what', async ({ body, code, says }) => {
	const { app, dev } = await practiceWorld();
	const id = await trackBySlug(app, 'dev', SLUG);
	dev.state.touch(dashboardIn(dev, SLUG), 1);
	const refs = await refsIn(app, id);
	dev.addFault({ match: { path: '/api/v1/dashboard/export/' }, answer: { status: 200, body } });
	await expect(capture(app, id)).rejects.toMatchObject({ code, message: expect.stringContaining(says), hint });
	expect(await refsIn(app, id)).toEqual(refs);
	expect(await capture(app, id)).toMatchObject({ how: 'whole', changed: false });
});

test('BAD-15 the export of another dashboard is not taken for ours', async () => {
	const { app, dev } = await practiceWorld();
	const id = await trackBySlug(app, 'dev', SLUG);
	dev.state.touch(dashboardIn(dev, SLUG), 1);
	const refs = await refsIn(app, id);
	const answer = { status: 200, body: recording('virtual') };
	dev.addFault({ match: { path: '/api/v1/dashboard/export/' }, answer });
	await expect(capture(app, id)).rejects.toMatchObject({ message: expect.stringContaining(TITLE), hint });
	expect(await refsIn(app, id)).toEqual(refs);
});

test('BAD-16 a table that is there under another uuid keeps it, and so does its connection', async () => {
	const { app, dev, prod } = await practiceWorld();
	const id = await trackBySlug(app, 'dev', SLUG);
	await deployMain(app, id, 'prod');
	const uuid = 'eeeeeeee-2222-4333-8444-555555555555';
	const row = datasetIn(prod, DATASET);
	row.uuid = uuid;
	prod.state.touch(row, 1);
	renameChart(dev, SHARED_CHART, 'Revenue');
	await captureAndCommit(app, id);
	expect((await deployMain(app, id, 'prod')).deployment.state).toBe('verified');
	expect(prod.state.tables.dataset.map((one) => one.uuid)).toEqual([uuid]);
	expect(prod.state.tables.database.map((one) => one.uuid)).toEqual([PROD_SHOP]);
});
