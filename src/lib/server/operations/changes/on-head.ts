import type { Choice } from '#lib/domain/merge/conflict.ts';
import type { Oid } from '#lib/domain/ids.ts';
import { liveRef, type BranchName } from '#lib/domain/refs.ts';
import type { App } from '../../app.ts';
import { isAncestor } from '../../git/ancestry.ts';
import { resolveRef } from '../../git/refs.ts';
import { mergeTrees } from '../../superset/bundle/merge.ts';
import type { CanonicalTree } from '../../superset/bundle/tree.ts';
import { shownIn } from '../apply/shown-in.ts';
import { readCanonicalTree, type OpenDashboard } from '../dashboard/repository.ts';

/** Deciding a place can ask about what is in it, so often at most. */
const MOST_ROUNDS = 5;

/**
 * What a branch would be with all that was edited at home: what is live there, or, where the branch got commits since
 * from elsewhere (a merge, a pull, a restored chart), the edits put on top of it. Else what came to the branch would look
 * as if somebody had taken it back, and the next commit would do so. Where both changed the same, the edit counts.
 * @param of `live`: a capture of the home, or of what somebody uploaded, which stays as it is
 */
export async function liveOnHead(
	app: App,
	dashboard: OpenDashboard,
	{ branch, head, live }: { branch: BranchName; head: Oid; live: Oid }
): Promise<CanonicalTree> {
	const { row, repo } = dashboard;
	const theirs = await readCanonicalTree(app, repo, live);
	const name = row.home_environment;
	const now = name && (await resolveRef(repo, liveRef(name)));
	if (!now || (now !== live && !(await isAncestor(repo, { ancestor: live, descendant: now })))) return theirs;
	const shown = await shownIn(app, dashboard, { name });
	if (!shown || shown.since === head || (shown.branch !== branch && shown.head !== head)) return theirs;
	if (!(await isAncestor(repo, { ancestor: shown.since, descendant: head }))) return theirs;

	const [base, mine] = [await readCanonicalTree(app, repo, shown.since), await readCanonicalTree(app, repo, head)];
	let choices = new Map<string, Choice>();
	let merged = mergeTrees({ base, mine, theirs }, choices, app.memory);
	for (let round = 0; round < MOST_ROUNDS && merged.undecided.length > 0; round += 1) {
		choices = new Map(merged.conflicts.map(({ id }) => [id, { keep: 'theirs' }]));
		merged = mergeTrees({ base, mine, theirs }, choices, app.memory);
	}
	return merged.tree;
}
