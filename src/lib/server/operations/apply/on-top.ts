import { NotFound } from '#lib/domain/errors.ts';
import type { EnvironmentName, Oid } from '#lib/domain/ids.ts';
import type { Plan } from '#lib/domain/plan.ts';
import { BranchName, branchRef, scratchRef } from '#lib/domain/refs.ts';
import { readCommit } from '../../git/objects.ts';
import { resolveRef } from '../../git/refs.ts';
import { takenBack, type Conflict } from '../commit/taken-back.ts';
import { editsOfAssets } from '../commit/tree-edits.ts';
import { readCanonicalTree, type OpenDashboard } from '../dashboard/repository.ts';
import type { Context } from '../operation.ts';
import { scratchCommit } from './scratch.ts';
import { setAsideOf, type KeptAside } from './set-aside.ts';

export interface Conflicting {
	readonly kind: 'conflict';
	readonly assets: readonly Conflict[];
}

/** The commit that has changes in it that were set aside. */
export interface OnTop {
	readonly kind: 'on-top';
	readonly commit: Oid;
	/** Of the branch that they are changes of, at that moment; `null` where it is gone. */
	readonly head: Oid | null;
}

/** @throws {NotFound} when nothing is set aside of this environment by this id. */
export async function getSetAside(
	{ repo }: OpenDashboard,
	{ environment, id }: { environment: EnvironmentName; id: string }
): Promise<KeptAside> {
	const aside = (await setAsideOf(repo, environment)).find((one) => one.id === id);
	if (!aside) throw new NotFound('changes set aside as', id, { hint: 'They may have been brought back already.' });
	return aside;
}

/**
 * Changes that were set aside, on top of what their branch is at now: all of them, or a conflict that names each asset
 * that the branch has changed the same.
 * @param of `exactly`: the whole dashboard as it was then; `planned`: its commit is taken again where it is the same, so
 * that its plan holds
 */
export async function putOnTop(
	context: Pick<Context, 'app' | 'actor'>,
	dashboard: OpenDashboard,
	of: { aside: KeptAside; exactly: boolean; planned?: Plan | undefined }
): Promise<OnTop | Conflicting> {
	const { app } = context;
	const { repo } = dashboard;
	const { aside, exactly, planned } = of;
	const head = await resolveRef(repo, branchRef(BranchName.parse(aside.branch)));
	if (exactly || !head || head === aside.since) return { kind: 'on-top', commit: aside.commit, head };
	const [before, after, now] = await Promise.all(
		[aside.commit, aside.since, head].map((one) => readCanonicalTree(app, repo, one))
	);
	const found = takenBack(app, { before: before!, after: after!, now: now! });
	if (found.kind === 'conflict') return found;
	if (planned && (await resolveRef(repo, scratchRef(planned.commit)))) {
		const { parents } = await readCommit(repo, planned.commit);
		const edits = await editsOfAssets(repo, planned.commit, found.tree);
		if (parents[0] === head && edits.size === 0) return { kind: 'on-top', commit: planned.commit, head };
	}
	const message = `Changes of ${aside.branch} that were set aside`;
	const commit = await scratchCommit(context, dashboard, { base: head, tree: found.tree, message });
	return { kind: 'on-top', commit, head };
}
