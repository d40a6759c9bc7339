import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { planCounts } from '#lib/domain/plan.ts';
import type { App } from '#lib/server/app.ts';
import { DashboardId } from '#lib/domain/ids.ts';
import { trackZip } from '#lib/server/operations/dashboard/track-zip.ts';
import { untrackDashboard } from '#lib/server/operations/dashboard/untrack.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { canonicalAssets } from '#lib/server/superset/bundle/canonical.ts';
import { dashboardsIn } from '#lib/server/superset/bundle/tree.ts';
import { BranchName } from '#lib/domain/refs.ts';
import { headOf } from '#lib/server/operations/dashboard/repository.ts';
import { decideMerge } from '#lib/server/operations/merge/decide.ts';
import { finishMerge } from '#lib/server/operations/merge/finish.ts';
import { showMerge } from '#lib/server/operations/merge/show.ts';
import { readBundle } from '#lib/server/superset/bundle/zip.ts';
import { contextFor, openWorld, type World } from '#tests/support/app.ts';
import { commitWork, mergeInto } from '#tests/support/merge/two-sides.ts';
import { SupersetRest } from '#tests/support/superset/rest.mjs';
import { connect, deployMain, trackBySlug } from '#tests/support/whole-way.ts';

const Supersets = z.array(
	z.object({
		name: z.string(),
		version: z.string(),
		url: z.url(),
		role: z.string(),
		username: z.string(),
		password: z.string()
	})
);
const text = process.env['DASHBRANCH_TEST_SUPERSETS'];
if (!text) throw new Error('Set DASHBRANCH_TEST_SUPERSETS to real Supersets, or run npm run test:superset.');
const supersets = new Map(Supersets.parse(JSON.parse(text)).map((one) => [one.name, one]));

const supersetNamed = (name: string) => {
	const found = supersets.get(name);
	if (!found) throw new Error(`DASHBRANCH_TEST_SUPERSETS names no “${name}”.`);
	return found;
};

/** The connections that the practice dashboards use, each Superset with a uuid of its own for them. */
async function giveDatabases(name: string): Promise<void> {
	const { url, username, password } = supersetNamed(name);
	const rest = await SupersetRest.signIn(url, { username, password });
	const there = (await rest.list('database', 'id,database_name')).map((row) => row['database_name']);
	for (const [database, file] of [
		['Shop', 'shop'],
		['Warehouse', 'warehouse']
	]) {
		if (there.includes(database)) continue;
		await rest.send('POST', '/api/v1/database/', {
			database_name: database,
			sqlalchemy_uri: `sqlite:///data/${file}.db`,
			expose_in_sqllab: true
		});
	}
}

const DIRECTIONS = [
	{ from: 'dev', to: 'prod', words: '6.1.0 → 6.1.0' },
	{ from: 'dev', to: 'old-prod', words: '6.1.0 → 4.1.4' },
	{ from: 'old-dev', to: 'prod', words: '4.1.4 → 6.1.0' }
];
const SLUGS = [
	'sales-overview',
	'unicode',
	'shared-chart-a',
	'shared-chart-b',
	'virtual',
	'two-schemas',
	'orphan',
	'theme',
	'ids-everywhere',
	'large'
];
/** What a source does not have: 4.1.4 knows no themes, and its seed leaves out the large one. */
const ABSENT: Record<string, readonly string[]> = { 'old-dev': ['theme', 'large'] };

describe.each(DIRECTIONS)('$words', ({ from, to }) => {
	let world: World & { close(): Promise<void> };
	let app: App;
	beforeAll(async () => {
		world = await openWorld({ DASHBRANCH_ALLOW_PRIVATE: '1' });
		app = world.app;
		await giveDatabases(to);
		await connect(app, 'source', { ...supersetNamed(from), stage: 'dev' });
		await connect(app, 'target', { ...supersetNamed(to), stage: 'prod' });
	});
	afterAll(() => world.close());

	const slugs = SLUGS.filter((slug) => !ABSENT[from]?.includes(slug));
	test.each(slugs)(
		`WAY-1 what is captured, committed and deployed is there, byte for byte (${from} to ${to}): %s`,
		async (slug) => {
			const dashboardId = await trackBySlug(app, 'source', slug);
			const { plan, deployment, stop } = await deployMain(app, dashboardId, 'target');

			expect(plan.notes.filter(({ level }) => level === 'blocking')).toEqual([]);
			expect(deployment).toMatchObject({ state: 'verified', failure: null });
			const { proof } = deployment;
			expect(proof?.foundTree).toBe(proof?.expectedTree);
			const heldBack = proof?.items.filter(({ standing }) => standing === 'held-back') ?? [];
			// Only an older target holds anything back, and what it holds back the plan said before.
			if (to === 'old-prod')
				for (const { name } of heldBack) expect(plan.notes.map(({ subject }) => subject)).toContain(name);
			else expect(proof?.foundTree).toBe(plan.commitTree);
			expect(stop.standing).toBe('recognised');

			const again = await deployMain(app, dashboardId, 'target');
			expect(planCounts(again.plan)).toMatchObject({ create: 0, update: 0, unlink: 0, blocked: 0 });
			expect(again.deployment.state).toBe('verified');
		}
	);
});

describe('from a ZIP', () => {
	let world: World & { close(): Promise<void> };
	beforeAll(async () => {
		world = await openWorld({ DASHBRANCH_ALLOW_PRIVATE: '1' });
		for (const name of ['prod', 'old-prod']) {
			await giveDatabases(name);
			await connect(world.app, name, { ...supersetNamed(name), stage: 'prod' });
		}
	});
	afterAll(() => world.close());

	const examples = ['6.1.0', '6.0.0', '4.1.4'].flatMap((version) =>
		readdirSync(`specs/examples/superset/${version}`)
			.filter((name) => name.endsWith('.zip') && name !== 'large.zip')
			.map((name) => `${version}/${name}`)
	);
	/** Its own export lost two of four datasets (superset-measured.md): what is not in the ZIP cannot be deployed from it. */
	const INCOMPLETE = ['4.1.4/two-schemas.zip'];
	const cases = examples.flatMap((path) => ['prod', 'old-prod'].map((to) => ({ path, to })));

	test.each(cases)('WAY-2 a recorded ZIP arrives, byte for byte: $path to $to', async ({ path, to }) => {
		const { app } = world;
		const zip = new Uint8Array(readFileSync(`specs/examples/superset/${path}`));
		const { files } = await readBundle(zip);
		for (const { uuid } of dashboardsIn(canonicalAssets(files))) {
			const made = await execute(trackZip, contextFor(app), { zip, dashboard: uuid });
			const dashboardId = DashboardId.parse(made.dashboardId);
			try {
				if (INCOMPLETE.includes(path)) {
					await expect(deployMain(app, dashboardId, to)).rejects.toMatchObject({ code: 'invalid_input' });
				} else {
					const { plan, deployment } = await deployMain(app, dashboardId, to);
					expect(plan.items.filter(({ action }) => action === 'blocked')).toEqual([]);
					expect({
						state: deployment.state,
						items: deployment.proof?.items.filter(({ standing }) => standing === 'different')
					}).toEqual({ state: 'verified', items: [] });
				}
			} finally {
				await execute(untrackDashboard, contextFor(app), { dashboardId });
			}
		}
	});

	test.each(['prod', 'old-prod'])('WAY-3 what was merged of two branches arrives, byte for byte, in %s', async (to) => {
		const { app } = world;
		const zip = new Uint8Array(readFileSync('specs/examples/superset/6.1.0/sales-overview.zip'));
		const { dashboardId: id } = await execute(trackZip, contextFor(app), { zip });
		const dashboardId = DashboardId.parse(id);
		try {
			const repo = app.repoOf(dashboardId);
			const from = await headOf(repo, BranchName.parse('main'));
			await commitWork(app, dashboardId, { branch: 'main', from, work: MINE });
			await commitWork(app, dashboardId, { branch: 'theirs', from, work: THEIRS });
			expect(await mergeInto(app, dashboardId, 'theirs')).toMatchObject({ kind: 'merged' });
			await commitWork(app, dashboardId, { branch: 'again', from, work: [['chart name', 1, 9]] });
			const asked = await mergeInto(app, dashboardId, 'again');
			if (asked.kind !== 'conflicts') throw new Error(`It was ${asked.kind}, and should have been asked.`);
			const merge = { dashboardId, mergeId: asked.mergeId };
			const { conflicts } = await execute(showMerge, contextFor(app), merge);
			const decisions = conflicts.map((conflict) => ({ id: conflict.id, keep: 'theirs' }));
			await execute(decideMerge, contextFor(app), { ...merge, decisions });
			expect(await execute(finishMerge, contextFor(app), merge)).toMatchObject({ kind: 'merged' });

			const { plan, deployment } = await deployMain(app, dashboardId, to);
			expect(plan.items.filter(({ action }) => action === 'blocked')).toEqual([]);
			expect(deployment).toMatchObject({ state: 'verified', failure: null });
			expect(deployment.proof?.items.filter(({ standing }) => standing === 'different')).toEqual([]);
		} finally {
			await execute(untrackDashboard, contextFor(app), { dashboardId });
		}
	});
});

/** Rows, a tab, tiles and a chart on one side; other tiles, filters, another chart's controls and lines of CSS on the other. */
const MINE = [
	['row more', 0, 11],
	['tile height', 2, 33],
	['tile moved', 4, 2],
	['chart control', 3, 0],
	['chart name', 1, 7],
	['chart more', 0, 5],
	['css line', 0, 3]
] as const;
const THEIRS = [
	['row more', 0, 12],
	['tab more', 0, 13],
	['tile height', 6, 44],
	['chart control', 5, 0],
	['chart filter', 3, 1],
	['colour', 3, 8],
	['filter name', 1, 4],
	['css line', 6, 5]
] as const;
