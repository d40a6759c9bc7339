import { PERMISSIONS_OF_ROLE } from '#lib/domain/permission.ts';
import type { BranchName } from '#lib/domain/refs.ts';
import type { SyncOffer } from '#lib/domain/sync.ts';
import { listRefs } from '../../git/refs.ts';
import type { OpenDashboard } from '../dashboard/repository.ts';
import type { Actor } from '../operation.ts';
import type { Standing } from './standing.ts';

/** The ways on for somebody whose push found commits that were not pulled, or a rule of the host. */
export async function offersAfter(
	actor: Actor,
	dashboard: OpenDashboard,
	{ branch, remoteHead, behind }: Standing,
	reason: 'not_fast_forward' | 'moved' | 'refused'
): Promise<SyncOffer[]> {
	const aside: SyncOffer = { kind: 'new_branch', name: await freeName(dashboard, branch) };
	if (reason === 'refused' || !remoteHead) return [aside];
	const mayForce = PERMISSIONS_OF_ROLE[actor.role].has('remote:force');
	return [
		{ kind: 'pull_then_push' },
		aside,
		...(mayForce ? [{ kind: 'force', lease: remoteHead, overwrites: behind } as const] : [])
	];
}

/** `main-2`: the first of its kind that neither we nor the remote have. */
async function freeName({ repo }: OpenDashboard, branch: BranchName): Promise<string> {
	const taken = (await listRefs(repo, 'refs/')).map(({ ref }) => ref.replace(/^refs\/(?:heads|remotes\/origin)\//, ''));
	let number = 2;
	// Neither can a branch be a folder of others.
	while (taken.some((name) => `${name}/`.startsWith(`${branch}-${number}/`))) number += 1;
	return `${branch}-${number}`;
}
