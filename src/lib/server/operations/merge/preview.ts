import { assetKindOf } from '#lib/domain/asset.ts';
import { changesBetween } from '#lib/domain/compare/changes.ts';
import { RefMoved } from '#lib/domain/errors.ts';
import type { MergePreview } from '#lib/domain/merge/session.ts';
import { branchRef } from '#lib/domain/refs.ts';
import { diffTrees } from '../../git/diff.ts';
import { readCommit } from '../../git/objects.ts';
import { comparedAssets } from '../../superset/bundle/compared.ts';
import { commitNamed, headOf, openDashboard, readCanonicalTree } from '../dashboard/repository.ts';
import { defineOperation } from '../operation.ts';
import { mergeCommits } from './merge-commits.ts';
import { tellSides } from './merge-sides.ts';
import { incomingCommits } from './message.ts';
import { MergeInput } from './start.ts';
import { messageOf, plainFinding } from './tell-open.ts';

/** So many of the commits that come in are listed. */
const LISTED = 50;

/** What merging would do; nothing is changed. */
export const previewMerge = defineOperation({
	name: 'merge.preview',
	permission: 'dashboard:read',
	input: MergeInput.partial({ expectedHead: true }),

	async run({ app }, { dashboardId, branch, expectedHead, from, message }): Promise<MergePreview> {
		const { repo } = await openDashboard(app, dashboardId);
		const mine = await headOf(repo, branch);
		if (expectedHead && expectedHead !== mine) throw new RefMoved(branchRef(branch));
		const { oid: theirs } = await readCommit(repo, await commitNamed(repo, from));
		const sides = { mine: { commit: mine, name: branch }, theirs: { commit: theirs, name: from } };
		const choices = new Map();
		const found = await mergeCommits(app, repo, { ...sides, choices });
		const commits = await incomingCommits(repo, { mine, theirs });
		const common = { branch, mine, from, theirs, commitCount: commits.length, commits: commits.slice(0, LISTED) };
		const before = comparedAssets(await readCanonicalTree(app, repo, mine));
		if (found.kind !== 'merged') {
			const after = found.kind === 'up_to_date' ? before : comparedAssets(await readCanonicalTree(app, repo, theirs));
			const differing = found.kind === 'up_to_date' ? [] : await diffTrees(repo, mine, theirs);
			const ownFiles = differing.map(({ path }) => path).filter((path) => assetKindOf(path) === undefined);
			const nothing = { conflicts: [], automatic: [], findings: [], message: '' };
			return { kind: found.kind, ...common, changes: changesBetween(before, after), ownFiles, ...nothing };
		}
		return {
			...{ kind: found.undecided.length > 0 ? 'conflicts' : 'merged', ...common },
			changes: changesBetween(before, comparedAssets(found.merged.tree)),
			ownFiles: [...found.own.edits.keys()],
			...tellSides(found, choices),
			findings: found.merged.findings.map(plainFinding),
			message: await messageOf(
				repo,
				{ purpose: 'merge', branch, from, message: message || null },
				{ heads: { mine, theirs }, conflicts: [] }
			)
		};
	}
});
