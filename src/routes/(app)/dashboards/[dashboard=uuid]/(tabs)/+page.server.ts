import { redirect } from '@sveltejs/kit';
import type { z } from 'zod';
import { suggestedMessage } from '#lib/domain/compare/changes.ts';
import type { DashboardChanges } from '#lib/domain/dashboard.ts';
import { Oid } from '#lib/domain/ids.ts';
import type { JobSummary } from '#lib/domain/job.ts';
import { listSetAside } from '#lib/server/operations/apply/set-aside.ts';
import { undoApply } from '#lib/server/operations/apply/undo.ts';
import type { Uncommitted, Written } from '#lib/server/operations/apply/write.ts';
import { changesFromZip } from '#lib/server/operations/changes/from-zip.ts';
import { redoCommit } from '#lib/server/operations/commit/redo.ts';
import { undoCommit } from '#lib/server/operations/commit/undo.ts';
import { showDeployment } from '#lib/server/operations/deployment/show.ts';
import { readElsewhere, withLater, writeElsewhere, type Elsewhere } from '#lib/features/changes/elsewhere.ts';
import { addressOf } from '#lib/ui/address.ts';
import { createCommit } from '#lib/server/operations/commit/create.ts';
import { showCommit } from '#lib/server/operations/commit/show.ts';
import { dashboardChanges } from '#lib/server/operations/dashboard/changes.ts';
import { captureDashboard } from '#lib/server/operations/dashboard/capture.ts';
import { showJob } from '#lib/server/operations/job/show.ts';
import { execute, type Operation } from '#lib/server/operations/operation.ts';
import { contextOf, jobsOf } from '#lib/server/web/context.ts';
import { diffChoiceOf, loadDiff, notLoaded, type LoadedDiff } from '#lib/server/web/diff-views.ts';
import { failed } from '#lib/server/web/errors.ts';
import { fieldsWithBytes } from '#lib/server/web/fields.ts';
import { outcomeOf } from '#lib/server/web/outcome.ts';
import { uncommittedIn } from '#lib/server/web/uncommitted.ts';
import { commitThere, linesHere, redoThere, ticked, undoThere } from './elsewhere.ts';
import type { Actions, PageServerLoad, PageServerLoadEvent, RequestEvent } from './$types';

/**
 * `?job`: the look into Superset that goes on or failed, or a write that was started. `?undo`: the write that it puts back.
 * `?committed`: what was just committed. `?upload`: an uploaded file whose changes are shown instead of those of the
 * environment. `?also`: what became of other dashboards.
 */
export const load: PageServerLoad = async (event) => {
	const context = contextOf(event);
	const [jobId, commit] = ['job', 'committed'].map((name) => event.url.searchParams.get(name));
	const check = jobId ? await outcomeOf(execute(showJob, context, { jobId })) : null;
	// What it found is in the changes: a look that has ended well has nothing more to say.
	if (
		check?.kind === 'ok' &&
		check.value.job.operation === captureDashboard.name &&
		check.value.job.state === 'succeeded'
	) {
		const query = new URLSearchParams(event.url.searchParams);
		query.delete('job');
		redirect(303, query.size > 0 ? `${event.url.pathname}?${query}` : event.url.pathname);
	}
	const dashboardId = event.params.dashboard;
	const committed = commit ? await outcomeOf(execute(showCommit, context, { dashboardId, commit })) : null;
	const undone = event.url.searchParams.get('undone');
	const about = committed?.kind === 'ok' ? committed.value.entry.oid : undone;
	const upload = event.url.searchParams.get('upload');
	const branch = event.url.searchParams.get('branch') || undefined;
	const uploaded = upload ? await outcomeOf(execute(dashboardChanges, context, { dashboardId, branch, upload })) : null;
	const asides = await outcomeOf(execute(listSetAside, context, { dashboardId, told: 0 }));
	return {
		uploaded,
		/** What became of the other dashboards of the commit that was made or taken back. */
		elsewhere: about ? await linesHere(event, about) : [],
		asides: asides.kind === 'ok' ? asides.value : [],
		diff: await diffOf(event, uploaded?.kind === 'ok' ? uploaded.value : null),
		check: check?.kind === 'ok' ? check.value : null,
		written: check?.kind === 'ok' ? await writtenOf(event, check.value.job) : null,
		asked: check?.kind === 'ok' ? askedOf(event.url, check.value.job) : null,
		/** The commit that was just taken back. */
		undone: undone && Oid.safeParse(undone).success ? undone : null,
		committed: committed?.kind === 'ok' ? committed.value.entry : null
	};
};

/** What a job of this page wrote into the environment, when it has. */
async function writtenOf(event: PageServerLoadEvent, job: JobSummary) {
	const result = job.state === 'succeeded' ? (job.result as Partial<Written> | null) : null;
	if (!result?.deploymentId) return null;
	const found = await outcomeOf(execute(showDeployment, contextOf(event), { deploymentId: result.deploymentId }));
	return found.kind === 'ok' ? { ...found.value, isSetAside: result.kept?.kind === 'set-aside' } : null;
}

/** An undo that has put nothing back, since what was edited meanwhile would be lost. */
function askedOf(url: URL, job: JobSummary) {
	const result = job.operation === undoApply.name && job.state === 'succeeded' ? (job.result as Uncommitted) : null;
	const deploymentId = url.searchParams.get('undo');
	if (result?.kind !== 'uncommitted' || !deploymentId) return null;
	return { ...result, deploymentId, suggested: suggestedMessage(result.assets) };
}

/** What changed in the chosen asset, or the first one, another way than in sentences. */
async function diffOf(event: PageServerLoadEvent, uploaded: DashboardChanges | null): Promise<LoadedDiff> {
	const choice = diffChoiceOf(event.url);
	if (choice.view === 'words') return notLoaded(choice);
	const changes = uploaded ?? (await event.parent()).changes;
	const asset = event.url.searchParams.get('asset');
	const chosen = changes.assets.find(({ path }) => path === asset) ?? changes.assets[0];
	const after = changes.upload ? changes.live : changes.environment && `edits:${changes.branch}`;
	if (!chosen || !after) return notLoaded(choice);
	return loadDiff(event, {
		dashboardId: event.params.dashboard,
		before: changes.branch,
		after,
		paths: [chosen.path]
	});
}

export const actions = {
	check: async (event) => {
		const fields = Object.fromEntries(await event.request.formData());
		const { jobs, actor } = jobsOf(event);
		let job;
		try {
			job = await jobs.start(captureDashboard, actor, { ...fields, dashboardId: event.params.dashboard });
		} catch (cause) {
			return failed(cause, fields);
		}
		redirect(303, addressOf(event.url.pathname, { branch: event.url.searchParams.get('branch'), job }));
	},

	/** Take back the last commit. */
	undo: (event) =>
		onBranch(event, undoCommit, async (made, told) => ({ undone: made.undone, also: await undoThere(event, told) })),
	/** Put back what `undo` took. */
	redo: (event) =>
		onBranch(event, redoCommit, async (made, told) => ({
			committed: made.head,
			also: await redoThere(event, told, made.head)
		})),

	/** Put back what was in the environment before a branch was opened or changes were discarded. */
	undoWrite: async (event) => {
		const fields = Object.fromEntries(await event.request.formData());
		const { jobs, actor } = jobsOf(event);
		let job;
		try {
			const { deploymentId, live } = fields;
			job = await jobs.start(undoApply, actor, { deploymentId, ...(live && { live }), ...uncommittedIn(fields) });
		} catch (cause) {
			return failed(cause, { deploymentId: fields['deploymentId'] });
		}
		const query = { branch: event.url.searchParams.get('branch'), job, undo: String(fields['deploymentId']) };
		redirect(303, addressOf(event.url.pathname, query));
	},

	commit: async (event) => {
		const form = await event.request.formData();
		const fields = { ...Object.fromEntries(form), paths: form.getAll('paths') };
		let made;
		let also;
		try {
			const others = ticked(event, form);
			made = await execute(createCommit, contextOf(event), { ...fields, dashboardId: event.params.dashboard });
			also = await commitThere(event, others);
		} catch (cause) {
			return failed(cause, fields);
		}
		redirect(
			303,
			addressOf(event.url.pathname, { ...lookedAt(event), committed: made.commit, also: also.map(writeElsewhere) })
		);
	},

	/** Commit to other dashboards what a commit here has, with its message: those where it did not succeed. */
	again: async (event) => {
		const form = await event.request.formData();
		const commit = String(form.get('commit') ?? '');
		const told = readElsewhere(form.getAll('told').map(String));
		let done;
		try {
			const { entry } = await execute(showCommit, contextOf(event), { dashboardId: event.params.dashboard, commit });
			form.set('message', entry.body ? `${entry.subject}\n\n${entry.body}` : entry.subject);
			done = await commitThere(event, ticked(event, form));
		} catch (cause) {
			return failed(cause, { commit });
		}
		const also = withLater(told, done).map(writeElsewhere);
		redirect(303, addressOf(event.url.pathname, { ...lookedAt(event), committed: commit, also }));
	},

	/** Take an export as changes of the branch that is looked at. */
	upload: async (event) => {
		let name = '';
		let made;
		try {
			const { zipName = '', ...fields } = await fieldsWithBytes(event.request, 'zip');
			name = String(zipName);
			made = await execute(changesFromZip, contextOf(event), { ...fields, name, dashboardId: event.params.dashboard });
		} catch (cause) {
			return failed(cause, { upload: name });
		}
		redirect(303, addressOf(event.url.pathname, { branch: event.url.searchParams.get('branch'), upload: made.live }));
	}
} satisfies Actions;

/** What stays in the address when something was done here. */
const lookedAt = ({ url }: RequestEvent) => ({
	branch: url.searchParams.get('branch'),
	upload: url.searchParams.get('upload')
});

/** What is told after it: the commit in question, and what became of other dashboards. */
interface Outcome {
	readonly undone?: string;
	readonly committed?: string;
	readonly also: readonly Elsewhere[];
}

/** Run an operation of the branch that is looked at with the form's fields, and lead to the changes. */
async function onBranch<Schema extends z.ZodType, Output>(
	event: RequestEvent,
	operation: Operation<Schema, Output>,
	query: (made: Output, told: readonly Elsewhere[]) => Promise<Outcome>
) {
	const form = await event.request.formData();
	const fields = Object.fromEntries(form);
	let made;
	try {
		made = await execute(operation, contextOf(event), { ...fields, dashboardId: event.params.dashboard });
	} catch (cause) {
		return failed(cause, fields);
	}
	const { also, ...said } = await query(made, readElsewhere(form.getAll('told').map(String)));
	redirect(303, addressOf(event.url.pathname, { ...lookedAt(event), ...said, also: also.map(writeElsewhere) }));
}
