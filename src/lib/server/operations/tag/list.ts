import { z } from 'zod';
import type { Person } from '#lib/domain/commit.ts';
import { DashboardId, type EnvironmentName, type Oid } from '#lib/domain/ids.ts';
import { readCommits } from '../../git/objects.ts';
import { listNoted } from '../../git/tags.ts';
import { openDashboard } from '../dashboard/repository.ts';
import { environmentsWith, refsOf } from '../dashboard/stops.ts';
import { defineOperation } from '../operation.ts';

export interface TagSummary {
	readonly name: string;
	readonly commit: Oid;
	/** What the tag itself is, for `tag.delete` and `tag.bring-back`; the commit where the tag has no note. */
	readonly object: Oid;
	/** What the release is about; empty where the tag has no note. */
	readonly note: string;
	/** Who tagged it and when; of a tag without a note, who committed. */
	readonly tagger: Person;
	readonly at: number;
	/** The first line of the commit's message. */
	readonly subject: string;
	readonly deployedTo: readonly EnvironmentName[];
}

/** All tags, the newest first. */
export const listDashboardTags = defineOperation({
	name: 'tag.list',
	permission: 'dashboard:read',
	input: z.object({ dashboardId: DashboardId }),

	async run({ app }, { dashboardId }): Promise<TagSummary[]> {
		const dashboard = await openDashboard(app, dashboardId);
		const { deployed } = await refsOf(dashboard);
		const noted = await listNoted(dashboard.repo, 'refs/tags/');
		const commits = await readCommits(
			dashboard.repo,
			noted.map(({ commit }) => commit)
		);
		return noted
			.map(({ ref, commit, target, note }, at) => ({
				name: ref.slice('refs/tags/'.length),
				commit,
				object: target,
				note: note?.message ?? '',
				tagger: note?.tagger ?? commits[at]!.committer,
				at: note?.at ?? commits[at]!.committedAt,
				subject: commits[at]!.subject,
				deployedTo: environmentsWith(deployed, commit)
			}))
			.sort((a, b) => b.at - a.at || (a.name < b.name ? -1 : 1));
	}
});
