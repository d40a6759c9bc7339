import { randomUUID } from 'node:crypto';
import type { Deployment, Proof, ShownBranch } from '#lib/domain/deployment.ts';
import { AppError, InvalidInput, PlanStale } from '#lib/domain/errors.ts';
import { DeploymentId, type JobId, type Oid } from '#lib/domain/ids.ts';
import { isBlocked, type Plan } from '#lib/domain/plan.ts';
import { deployedRef, safetyRef } from '#lib/domain/refs.ts';
import { insertDeployment, updateDeployment } from '../../db/deployments.ts';
import { listShownBranches, updateShownBranch } from '../../db/environment-dashboards.ts';
import { getEnvironment, type Environment } from '../../db/environments.ts';
import { treeOf } from '../../git/objects.ts';
import { moveRef, resolveRef } from '../../git/refs.ts';
import { writeTree } from '../../git/write.ts';
import { deployTree } from '../../superset/deploy/deploy.ts';
import { captureSurely } from '../capture/capture-surely.ts';
import { editsTowards, type OpenDashboard } from '../dashboard/repository.ts';
import { withEnvironmentLock } from '../environment/with-lock.ts';
import type { Context } from '../operation.ts';
import { makePlan, type Survey } from '../plan/make-plan.ts';
import { proofOf } from './proof.ts';

export interface DeploymentOrder {
	readonly kind: Deployment['kind'];
	readonly plan: Plan;
	readonly job: JobId;
	/** Whether the commit is what counts as deployed there when it is proven. */
	readonly movesDeployed: boolean;
	/** What the environment shows after it; without, what it showed before. */
	readonly shown?: ShownBranch | null;
}

const VERB: Record<Deployment['kind'], string> = {
	deploy: 'Deploy',
	rollback: 'Roll back',
	apply: 'Open a branch of',
	discard: 'Discard changes of',
	'bring-back': 'Bring back changes of'
};

/**
 * Carry out a plan: look again whether it still holds, keep what is live as the way back, write, capture, compare.
 * `deployed` moves only when what is there is what was to be there.
 * @throws {PlanStale} when anything that the plan is bound to has moved; nothing was written then.
 * @throws {EnvironmentLocked} when somebody else writes into the environment.
 */
export async function runDeployment(
	context: Context,
	dashboard: OpenDashboard,
	order: DeploymentOrder
): Promise<{ readonly deploymentId: DeploymentId; readonly state: 'verified' | 'differs' }> {
	const { app, actor } = context;
	const environment = await getEnvironment(app.db, order.plan.environment);
	const purpose = `${VERB[order.kind]} “${dashboard.row.title}”`;
	const id = DeploymentId.parse(randomUUID());
	return withEnvironmentLock(context, { environment: environment.name, purpose }, async (signal) => {
		const locked = { ...context, signal };
		const survey = await freshSurvey(locked, dashboard, { environment, plan: order.plan });
		const shownBefore = (await listShownBranches(app.db, dashboard.row.id)).get(environment.name);
		await insertDeployment(app.db, {
			id,
			dashboardId: dashboard.row.id,
			environment: environment.name,
			kind: order.kind,
			commit: order.plan.commit,
			safetyCommit: survey.capture.live,
			state: 'running',
			startedBy: actor.name,
			startedAt: app.now(),
			finishedAt: null,
			jobId: order.job,
			plan: order.plan,
			proof: null,
			failure: null,
			...(shownBefore && { shownBefore })
		});
		try {
			await keepWayBack(app.now(), dashboard, { environment, live: survey.capture.live });
			await write(locked, survey);
			const { movesDeployed } = order;
			const proof = await verify(locked, dashboard, { environment, survey, movesDeployed });
			const state = proof.isProven ? 'verified' : 'differs';
			await updateDeployment(app.db, id, {
				state,
				proof,
				finishedAt: app.now()
			});
			if (order.shown !== undefined) {
				const where = { dashboardId: dashboard.row.id, environment: environment.name };
				await updateShownBranch(app.db, where, order.shown);
			}
			await tell(locked, environment, proof);
			return { deploymentId: id, state };
		} catch (cause) {
			// Whoever waited for an answer only knows that it was stopped; the signal knows why.
			const why: unknown = signal.aborted && signal.reason instanceof AppError ? signal.reason : cause;
			const state = context.signal.aborted ? 'cancelled' : 'failed';
			const failure = why instanceof AppError ? why.message : 'It ended with an unexpected error; the log has it.';
			await updateDeployment(app.db, id, { state, failure, finishedAt: app.now() });
			throw why;
		}
	});
}

async function freshSurvey(
	context: Context,
	dashboard: OpenDashboard,
	{ environment, plan }: { environment: Environment; plan: Plan }
): Promise<Survey> {
	const survey = await makePlan(context, dashboard, { commit: plan.commit, environment });
	if (survey.plan.hash !== plan.hash) {
		throw new PlanStale(
			`What the plan for ${environment.title} was made of has moved since: ${whatMoved(plan, survey.plan)}.`,
			{
				hint: 'Nothing was written. Plan again and look at what is new.'
			}
		);
	}
	if (isBlocked(survey.plan)) {
		throw new InvalidInput([{ path: ['planHash'], message: 'the plan has items that block it' }], {
			hint: 'Open the plan: each of them says what to do.'
		});
	}
	return survey;
}

function whatMoved(before: Plan, after: Plan): string {
	if (before.liveTree !== after.liveTree) return 'the dashboard there was edited';
	if (before.targetVersion !== after.targetVersion)
		return `Superset went from ${before.targetVersion} to ${after.targetVersion}`;
	return 'the mapping, or something that other dashboards share';
}

async function keepWayBack(
	at: number,
	{ repo }: OpenDashboard,
	of: { environment: Environment; live: Oid | null }
): Promise<void> {
	if (!of.live) return;
	// Two writes in one millisecond cannot happen under the lock; a clock that was set back can.
	let ms = at;
	while (await resolveRef(repo, safetyRef(of.environment.name, ms))) ms += 1;
	await moveRef(repo, safetyRef(of.environment.name, ms), { from: null, to: of.live });
}

async function write(context: Context, survey: Survey): Promise<void> {
	await deployTree({
		client: survey.client,
		capabilities: survey.capabilities,
		translation: survey.identities.translation,
		tree: survey.holdable.tree,
		there: survey.there,
		inventory: survey.inventory,
		signal: context.signal,
		report: (message, done) => context.report(message, 0.2 + done * 0.6)
	});
}

/** Capture again and compare; moves `deployed`, where it counts, when all is there. */
async function verify(
	context: Context,
	dashboard: OpenDashboard,
	{ environment, survey, movesDeployed }: { environment: Environment; survey: Survey; movesDeployed: boolean }
): Promise<Proof> {
	await context.report(`Proving what ${environment.title} holds now`, 0.85);
	const { repo } = dashboard;
	const { commit } = survey.plan;
	const after = await captureSurely(context, dashboard, { environment, terms: commit });
	// Files that no rule knows, and text that somebody wrote otherwise, are the repository's alone.
	const expected = await writeTree(repo, {
		base: commit,
		edits: await editsTowards(repo, commit, survey.holdable.tree)
	});
	const found = after.live ? await treeOf(repo, after.live) : await writeTree(repo, { base: null, edits: new Map() });
	const trees = { deployed: survey.plan.commitTree, expected, found };
	const proof = proofOf({ holdable: survey.holdable, found: after.tree, trees, provenAt: context.app.now() });
	if (proof.isProven && movesDeployed) {
		const ref = deployedRef(environment.name);
		await moveRef(repo, ref, { from: await resolveRef(repo, ref), to: commit });
	}
	return proof;
}

async function tell(context: Context, environment: Environment, proof: Proof): Promise<void> {
	const right = proof.items.filter(({ standing }) => standing === 'equal' || standing === 'held-back').length;
	if (proof.isProven)
		return context.report(`${right} of ${proof.items.length} objects in ${environment.title} match`, 1);
	for (const { name, standing, sentences } of proof.items) {
		if (standing === 'different' || standing === 'missing') await context.warn(`“${name}”: ${sentences.join('; ')}`);
	}
	await context.warn(
		`Only ${right} of ${proof.items.length} objects in ${environment.title} match; the proof names the others`
	);
}
