import { expect, test } from 'vitest';
import { compareLayout } from '#lib/server/operations/compare/layout.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { contextFor } from '#tests/support/app.ts';
import { renameChart, takeOffDashboard } from '#tests/support/operations/edits.ts';
import { OWN_CHART, practiceWorld, SHARED_CHART, SLUG } from '#tests/support/operations/practice-world.ts';
import { capture } from '#tests/support/operations/steps.ts';
import { trackBySlug } from '#tests/support/whole-way.ts';

test('COMPARE-6 each chart’s box says what happened to it, and leads to its file', async () => {
	const { app, dev } = await practiceWorld();
	const dashboardId = await trackBySlug(app, 'dev', SLUG);
	renameChart(dev, SHARED_CHART, 'Revenue');
	takeOffDashboard(dev, SLUG, OWN_CHART);
	await capture(app, dashboardId);
	const compare = (before: string, after: string) =>
		execute(compareLayout, contextFor(app), { dashboardId, before, after });

	const { layout, paths } = await compare('main', 'environment:dev');
	const boxes = new Map(layout.boxes.filter(({ chart }) => chart).map((box) => [box.name, box]));
	expect(boxes.get('Revenue')).toMatchObject({ standing: 'changed' });
	expect(boxes.get(OWN_CHART)).toMatchObject({ standing: 'removed' });
	expect(paths[boxes.get('Revenue')!.chart!]).toMatch(/^charts\/revenue-/);
	expect(JSON.parse(JSON.stringify(layout))).toEqual(layout);

	const first = await compare('parent-of:main', 'main');
	expect(first.layout.boxes.every(({ standing }) => standing === 'added')).toBe(true);
});
