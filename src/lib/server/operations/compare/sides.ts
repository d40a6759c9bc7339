import { z } from 'zod';
import type { ComparedSide } from '#lib/domain/compare/side.ts';
import { DashboardId } from '#lib/domain/ids.ts';
import { BranchName } from '#lib/domain/refs.ts';
import { listEnvironmentDashboards } from '../../db/environment-dashboards.ts';
import { readCommits } from '../../git/objects.ts';
import { listCommits } from '../../git/history.ts';
import { listRemoteOnly } from '../../git/remote-branches.ts';
import { openDashboard, shownHeadOf } from '../dashboard/repository.ts';
import { refsOf } from '../dashboard/stops.ts';
import { defineOperation } from '../operation.ts';

const RECENT = 30;

/** What can be compared: all branches and tags, environments that were looked at, and the last commits of a branch. */
export const listSides = defineOperation({
	name: 'compare.sides',
	permission: 'dashboard:read',
	input: z.object({ dashboardId: DashboardId, branch: BranchName.optional() }),

	async run({ app }, { dashboardId, branch }): Promise<ComparedSide[]> {
		const dashboard = await openDashboard(app, dashboardId);
		const { row, repo } = dashboard;
		const refs = await refsOf(dashboard);
		const known = await listEnvironmentDashboards(app.db, dashboardId);
		const named = [...refs.branches, ...refs.tags];
		const commits = await readCommits(
			repo,
			named.map(({ oid }) => oid)
		);
		const at = new Map(named.map(({ oid }, i) => [oid, commits[i]!.committedAt]));
		const tracked = await listRemoteOnly(repo, new Set(refs.branches.map(({ name }) => name)));
		const head = await shownHeadOf(repo, branch ?? BranchName.parse(row.default_branch));
		return [
			...[...refs.live].map(([name, commit]): ComparedSide => {
				const capturedAt = known.find(({ environment }) => environment === name)?.capturedAt ?? null;
				return { kind: 'environment', name, side: `environment:${name}`, commit, at: capturedAt };
			}),
			...refs.branches.map(({ name, oid }): ComparedSide => {
				return { kind: 'branch', name, side: name, commit: oid, at: at.get(oid) ?? null };
			}),
			...tracked.map(({ name, head, lastCommit }): ComparedSide => {
				return { kind: 'branch', name, side: name, commit: head, at: lastCommit.committedAt };
			}),
			...refs.tags.map(({ name, oid }): ComparedSide => {
				return { kind: 'tag', name, side: name, commit: oid, at: at.get(oid) ?? null };
			}),
			...(await listCommits(repo, { from: head, limit: RECENT })).map(({ oid, subject, committedAt }): ComparedSide => {
				return { kind: 'commit', name: subject, side: oid, commit: oid, at: committedAt };
			})
		];
	}
});
