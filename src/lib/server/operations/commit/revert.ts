import { z } from 'zod';
import { short } from '#lib/domain/compare/words.ts';
import { InvalidInput, RefMoved } from '#lib/domain/errors.ts';
import { DashboardId, Oid } from '#lib/domain/ids.ts';
import { BranchName, branchRef } from '#lib/domain/refs.ts';
import { isAncestor } from '../../git/ancestry.ts';
import { readCommit } from '../../git/objects.ts';
import { commitEdits } from '../../git/write.ts';
import { assetKey } from '../../superset/bundle/canonical.ts';
import type { CanonicalTree } from '../../superset/bundle/tree.ts';
import { commitNamed, headOf, openDashboard, readCanonicalTree } from '../dashboard/repository.ts';
import { defineOperation } from '../operation.ts';
import { takenBack, type Conflict } from './taken-back.ts';
import { editsOfAssets } from './tree-edits.ts';

export type RevertResult =
	| { readonly kind: 'conflict'; readonly assets: readonly Conflict[] }
	| {
			readonly kind: 'reverted';
			readonly commit: Oid;
			readonly message: string;
			readonly reverted: readonly string[];
			readonly alsoTaken: readonly string[];
	  };

/** Take back what one commit did, as a new commit on top; of a merge, what it brought to its first parent. */
export const revertCommit = defineOperation({
	name: 'commit.revert',
	permission: 'commit:write',
	input: z.object({
		dashboardId: DashboardId,
		branch: BranchName,
		expectedHead: Oid,
		/** A commit's id or its first digits; in the history of the branch. */
		commit: z.string().min(1).max(244),
		/** Of its changes only these: paths, or uuids. Default: all. */
		paths: z.array(z.string().max(1000)).min(1, 'must name at least one asset').max(1000).optional(),
		/** Default: names the commit. */
		message: z.string().trim().max(20_000, 'must have at most 20,000 characters').optional()
	}),

	async run({ app, actor }, { dashboardId, branch, expectedHead, commit, paths, message }): Promise<RevertResult> {
		const { repo } = await openDashboard(app, dashboardId);
		if ((await headOf(repo, branch)) !== expectedHead) throw new RefMoved(branchRef(branch));
		const { oid, parents, subject } = await readCommit(repo, await commitNamed(repo, commit));
		const [parent] = parents;
		if (!parent) throw refused('is the first one, before which there was nothing', 'Restore a later commit instead.');
		if (!(await isAncestor(repo, { ancestor: oid, descendant: expectedHead }))) {
			throw refused(`is not in the history of ${branch}`, 'Choose a commit of this branch, or the branch that has it.');
		}
		const trees = {
			before: await readCanonicalTree(app, repo, parent),
			after: await readCanonicalTree(app, repo, oid),
			now: await readCanonicalTree(app, repo, expectedHead)
		};
		const found = takenBack(app, trees, paths && choiceOf(paths, trees));
		if (found.kind === 'conflict') return found;
		const said = message || `Revert “${short(subject)}”\n\nThis takes back ${oid}.`;
		const made = await commitEdits(repo, {
			ref: branchRef(branch),
			...{ expected: expectedHead, base: expectedHead },
			edits: await editsOfAssets(repo, expectedHead, found.tree),
			message: `${said}\n`,
			author: actor,
			at: app.now()
		});
		if (!made.changed) throw refused('left nothing to take back', 'It was taken back already, or changed nothing.');
		return { kind: 'reverted', commit: made.commit, message: said, reverted: found.names, alsoTaken: found.alsoTaken };
	}
});

const refused = (message: string, hint: string) => new InvalidInput([{ path: ['commit'], message }], { hint });

/** Chosen assets, by path before, after or now, or by uuid. @throws {InvalidInput} for one that is nowhere. */
function choiceOf(
	names: readonly string[],
	trees: Readonly<Record<'before' | 'after' | 'now', CanonicalTree>>
): (key: string) => boolean {
	const all = Object.values(trees).flatMap((tree) => [...tree.paths]);
	const keys = new Set<string>();
	for (const name of names) {
		const asset = all.find(([path, { uuid }]) => path === name || uuid === name.toLowerCase())?.[1];
		if (asset) keys.add(assetKey(asset.kind, asset.uuid));
		else if (name === 'tags.yaml') keys.add('tags');
		else {
			const issue = { path: ['paths'], message: `names what is not there: ${name}` };
			throw new InvalidInput([issue], { hint: 'Reload the page and choose again.' });
		}
	}
	return (key) => keys.has(key);
}
