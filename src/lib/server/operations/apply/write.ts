import type { AssetChange } from '#lib/domain/change.ts';
import type { Deployment, ShownBranch } from '#lib/domain/deployment.ts';
import { InvalidInput, PlanStale } from '#lib/domain/errors.ts';
import type { DeploymentId, EnvironmentName, Oid } from '#lib/domain/ids.ts';
import { isBlocked, type Plan, type PlanHash } from '#lib/domain/plan.ts';
import type { BranchName } from '#lib/domain/refs.ts';
import type { Environment } from '../../db/environments.ts';
import type { OpenDashboard } from '../dashboard/repository.ts';
import { runDeployment, type DeploymentOrder } from '../deployment/run-deployment.ts';
import type { Context } from '../operation.ts';
import { makePlan } from '../plan/make-plan.ts';
import { keepUncommitted, type KeptChanges, type UncommittedChoice } from './keep-uncommitted.ts';
import { shownIn, type Shown } from './shown-in.ts';
import { uncommittedIn } from './uncommitted.ts';

/** Nothing was written: there are changes that no commit has, and nobody chose what shall become of them. */
export interface Uncommitted {
	readonly kind: 'uncommitted';
	readonly environment: EnvironmentName;
	/** The branch that they are changes of; `null` when nobody knows. */
	readonly shows: BranchName | null;
	readonly live: Oid;
	readonly assets: readonly AssetChange[];
}

export interface Written {
	readonly kind: 'written';
	readonly deploymentId: DeploymentId;
	readonly state: 'verified' | 'differs';
	readonly commit: Oid;
	/** What became of changes that no commit had. */
	readonly kept: KeptChanges | null;
}

export interface WriteOrder {
	readonly kind: Deployment['kind'];
	readonly environment: Environment;
	/** Asked again after changes were committed, which may have moved it. */
	readonly commitNow: () => Promise<Oid>;
	readonly order: Pick<DeploymentOrder, 'movesDeployed'>;
	/** What is shown after it, given the commit that was written. */
	readonly shown: (commit: Oid) => ShownBranch | null;
	/** Where changes start when nobody knows what is shown. */
	readonly fallback: Shown;
	readonly choice: UncommittedChoice | undefined;
	/** What the person looked at. */
	readonly seen: { readonly planHash?: PlanHash | undefined; readonly live?: Oid | null | undefined };
	/** The tree that the write that is undone left there, which is nobody's edit; nobody is asked what becomes of it. */
	readonly left?: { readonly tree: Oid | undefined; readonly becomes: 'nothing' | 'set-aside' } | undefined;
}

/**
 * Write a commit into the environment where the dashboard is edited. Changes there that no commit has are never written
 * over without a choice; everything is planned, and a plan that does not hold any more writes nothing.
 * @throws {PlanStale} when the environment is not as the person saw it.
 */
export async function writeWhereEdited(
	context: Context,
	dashboard: OpenDashboard,
	what: WriteOrder
): Promise<Uncommitted | Written> {
	if (!context.job) throw new InvalidInput([{ path: [], message: 'a write into an environment runs as a job' }]);
	const { environment } = what;
	const commit = await what.commitNow();
	const { plan, capture } = await makePlan(context, dashboard, { commit, environment });
	refuseUnseen(environment, { plan, live: capture.live, seen: what.seen });
	const shown = await shownIn(context.app, dashboard, environment);
	const { live } = capture;
	const { since } = shown ?? what.fallback;
	const left = plan.liveTree !== null && plan.liveTree === what.left?.tree ? what.left.becomes : undefined;
	const isLost = live && left !== 'nothing' && plan.liveTree !== plan.commitTree;
	const assets = isLost ? await uncommittedIn(context.app, dashboard, { environment, live, since }) : [];
	const { fallback } = what;
	const choice = what.choice ?? (left === 'set-aside' ? { kind: 'set-aside' as const } : undefined);
	if (live && assets.length > 0 && !choice) {
		return { kind: 'uncommitted', environment: environment.name, shows: shown?.branch ?? null, live, assets };
	}
	const kept =
		live && choice && assets.length > 0
			? await keepUncommitted(context, dashboard, { choice, environment, live, shown, fallback })
			: null;
	const commitNow = await what.commitNow();
	const planNow =
		commitNow === commit ? plan : (await makePlan(context, dashboard, { commit: commitNow, environment })).plan;
	// It was looked at with the changes in it that were kept just now; whoever edited since is not written over.
	if (planNow.liveTree !== plan.liveTree) throw edited(environment);
	const shownAfter = what.shown(commitNow);
	const order = { ...what.order, kind: what.kind, plan: planNow, job: context.job, shown: shownAfter };
	const { deploymentId, state } = await runDeployment(context, dashboard, order);
	return { kind: 'written', deploymentId, state, commit: commitNow, kept };
}

function refuseUnseen(
	environment: Environment,
	{ plan, live, seen }: { plan: Plan; live: Oid | null; seen: WriteOrder['seen'] }
): void {
	if (seen.live !== undefined && seen.live !== live) throw edited(environment);
	if (seen.planHash && seen.planHash !== plan.hash) {
		throw new PlanStale(`What the plan for ${environment.title} was made of has moved since.`, {
			hint: 'Nothing was written. Plan again and look at what is new.'
		});
	}
	if (!isBlocked(plan)) return;
	const items = plan.items.flatMap(({ name, reason }) => (reason ? [`“${name}”: ${reason}`] : []));
	const notes = plan.notes.filter(({ level }) => level === 'blocking').map(({ message }) => message);
	throw new InvalidInput([{ path: ['commit'], message: [...notes, ...items].slice(0, 5).join(' ') }], {
		hint: 'Nothing was written. Put that right, then try again.'
	});
}

const edited = (environment: Environment) =>
	new PlanStale(`The dashboard was edited in ${environment.title} since you looked.`, {
		hint: 'Nothing was written. Look at what is new, then try again.'
	});
