import type { BranchSummary } from '#lib/domain/commit.ts';

/** What a branch of the git remote is called when it is one of ours: `origin/feature` → `feature`. */
export const ownName = (branch: string): string => branch.replace(/^origin\//, '');

/** Why nothing is written to the branch that is looked at, and what to do; `null` for one of ours. */
export function lockOfRemote(view: {
	readonly branch: Pick<BranchSummary, 'name' | 'place'>;
	readonly branches: readonly Pick<BranchSummary, 'name'>[];
}): string | null {
	if (view.branch.place === 'here') return null;
	const name = ownName(view.branch.name);
	return view.branches.some((one) => one.name === name)
		? `This is ${name} as the git remote has it: look at ${name} here, then work on it.`
		: `Only the git remote has it: get it first, then work on ${name} here.`;
}
