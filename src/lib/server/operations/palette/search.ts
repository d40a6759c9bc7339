import { z } from 'zod';
import { ranked } from '#lib/domain/fuzzy.ts';
import { DashboardId } from '#lib/domain/ids.ts';
import { LONGEST_QUERY, type PaletteHit } from '#lib/domain/palette.ts';
import { findDashboard, listDashboards, type DashboardRow } from '../../db/dashboards.ts';
import { listCommits } from '../../git/history.ts';
import { refsOf } from '../dashboard/stops.ts';
import { defineOperation, type Context } from '../operation.ts';

/** At most so many of each kind, 20 in all. */
const MOST = { dashboard: 6, branch: 5, tag: 3, commit: 6 };
const SHORT_OID = 7;

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
	const refs = await refsOf({ row, repo });
	const at = `/dashboards/${row.id}`;
	const heads = [...new Set([...refs.branches, ...refs.tags].map(({ oid }) => oid))];
	const commits = heads.length ? await listCommits(repo, { from: heads, search: q, limit: MOST.commit }) : [];
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
