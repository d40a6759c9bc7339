import type { Oid } from '#lib/domain/ids.ts';
import { RefName, scratchRef } from '#lib/domain/refs.ts';
import { readCommits } from '../../git/objects.ts';
import { listRefs, moveRef, moveRefs, resolveRef } from '../../git/refs.ts';
import { commitEdits } from '../../git/write.ts';
import type { CanonicalTree } from '../../superset/bundle/tree.ts';
import { editsOfAssets } from '../commit/tree-edits.ts';
import type { OpenDashboard } from '../dashboard/repository.ts';
import type { Context } from '../operation.ts';

/** A plan of so long ago is made anew. */
const KEPT_MS = 7 * 86_400_000;

/** A commit on no branch, to be written into an environment or committed from; a ref holds it for a week. */
export async function scratchCommit(
	{ app, actor }: Pick<Context, 'app' | 'actor'>,
	{ repo }: OpenDashboard,
	of: {
		/** `null` for one without a history. */
		base: Oid | null;
		tree: CanonicalTree;
		message: string;
	}
): Promise<Oid> {
	await letGoOld(repo, app.now() - KEPT_MS);
	const making = RefName.parse(`refs/scratch/making/${crypto.randomUUID()}`);
	const { base, tree } = of;
	const { commit } = await commitEdits(repo, {
		...{ ref: making, expected: null, base, parents: base ? [base] : [] },
		edits: base ? await editsOfAssets(repo, base, tree) : tree.files,
		message: `${of.message}\n`,
		author: actor,
		at: app.now()
	});
	if (!(await resolveRef(repo, scratchRef(commit))))
		await moveRef(repo, scratchRef(commit), { from: null, to: commit });
	await moveRef(repo, making, { from: commit, to: null });
	return commit;
}

async function letGoOld(repo: OpenDashboard['repo'], beforeMs: number): Promise<void> {
	const refs = await listRefs(repo, 'refs/scratch/');
	const commits = await readCommits(
		repo,
		refs.map(({ oid }) => oid)
	);
	await moveRefs(
		repo,
		refs
			.filter((_, at) => commits[at]!.committedAt < beforeMs)
			.map(({ ref, target }) => ({ ref, from: target, to: null }))
	);
}
