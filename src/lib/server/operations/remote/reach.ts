import { RemoteFailed } from '#lib/domain/errors.ts';
import { BranchName, branchRef } from '#lib/domain/refs.ts';
import type { RemoteReached } from '#lib/domain/remote.ts';
import { probePush } from '../../git/push.ts';
import { resolveRef } from '../../git/refs.ts';
import { checkAccess } from '../../git/remote-access.ts';
import { listRemoteRefs, type RemoteAccess, type RemoteRefs } from '../../git/remote.ts';
import type { OpenDashboard } from '../dashboard/repository.ts';

/**
 * Ask a git server what it has and whether we may write. Nothing is changed on either side.
 * @throws {RemoteFailed} when it cannot be read. {InvalidInput} when the access leads where git may not go.
 */
export async function reach(
	{ row, repo }: OpenDashboard,
	access: RemoteAccess,
	signal: AbortSignal
): Promise<{ readonly reached: RemoteReached; readonly refs: RemoteRefs }> {
	const { host } = await checkAccess(access);
	const refs = await listRemoteRefs(access, { signal });
	const ref = branchRef(BranchName.parse(row.default_branch));
	const oid = await resolveRef(repo, ref);
	const readOnly = oid ? await probePush(repo, access, { ref, oid, signal }).then(() => null, whyNot) : null;
	const { defaultBranch, branches, tags } = refs;
	const counts = { branchCount: branches.length, tagCount: tags.length };
	return { reached: { kind: 'ok', host, defaultBranch, ...counts, readOnly }, refs };
}

/** It was read a moment ago, so what fails now is about writing. */
function whyNot(error: unknown): RemoteReached['readOnly'] {
	if (!(error instanceof RemoteFailed)) throw error;
	return { message: error.message, hint: error.hint };
}
