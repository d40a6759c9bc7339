import { z } from 'zod';
import { NotFound } from '#lib/domain/errors.ts';
import { EnvironmentName, Oid } from '#lib/domain/ids.ts';
import { BranchName, branchRef, liveRef, TagName, tagRef } from '#lib/domain/refs.ts';
import type { App } from '../../app.ts';
import { findEnvironmentDashboard } from '../../db/environment-dashboards.ts';
import { getEnvironment } from '../../db/environments.ts';
import { readCommit } from '../../git/objects.ts';
import { resolveRef } from '../../git/refs.ts';
import { commitNamed, shownHeadOf, trackedHeadOf, type OpenDashboard } from '../dashboard/repository.ts';
import type { ComparedSide } from '#lib/domain/compare/side.ts';

/**
 * What may be compared, as addresses and programs write it: a branch, a tag, a commit's id or its first digits;
 * `environment:<name>` for what that Superset held when it was looked at last; `parent-of:<commit>` for what was before
 * a commit, which is nothing for the first one; `edits:<branch>` for what was edited at home, on top of a branch.
 */
export const SideName = z.string().trim().min(1).max(280);

const ENVIRONMENT = 'environment:';
const PARENT_OF = 'parent-of:';
const EDITS = 'edits:';

/** The branch that edits at home are put on top of, where a side is that. */
export const branchOfEdits = ({ side }: Pick<ComparedSide, 'side'>): BranchName | null =>
	side.startsWith(EDITS) ? BranchName.parse(side.slice(EDITS.length)) : null;

/**
 * @throws {NotFound} when there is no such thing, or that environment was never looked at or does not have the dashboard.
 */
export async function resolveSide(app: App, dashboard: OpenDashboard, text: string): Promise<ComparedSide> {
	if (text.startsWith(ENVIRONMENT)) return environmentSide(app, dashboard, text.slice(ENVIRONMENT.length));
	if (text.startsWith(EDITS)) return editsSide(app, dashboard, text);
	if (text.startsWith(PARENT_OF)) return parentSide(dashboard, text.slice(PARENT_OF.length));
	const { repo } = dashboard;
	const branch = BranchName.safeParse(text);
	const isId = Oid.safeParse(text).success;
	const head = branch.success && !isId ? await resolveRef(repo, branchRef(branch.data)) : null;
	if (head)
		return { kind: 'branch', name: text, side: text, commit: head, at: (await readCommit(repo, head)).committedAt };
	const tag = TagName.safeParse(text);
	const tagged = tag.success && !isId ? await resolveRef(repo, tagRef(tag.data)) : null;
	if (tagged)
		return { kind: 'tag', name: text, side: text, commit: tagged, at: (await readCommit(repo, tagged)).committedAt };
	const commit = await commitNamed(repo, text);
	const { subject, committedAt } = await readCommit(repo, commit);
	if (!isId && (await trackedHeadOf(repo, text)) === commit)
		return { kind: 'branch', name: text, side: text, commit, at: committedAt };
	return { kind: 'commit', name: subject, side: commit, commit, at: committedAt };
}

async function environmentSide(app: App, { row, repo }: OpenDashboard, text: string): Promise<ComparedSide> {
	const parsed = EnvironmentName.safeParse(text);
	if (!parsed.success) throw new NotFound('environment', text, { hint: 'The page Environments lists them.' });
	const { name, title } = await getEnvironment(app.db, parsed.data);
	const live = await resolveRef(repo, liveRef(name));
	const known = await findEnvironmentDashboard(app.db, { dashboardId: row.id, environment: name });
	if (!live) {
		throw new NotFound('dashboard in', title, {
			hint: known ? 'It is not there; deploy it first.' : `Nobody has looked into ${title} yet: check it for changes.`
		});
	}
	return { kind: 'environment', name, side: ENVIRONMENT + name, commit: live, at: known?.capturedAt ?? null };
}

/** What the home holds; `commit` is its capture, and {@link branchOfEdits} says what its edits belong on. */
async function editsSide(app: App, dashboard: OpenDashboard, side: string): Promise<ComparedSide> {
	const branch = side.slice(EDITS.length);
	const home = dashboard.row.home_environment;
	if (!home) throw new NotFound('environment that is edited for', branch, { hint: 'Choose a home for the dashboard.' });
	await shownHeadOf(dashboard.repo, branchNamed(branch));
	return { ...(await environmentSide(app, dashboard, home)), side };
}

function branchNamed(text: string): BranchName {
	const branch = BranchName.safeParse(text);
	if (!branch.success) throw new NotFound('branch', text, { hint: 'The page Branches lists them.' });
	return branch.data;
}

async function parentSide({ repo }: OpenDashboard, text: string): Promise<ComparedSide> {
	const [parent] = (await readCommit(repo, await commitNamed(repo, text))).parents;
	const side = PARENT_OF + text;
	if (!parent) return { kind: 'nothing', name: 'nothing', side, commit: null, at: null };
	const { subject, committedAt } = await readCommit(repo, parent);
	return { kind: 'commit', name: subject, side: parent, commit: parent, at: committedAt };
}
