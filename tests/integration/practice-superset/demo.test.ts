import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import {
	type Demo,
	DEMO_DASHBOARD,
	DEMO_ENVIRONMENTS,
	demoHistory,
	type DemoOptions,
	type DemoSuperset,
	startDemo
} from '#tests/support/practice-superset/demo.ts';
import { PracticeClient } from '#tests/support/practice-superset/practice-client.ts';

const NOW = Date.UTC(2026, 4, 20, 12);

async function demoWorld(options: DemoOptions = {}): Promise<Demo> {
	const demo = await startDemo({ now: () => NOW, ...options });
	onTestFinished(() => demo.close());
	return demo;
}

async function contentOf(superset: DemoSuperset): Promise<Map<string, string>> {
	const admin = await PracticeClient.signedIn(superset.url);
	const { id } = await admin.result(`/api/v1/dashboard/${DEMO_DASHBOARD.slug}`);
	const files = await admin.export('dashboard', [Number(id)]);
	files.delete('metadata.yaml');
	return files;
}

test('PRAC-33 the same dashboards with other ids and databases', async () => {
	const demo = await demoWorld();
	const all = DEMO_ENVIRONMENTS.map((environment) => demo[environment].state.tables);
	const uuids = all.map(({ dashboard }) => dashboard.map(({ uuid }) => uuid));
	expect(uuids[0]).toHaveLength(6);
	expect(new Set(uuids.map((list) => list.join())).size).toBe(1);
	expect(new Set(all.map(({ dashboard }) => dashboard[0]?.id)).size).toBe(3);
	expect(all.map(({ database }) => database.map(({ fields }) => fields['database_name']))).toEqual([
		['Shop'],
		['Shop'],
		['Shop']
	]);
	expect(new Set(all.map(({ database }) => database[0]?.uuid)).size).toBe(3);
	for (const { dashboard, chart } of all) {
		for (const row of dashboard) expect(row.charts.length).toBeGreaterThan(3);
		expect(chart.every(({ datasetId }) => datasetId !== null)).toBe(true);
		const shown = dashboard.flatMap(({ charts }) => charts);
		expect(shown.length - new Set(shown).size, 'charts that two of them show').toBe(1);
	}
});

test('PRAC-34 each step changes what is exported', async () => {
	const demo = await demoWorld();
	const history = demoHistory({ now: () => NOW });
	expect(history).toHaveLength(12);
	const seen = new Set<string>();
	let before = 0;
	for (const step of history) {
		expect(step.at).toBeGreaterThan(Math.max(before, NOW - 36 * 86_400_000));
		before = step.at;
		step.apply(demo);
		seen.add(JSON.stringify([...(await contentOf(demo.dev))]));
	}
	expect(before).toBeLessThan(NOW);
	expect(seen.size).toBe(12);
	expect([...new Set(history.map(({ author }) => author.name))].sort()).toEqual(['Ines', 'Mia', 'Noah']);
	const { changedOn } = demo.dev.state.byUuid('dashboard', DEMO_DASHBOARD.uuid) ?? { changedOn: 0 };
	expect(Math.floor(changedOn / 1000)).toBe(history[11]?.at);
});

test('PRAC-35 staging is behind, prod further and edited by hand', async () => {
	const demo = await demoWorld();
	const names = (superset: DemoSuperset): string[] =>
		superset.state.tables.chart.map(({ fields }) => String(fields['slice_name']));
	expect(names(demo.staging)).toContain('Net revenue by category');
	expect(names(demo.prod)).not.toContain('Net revenue by category');
	expect(names(demo.prod)).toContain('Net revenue by month');
	expect(names(demo.prod)).toContain('Sales channels');
	expect(names(demo.staging)).not.toContain('Sales channels');
	const dev = await contentOf(demo.dev);
	const into = await PracticeClient.signedIn(demo.prod.url);
	const zip = (await PracticeClient.signedIn(demo.dev.url)).get(
		`/api/v1/dashboard/export/?q=!(${String(demo.dev.state.tables.dashboard[0]?.id)})`
	);
	expect(dev.size).toBeGreaterThan(8);
	expect((await into.import('dashboard', (await zip).bytes)).status).toBe(200);
});

test('PRAC-36 a restart keeps what was there', async () => {
	const stateFolder = mkdtempSync(join(tmpdir(), 'practice-demo-'));
	onTestFinished(() => rmSync(stateFolder, { recursive: true }));
	const first = await startDemo({ now: () => NOW, stateFolder });
	expect(first.dev.isNew).toBe(true);
	for (const step of demoHistory({ now: () => NOW })) step.apply(first);
	const content = await contentOf(first.dev);
	await first.close();
	const again = await demoWorld({ stateFolder });
	expect([again.dev.isNew, again.prod.isNew]).toEqual([false, false]);
	expect(await contentOf(again.dev)).toEqual(content);
});
