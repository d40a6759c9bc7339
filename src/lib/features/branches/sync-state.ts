import type { BranchSummary } from '#lib/domain/commit.ts';
import type { OpenMergeSummary } from '#lib/domain/merge/session.ts';
import type { SyncPreview } from '#lib/domain/sync.ts';
import { countWords } from '#lib/ui/count-words.ts';

/**
 * What the one button for the git remote says and does. `publish`: the remote lacks the branch · `push`, `pull`, `both`: by
 * who has commits that the other lacks · `current`: nobody has · `merge`: decisions are awaited.
 */
export type SyncState =
	| { readonly kind: 'publish'; readonly words: string }
	| { readonly kind: 'push' | 'pull' | 'both' | 'current'; readonly words: string }
	| { readonly kind: 'merge'; readonly words: string; readonly mergeId: string };

/**
 * How the branch that is looked at stands to the git remote, as fetched last.
 *
 * @param merge the one that waits on this branch, if there is one
 * @returns `null` where no remote is connected, or what only it has is looked at
 */
export function syncStateOf(
	branch: Pick<BranchSummary, 'place' | 'remote'>,
	remoteUrl: string | null,
	merge: Pick<OpenMergeSummary, 'id' | 'purpose'> | null
): SyncState | null {
	if (branch.place === 'origin') return null;
	if (merge) return { kind: 'merge', words: 'Finish merge', mergeId: merge.id };
	if (remoteUrl === null) return null;
	if (!branch.remote) return { kind: 'publish', words: 'Publish branch' };
	const { ahead, behind } = branch.remote;
	if (ahead && behind) return { kind: 'both', words: `Pull and push ↑${ahead} ↓${behind}` };
	if (ahead) return { kind: 'push', words: `Push ↑${ahead}` };
	if (behind) return { kind: 'pull', words: `Pull ↓${behind}` };
	return { kind: 'current', words: 'Up to date' };
}

/** What the button of the preview does, named: `Pull 1 commit and push 2`; `null` where nothing is to be done. */
export function syncVerb({
	ahead,
	behind,
	conflicts
}: Pick<SyncPreview, 'ahead' | 'behind' | 'conflicts'>): string | null {
	const questions = conflicts.reduce((sum, conflict) => sum + conflict.questions.length, 0);
	if (questions > 0) return `Pull and decide ${countWords(questions, 'conflict')}`;
	if (ahead && behind) return `Pull ${countWords(behind, 'commit')} and push ${ahead}`;
	if (behind) return `Pull ${countWords(behind, 'commit')}`;
	return ahead ? `Push ${countWords(ahead, 'commit')}` : null;
}

/** Orphans of a preview, each environment once: `dev: “A”, “B”`. */
export function orphanLines(orphans: SyncPreview['will_orphan']): readonly { environment: string; names: string[] }[] {
	const environments = [...new Set(orphans.map(({ environment }) => environment))];
	return environments.map((environment) => ({
		environment,
		names: orphans.filter((one) => one.environment === environment).map(({ asset }) => asset.name)
	}));
}
