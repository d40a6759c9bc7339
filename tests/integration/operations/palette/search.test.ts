import { expect, test } from 'vitest';
import { createBranch } from '#lib/server/operations/branch/create.ts';
import { listHistory } from '#lib/server/operations/history/list.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { searchPalette } from '#lib/server/operations/palette/search.ts';
import { createDashboardTag } from '#lib/server/operations/tag/create.ts';
import { actorOf, contextFor } from '#tests/support/app.ts';
import { practiceWorld, SLUG, TITLE } from '#tests/support/operations/practice-world.ts';
import { headOfMain } from '#tests/support/operations/steps.ts';
import { trackBySlug } from '#tests/support/whole-way.ts';
import { whenIndexed } from '../history/history-world.ts';

async function searchable() {
	const { app } = await practiceWorld();
	const dashboard = await trackBySlug(app, 'dev', SLUG);
	const head = (await headOfMain(app, dashboard))!;
	// Commits are found once the index has them, which the palette does not wait for long.
	await whenIndexed(() => execute(listHistory, contextFor(app), { dashboardId: dashboard, search: 'x' }));
	const find = async (q: string, inside: string | undefined = dashboard) =>
		(await execute(searchPalette, contextFor(app, actorOf('analyst')), { q, dashboard: inside })).hits;
	return { app, dashboard, head, find };
}

test('PALETTE-3 dashboards are found by name, and inside one its branches, tags and commits', async () => {
	const { app, dashboard, head, find } = await searchable();
	await execute(createBranch, contextFor(app), { dashboardId: dashboard, name: 'feature/shared', from: 'main' });
	await execute(createDashboardTag, contextFor(app), {
		...{ dashboardId: dashboard, name: 'shared-1', commit: head, message: 'x' }
	});
	const at = `/dashboards/${dashboard}`;
	const hits = await find('SHARED');
	expect(hits).toMatchObject([
		{ kind: 'branch', label: 'feature/shared', href: `${at}?branch=feature%2Fshared` },
		{ kind: 'tag', label: 'shared-1', href: `${at}/history/${head}` },
		...hits.filter(({ kind }) => kind === 'commit'),
		{ kind: 'dashboard', label: TITLE, detail: 'from dev', href: at }
	]);
	expect(await find(head.slice(0, 8))).toMatchObject([{ kind: 'commit', href: `${at}/history/${head}` }]);
	expect((await find('main'))[0]).toEqual({ kind: 'branch', label: 'main', detail: 'the default branch', href: at });
});

test('PALETTE-3 elsewhere only dashboards are found', async () => {
	const { app } = await practiceWorld();
	const id = await trackBySlug(app, 'dev', SLUG);
	const { hits } = await execute(searchPalette, contextFor(app), { q: 'a' });
	expect(hits).toMatchObject([{ kind: 'dashboard', href: `/dashboards/${id}` }]);
});

test('PALETTE-3 at most twenty are found', async () => {
	const { app, dashboard, find } = await searchable();
	for (let at = 0; at < 8; at++)
		await execute(createBranch, contextFor(app), { dashboardId: dashboard, name: `a${at}`, from: 'main' });
	const hits = await find('a');
	expect(hits.filter(({ kind }) => kind === 'branch')).toHaveLength(5);
	expect(hits.length).toBeLessThanOrEqual(20);
});

test('PALETTE-4 whatever is typed is searched for as it stands, or refused', async () => {
	const { find } = await searchable();
	for (const typed of ['.*', '(', '\\', '%', "'; --", '\u0000', '--all', '🎉', 'ف'.repeat(500)])
		expect(await find(typed), typed).toEqual([]);
	expect(await find('   ')).toEqual([]);
	await expect(find('a'.repeat(501))).rejects.toThrow('q:');
	await expect(find('a', 'no id')).rejects.toThrow('dashboard:');
	expect(await find('shared', '3f2504e0-4f89-41d3-9a0c-0305e82c3301')).toMatchObject([{ kind: 'dashboard' }]);
});
