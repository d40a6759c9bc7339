import { z } from 'zod';
import { termsOf } from '#lib/domain/commit-search.ts';
import type { CommitSummary } from '#lib/domain/commit.ts';
import { ranked } from '#lib/domain/fuzzy.ts';
import { DashboardId, type Oid } from '#lib/domain/ids.ts';
import { LONGEST_QUERY, type PaletteHit } from '#lib/domain/palette.ts';
import { findDashboard, listDashboards, type DashboardRow } from '../../db/dashboards.ts';
import { listReachable } from '../../git/history.ts';
import { readCommits } from '../../git/objects.ts';
import type { OpenDashboard } from '../dashboard/repository.ts';
import { refsOf } from '../dashboard/stops.ts';
import { indexOf, tipsOf } from '../history/fill.ts';
import { findCommits } from '../history/find.ts';
import { defineOperation, type Context } from '../operation.ts';

/** At most so many of each kind, 20 in all. */
const MOST = { dashboard: 6, branch: 5, tag: 3, commit: 6 };
const SHORT_OID = 7;
/** So long it waits for commits that are not indexed yet. */
const WAIT_MS = 1_000;

/**
 * Dashboards by name and, inside one, its branches and tags by name and its commits by message, author and id: what
 * fits best first within each kind.
 */
export const searchPalette = defineOperation({
	name: 'palette.search',
	permission: 'dashboard:read',
	input: z.object({ q: z.string().trim().max(LONGEST_QUERY).default(''), dashboard: DashboardId.optional() }),

	async run({ app }, { q, dashboard }): Promise<{ hits: readonly PaletteHit[] }> {
		if (q === '') return { hits: [] };
		const [rows, here] = await Promise.all([
			listDashboards(app.db),
			dashboard ? findDashboard(app.db, dashboard) : undefined
		]);
		const dashboards = ranked(q, rows, ({ title }) => title).slice(0, MOST.dashboard);
		return {
			hits: [
				...(here ? await hitsInside(app, here, q) : []),
				...dashboards.map(({ item: { id, title, home_environment: home } }) => ({
					...{ kind: 'dashboard' as const, label: title, href: `/dashboards/${id}` },
					detail: home === null ? '' : `from ${home}`
				}))
			]
		};
	}
});

async function hitsInside(app: Context['app'], row: DashboardRow, q: string): Promise<PaletteHit[]> {
	const repo = app.repoOf(row.id);
	const [refs, tips] = await Promise.all([refsOf({ row, repo }), tipsOf(repo)]);
	const at = `/dashboards/${row.id}`;
	const heads = [...new Set([...refs.branches, ...refs.tags].map(({ oid }) => oid))];
	const commits = await commitsWith(app, { row, repo }, { heads, tips, q });
	const nameOf = ({ name }: { readonly name: string }) => name;
	return [
		...ranked(q, refs.branches, nameOf)
			.slice(0, MOST.branch)
			.map(({ item: { name } }) => ({
				...{ kind: 'branch' as const, label: name, detail: name === row.default_branch ? 'the default branch' : '' },
				href: name === row.default_branch ? at : `${at}?branch=${encodeURIComponent(name)}`
			})),
		...ranked(q, refs.tags, nameOf)
			.slice(0, MOST.tag)
			.map(({ item: { name, oid } }) => ({
				...{ kind: 'tag' as const, label: name, detail: oid.slice(0, SHORT_OID), href: `${at}/history/${oid}` }
			})),
		...commits.map(({ oid, subject, author }) => ({
			...{ kind: 'commit' as const, label: subject, detail: `${author.name} · ${oid.slice(0, SHORT_OID)}` },
			href: `${at}/history/${oid}`
		}))
	];
}

async function commitsWith(
	app: Context['app'],
	dashboard: OpenDashboard,
	{ heads, tips, q }: { heads: readonly Oid[]; tips: readonly Oid[]; q: string }
): Promise<CommitSummary[]> {
	const terms = termsOf(q);
	if (terms.length === 0) return [];
	const { index } = await indexOf(app, dashboard, { tips, waitMs: WAIT_MS });
	const history = await listReachable(dashboard.repo, heads, false);
	const found = await findCommits(app.db, { index, history }, { terms, where: 'told' });
	return readCommits(dashboard.repo, found.slice(0, MOST.commit));
}
