import type { DashboardId, Oid } from '#lib/domain/ids.ts';
import type { MergeStarted } from '#lib/domain/merge/session.ts';
import { BranchName, branchRef } from '#lib/domain/refs.ts';
import type { App } from '#lib/server/app.ts';
import { commitEdits } from '#lib/server/git/write.ts';
import { headOf, readCanonicalTree } from '#lib/server/operations/dashboard/repository.ts';
import { startMerge } from '#lib/server/operations/merge/start.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { canonicalAssets } from '#lib/server/superset/bundle/canonical.ts';
import { FOLDER_OF_KIND } from '#lib/server/superset/bundle/form.ts';
import { treeOfAssets, type CanonicalTree } from '#lib/server/superset/bundle/tree.ts';
import { editsOfAssets } from '#lib/server/operations/commit/tree-edits.ts';
import { contextFor } from '#tests/support/app.ts';
import { yamlBytes } from '#tests/support/bundle/edit.ts';
import { afterEdits, contentsOf, type Contents, type Edit } from './edited.ts';

/** The tree of these contents, in canonical form. */
export function treeOfContents(contents: Contents, tags: CanonicalTree['tags']): CanonicalTree {
	const files = new Map(
		[...contents].map(([key, content]) => {
			const [kind, uuid] = key.split(' ') as [keyof typeof FOLDER_OF_KIND, string];
			return [`${FOLDER_OF_KIND[kind]}/${uuid}.yaml`, yamlBytes(content)];
		})
	);
	return treeOfAssets({ ...canonicalAssets(files), tags });
}

/** Commit to a branch what somebody did; the branch begins at `from`. */
export async function commitWork(
	app: App,
	dashboardId: DashboardId,
	{
		branch,
		from,
		work
	}: { branch: string; from: Oid; work: readonly (readonly [kind: string, which: number, how: number])[] }
): Promise<Oid> {
	const repo = app.repoOf(dashboardId);
	const base = await readCanonicalTree(app, repo, from);
	let contents = contentsOf(base);
	for (const [kind, which, how] of work)
		contents = afterEdits(contents, [{ what: 0, which, how } satisfies Edit], [kind]);
	const ref = branchRef(BranchName.parse(branch));
	const expected = await headOf(repo, BranchName.parse(branch)).catch(() => null);
	const { commit } = await commitEdits(repo, {
		...{ ref, expected, base: from, parents: [from] },
		edits: await editsOfAssets(repo, from, treeOfContents(contents, base.tags)),
		...{ message: `Work on ${branch}\n`, author: { name: 'Ada', email: 'ada@example.org' }, at: app.now() }
	});
	return commit;
}

export const mergeInto = async (app: App, dashboardId: DashboardId, from: string): Promise<MergeStarted> =>
	execute(startMerge, contextFor(app), {
		...{ dashboardId, branch: 'main', from },
		expectedHead: await headOf(app.repoOf(dashboardId), BranchName.parse('main'))
	});
