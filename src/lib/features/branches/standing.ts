import type { BranchSummary } from '#lib/domain/commit.ts';
import { countWords } from '#lib/ui/count-words.ts';

/** How a branch of ours stands to the git remote, as fetched last. */
export interface RemoteStanding {
	/** `only here`, `2 commits to publish`. */
	readonly words: string;
	/** The same where there is little room. */
	readonly short: string;
	/** What the button that publishes says; `null` where there is nothing to publish, or it would be rejected. */
	readonly publish: string | null;
	/** Whether the remote has commits that it lacks. */
	readonly isBehind: boolean;
}

/** @see specs/features/dashboard.md, the table of *The git remote* */
export function standingOf({ remote }: Pick<BranchSummary, 'remote'>): RemoteStanding {
	if (!remote) return { words: 'only here', short: 'Publish', publish: 'Publish', isBehind: false };
	const { ahead, behind } = remote;
	if (ahead && behind) {
		const words = `${ahead} to publish, ${behind} to get`;
		return { words, short: words, publish: null, isBehind: true };
	}
	if (behind) {
		const words = `${countWords(behind, 'commit')} to get`;
		return { words, short: words, publish: null, isBehind: true };
	}
	if (!ahead) return { words: 'published', short: 'Published', publish: null, isBehind: false };
	const publish = `Publish ${countWords(ahead, 'commit')}`;
	return { words: `${countWords(ahead, 'commit')} to publish`, short: publish, publish, isBehind: false };
}
