import type { BranchSummary } from '#lib/domain/commit.ts';

/** Branches whose name holds every word that is typed, in any case; the order stays. */
export function branchesLike(branches: readonly BranchSummary[], search: string): readonly BranchSummary[] {
	const words = search.toLowerCase().split(/\s+/).filter(Boolean);
	if (!words.length) return branches;
	return branches.filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)));
}
