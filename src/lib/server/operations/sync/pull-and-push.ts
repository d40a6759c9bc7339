import { Cancelled, RefMoved } from '#lib/domain/errors.ts';
import { branchRef } from '#lib/domain/refs.ts';
import type { Synced } from '#lib/domain/sync.ts';
import { pushRefs, type PushResult } from '../../git/push.ts';
import type { RemoteAccess } from '../../git/remote.ts';
import type { OpenDashboard } from '../dashboard/repository.ts';
import type { Context } from '../operation.ts';
import { fetchNow } from '../remote/fetch-now.ts';
import { filesBetween, wordsOf } from './files.ts';
import { offersAfter } from './offers.ts';
import { counted, letGo, preparePull, take, type Pulled, type PullTerms } from './pull.ts';
import { standingOf, type Standing } from './standing.ts';

interface SyncTerms {
	readonly standing: Standing;
	readonly access: RemoteAccess;
	readonly terms: PullTerms & { readonly direction: 'pull' | 'push' | 'both' };
	/** Whether somebody has to be told when a branch moved meanwhile. */
	readonly isLast: boolean;
}

type Rejected = Extract<PushResult, { kind: 'rejected' }>;

/**
 * Pull and push once, by what was fetched. A branch of ours moves last, so that a network that breaks off, a cancelled job
 * and a process that ends leave it as it was.
 * @returns `null` when a branch moved meanwhile and it has to be looked at again
 */
export async function pullAndPush(context: Context, dashboard: OpenDashboard, at: SyncTerms): Promise<Synced | null> {
	const { direction } = at.terms;
	const { standing } = at;
	if (direction === 'push' && standing.behind > 0) return notForward(context, dashboard, standing);
	const pulled = direction === 'push' ? nothing(standing) : await preparePull(context, dashboard, at);
	if (pulled.kind === 'conflicts' || pulled.kind === 'orphans') return pulled;
	try {
		return await pushThenTake(context, dashboard, { ...at, pulled });
	} catch (cause) {
		if (!(cause instanceof RefMoved) || at.isLast) throw cause;
		return null;
	} finally {
		await letGo(dashboard, pulled);
	}
}

async function pushThenTake(
	context: Context,
	dashboard: OpenDashboard,
	{ standing, access, terms, isLast, pulled }: SyncTerms & { readonly pulled: Pulled }
): Promise<Synced | null> {
	const { commit: head } = pulled;
	const isPushed = terms.direction !== 'pull' && head !== standing.remoteHead;
	const refused = isPushed ? await push(context, dashboard, { standing, access, pulled }) : null;
	const hasMoved = refused !== null && refused.reason !== 'refused';
	if (hasMoved && terms.direction === 'both' && !isLast) return null;
	await take(context.app, dashboard, { ...pulled, branch: standing.branch });
	if (!refused) {
		await context.report(terms.direction === 'pull' ? 'Pulled' : 'Both have the same', 1);
		return { kind: 'done', head, pulled: pulled.kind, pushed: isPushed };
	}
	if (!hasMoved) return rejected(context, dashboard, { standing, reason: 'refused', message: refused.message });
	await fetchNow(context, dashboard.row.id);
	const now = await standingOf(context.app, dashboard, standing.branch);
	if (terms.direction === 'both') {
		const message = `origin/${now.branch} moves faster than it can be merged`;
		return rejected(context, dashboard, { standing: now, reason: 'moved', message });
	}
	return notForward(context, dashboard, now);
}

/** Push the commit that the branch becomes. @returns why the host did not take it, if so */
async function push(
	context: Context,
	{ repo }: OpenDashboard,
	{ standing, access, pulled }: Pick<SyncTerms, 'standing' | 'access'> & { readonly pulled: Pulled }
): Promise<Rejected | null> {
	const { app, signal } = context;
	const { branch, base, head } = standing;
	const files = await filesBetween(app, repo, base, head);
	await context.report(`Pushing ${counted(files.length)} to origin/${branch}`, 0.6);
	for (const file of files) await context.log(`Push: ${wordsOf(file)}`);
	if (signal.aborted) throw new Cancelled();
	const [result] = await pushRefs(repo, access, { pushes: [{ ref: branchRef(branch), oid: pulled.commit }], signal });
	return result?.kind === 'rejected' ? result : null;
}

function notForward(context: Context, dashboard: OpenDashboard, standing: Standing): Promise<Synced> {
	const { branch, behind } = standing;
	const message = `origin/${branch} has ${behind === 1 ? '1 commit' : `${behind} commits`} that ${branch} lacks`;
	return rejected(context, dashboard, { standing, reason: 'not_fast_forward', message });
}

async function rejected(
	context: Context,
	dashboard: OpenDashboard,
	of: { standing: Standing; reason: Rejected['reason']; message: string }
): Promise<Synced> {
	const { standing, reason, message } = of;
	const offers = await offersAfter(context.actor, dashboard, standing, reason);
	const head = (await standingOf(context.app, dashboard, standing.branch)).head;
	return { kind: 'rejected', head, reason, message, offers };
}

const nothing = ({ head }: Standing): Pulled => ({ kind: 'nothing', from: head, commit: head, keptBy: null });
