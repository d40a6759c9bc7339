import { z } from 'zod';
import type { DashboardSummary } from '#lib/domain/dashboard.ts';
import type { Oid } from '#lib/domain/ids.ts';
import { tileOf } from '#lib/domain/layout-tile.ts';
import type { App } from '../../app.ts';
import { findDashboard, listDashboards, type DashboardRow } from '../../db/dashboards.ts';
import { assetTreeOf } from '../../git/asset-trees.ts';
import { readCommit } from '../../git/objects.ts';
import { mappingIn, onlyDashboard } from '../../superset/bundle/tree.ts';
import { defineOperation } from '../operation.ts';
import { openDashboard, readCanonicalTree } from './repository.ts';
import { refsOf, stopsOf, type RefsOf } from './stops.ts';

/** All dashboards, the one committed to last first. */
export const listTrackedDashboards = defineOperation({
	name: 'dashboard.list',
	permission: 'dashboard:read',
	input: z.object({}),

	async run({ app }) {
		const summaries: DashboardSummary[] = [];
		for (const row of await listDashboards(app.db)) summaries.push(...(await summaryIfTracked(app, row)));
		return summaries.sort((a, b) => (b.lastCommit?.at ?? 0) - (a.lastCommit?.at ?? 0));
	}
});

/** None for one that went while the list was read: row and repository are gone then, in this order. */
async function summaryIfTracked(app: App, row: DashboardRow): Promise<DashboardSummary[]> {
	try {
		return [await summaryOf(app, row)];
	} catch (cause) {
		if (await findDashboard(app.db, row.id)) throw cause;
		return [];
	}
}

async function summaryOf(app: App, row: DashboardRow): Promise<DashboardSummary> {
	const dashboard = await openDashboard(app, row.id);
	const refs = await refsOf(dashboard);
	const head = refs.branches.find(({ name }) => name === row.default_branch)?.oid ?? refs.branches[0]?.oid ?? null;
	const commit = head && (await readCommit(dashboard.repo, head));
	return {
		id: row.id,
		title: row.title,
		home: row.home_environment,
		defaultBranch: row.default_branch,
		branchCount: refs.branches.length,
		lastCommit: commit && {
			oid: commit.oid,
			message: commit.subject,
			author: commit.author.name,
			at: commit.committedAt
		},
		changeCount: head && (await changeCount(app, row, { refs, head })),
		stops: await stopsOf(app, dashboard, refs),
		tile: head ? await tileAt(app, row, head) : []
	};
}

async function changeCount(
	app: App,
	row: DashboardRow,
	{ refs, head }: { refs: RefsOf; head: Oid }
): Promise<number | null> {
	const live = row.home_environment ? refs.live.get(row.home_environment) : undefined;
	if (!live) return null;
	const repo = app.repoOf(row.id);
	if ((await assetTreeOf(repo, head)) === (await assetTreeOf(repo, live))) return 0;
	// By object, not by file: a rename moves a file and is one change.
	const before = (await readCanonicalTree(app, repo, head)).assets;
	const after = (await readCanonicalTree(app, repo, live)).assets;
	return [...new Set([...before.keys(), ...after.keys()])].filter((key) => before.get(key)?.oid !== after.get(key)?.oid)
		.length;
}

export async function tileAt(app: App, row: DashboardRow, head: Oid) {
	const tree = await readCanonicalTree(app, app.repoOf(row.id), head);
	return tileOf(mappingIn(onlyDashboard(tree), 'position'));
}
