import { z } from 'zod';
import { AlreadyExists, InvalidInput } from '#lib/domain/errors.ts';
import type { Oid } from '#lib/domain/ids.ts';
import { BranchName, branchRef, setAsideRef } from '#lib/domain/refs.ts';
import type { Environment } from '../../db/environments.ts';
import { holdSameAssets } from '../../git/asset-trees.ts';
import type { Repo } from '../../git/exec.ts';
import { moveRefs, resolveRef } from '../../git/refs.ts';
import { commitEdits } from '../../git/write.ts';
import { keepingMove, listKept } from '../branch/kept.ts';
import { readCanonicalTree, type OpenDashboard } from '../dashboard/repository.ts';
import { editsOfAssets } from '../commit/tree-edits.ts';
import type { Context } from '../operation.ts';
import type { Shown } from './shown-in.ts';

const Message = z.string().trim().min(1, 'must say what changed').max(20_000, 'must have at most 20,000 characters');

/** What shall become of changes in an environment that no commit has, before something else is written there. */
export const UncommittedChoice = z.discriminatedUnion('kind', [
	/** On top of the branch that the environment shows, if that is still what it was opened with. */
	z.object({ kind: z.literal('commit-here'), message: Message }),
	/** On a new branch that starts with what was opened there. */
	z.object({ kind: z.literal('commit-to-new-branch'), name: BranchName, message: Message }),
	/** Kept, to be brought back later. */
	z.object({ kind: z.literal('set-aside'), note: z.string().trim().max(20_000).optional() })
]);
export type UncommittedChoice = z.infer<typeof UncommittedChoice>;

export type KeptChanges =
	| { readonly kind: 'committed'; readonly branch: BranchName; readonly commit: Oid }
	| { readonly kind: 'set-aside'; readonly id: string };

/**
 * Carry out the choice. Only git is touched.
 * @throws {AlreadyExists} for a branch that is there. {RefMoved} when somebody committed meanwhile.
 */
export async function keepUncommitted(
	context: Pick<Context, 'app' | 'actor'>,
	dashboard: OpenDashboard,
	what: {
		readonly choice: UncommittedChoice;
		readonly environment: Environment;
		readonly live: Oid;
		readonly shown: Shown | null;
		/** Where a new branch, or changes set aside, start where nobody knows what is shown. */
		readonly fallback: Shown;
	}
): Promise<KeptChanges> {
	const { choice, live } = what;
	if (choice.kind === 'set-aside') return setAside(context, dashboard, { ...what, note: choice.note });
	if (choice.kind === 'commit-here') {
		if (!what.shown) {
			const issue = { path: ['uncommitted'], message: `nobody knows which branch ${what.environment.title} shows` };
			throw new InvalidInput([issue], { hint: 'Commit the changes to a new branch, or set them aside.' });
		}
		const { branch, head, since } = what.shown;
		if (!(await holdSameAssets(dashboard.repo, head, since))) {
			// On top of the head they would take back, without a word, what the branch got meanwhile.
			const message = `${branch} has got other commits since it was opened in ${what.environment.title}`;
			throw new InvalidInput([{ path: ['uncommitted'], message }], {
				hint: 'Commit the changes to a new branch, or set them aside and bring them back on top.'
			});
		}
		const at = { branch, expected: head, base: head, message: choice.message };
		return { kind: 'committed', branch, commit: await commitLive(context, dashboard, { live, ...at }) };
	}
	const { name: branch, message } = choice;
	await refuseTakenName(dashboard.repo, choice);
	const base = (what.shown ?? what.fallback).since;
	const commit = await commitLive(context, dashboard, { live, branch, expected: null, base, message });
	return { kind: 'committed', branch, commit };
}

/** @throws {AlreadyExists} when changes are to be committed to a new branch, and there is one of that name. */
export async function refuseTakenName(repo: Repo, choice: UncommittedChoice | undefined): Promise<void> {
	if (choice?.kind !== 'commit-to-new-branch' || !(await resolveRef(repo, branchRef(choice.name)))) return;
	throw new AlreadyExists(`There is a branch “${choice.name}” already.`, { hint: 'Choose another name.' });
}

async function commitLive(
	{ app, actor }: Pick<Context, 'app' | 'actor'>,
	{ repo }: OpenDashboard,
	at: { live: Oid; branch: BranchName; expected: Oid | null; base: Oid; message: string }
): Promise<Oid> {
	const { commit } = await commitEdits(repo, {
		...{ ref: branchRef(at.branch), expected: at.expected, base: at.base, parents: [at.base] },
		edits: await editsOfAssets(repo, at.base, await readCanonicalTree(app, repo, at.live)),
		message: `${at.message}\n`,
		author: actor,
		at: app.now()
	});
	return commit;
}

/** The same changes are set aside once, however often the write that follows is tried. */
async function setAside(
	{ app, actor }: Pick<Context, 'app' | 'actor'>,
	{ repo }: OpenDashboard,
	of: { live: Oid; environment: Environment; shown: Shown | null; fallback: Shown; note: string | undefined }
): Promise<KeptChanges> {
	const refAt = (ms: number) => setAsideRef(of.environment.name, ms);
	const { branch, since } = of.shown ?? of.fallback;
	const twin = (await listKept(repo, refAt)).find((one) => one.commit === of.live && one.branch === branch);
	if (twin) return { kind: 'set-aside', id: twin.id };
	const note = noteOfAside({ note: of.note ?? '', since });
	const { id, ...move } = await keepingMove(repo, refAt, {
		...{ branch, commit: of.live, by: actor, at: app.now(), note }
	});
	await moveRefs(repo, [move]);
	return { kind: 'set-aside', id };
}

/** The last line of the note says what the changes were made on top of. */
export const SINCE = 'Since: ';

export const noteOfAside = ({ note, since }: { note: string; since: Oid }): string => `${note}\n\n${SINCE}${since}`;
