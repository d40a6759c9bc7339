import type { CommitSummary } from '#lib/domain/commit.ts';
import { short } from '#lib/domain/compare/words.ts';
import type { Oid } from '#lib/domain/ids.ts';
import type { ToldConflict } from '#lib/domain/merge/conflict.ts';
import type { Repo } from '../../git/exec.ts';
import { listCommits } from '../../git/history.ts';
import { readCommit } from '../../git/objects.ts';

/** So many commits are named, and so many are counted. */
const NAMED = 20;
export const MOST_COUNTED = 1000;

/** What comes in with a merge, newest first; at most 1000. */
export const incomingCommits = (repo: Repo, { mine, theirs }: { mine: Oid; theirs: Oid }): Promise<CommitSummary[]> =>
	listCommits(repo, { from: theirs, without: [mine], limit: MOST_COUNTED });

/** `Merge feature/regions into main`, and the commits that come in. */
export async function mergeMessage(
	repo: Repo,
	{ mine, theirs, from, branch }: { mine: Oid; theirs: Oid; from: string; branch: string }
): Promise<string> {
	const commits = await incomingCommits(repo, { mine, theirs });
	const lines = commits.slice(0, NAMED).map(({ oid, subject }) => `* ${short(subject, 72)} (${oid.slice(0, 7)})`);
	const left = commits.length - lines.length;
	if (left > 0) lines.push(commits.length === MOST_COUNTED ? '* and many more' : `* and ${left} more`);
	return `Merge ${from} into ${branch}\n\n${lines.join('\n')}`;
}

/** The picked commit's own words. */
export async function pickMessage(repo: Repo, picked: Oid): Promise<string> {
	const { subject, body } = await readCommit(repo, picked);
	return body ? `${subject}\n\n${body}` : subject;
}

/** As `git cherry-pick -x` says it; once. */
export function withOrigin(message: string, picked: Oid): string {
	const origin = `(cherry picked from commit ${picked})`;
	return message.includes(origin) ? message : `${message.trimEnd()}\n\n${origin}`;
}

/** What was decided, a line for each conflict; nothing for none. */
export function withChoices(
	message: string,
	conflicts: readonly ToldConflict[],
	{ mine, theirs }: { readonly mine: string; readonly theirs: string }
): string {
	const lines = conflicts.flatMap(({ asset, label, choice, ...sides }) => {
		const what = asset.name === label ? `“${short(asset.name)}”` : `“${short(asset.name)}”, ${label}`;
		if (!choice) return [];
		if (choice.kind === 'edited') return [`- ${what}: edited by hand`];
		return [`- ${what}: ${sides[choice.keep].words}, as in ${choice.keep === 'mine' ? mine : theirs}`];
	});
	return lines.length === 0 ? message : `${message.trimEnd()}\n\nDecided:\n${lines.join('\n')}`;
}
