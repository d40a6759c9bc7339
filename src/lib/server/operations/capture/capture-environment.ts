import type { Oid } from '#lib/domain/ids.ts';
import { deployedRef, liveRef } from '#lib/domain/refs.ts';
import { BranchName, branchRef } from '#lib/domain/refs.ts';
import {
	findEnvironmentDashboard,
	upsertEnvironmentDashboard,
	type EnvironmentDashboard
} from '../../db/environment-dashboards.ts';
import type { Environment } from '../../db/environments.ts';
import { moveRef, resolveRef } from '../../git/refs.ts';
import { commitEdits } from '../../git/write.ts';
import type { CanonicalTree } from '../../superset/bundle/tree.ts';
import { captureDashboard } from '../../superset/capture/capture.ts';
import type { Inventory } from '../../superset/inventory.ts';
import { CaptureStamps } from '../../superset/capture/stamps.ts';
import { editsTowards, readCanonicalTree, type OpenDashboard } from '../dashboard/repository.ts';
import type { Context } from '../operation.ts';

export interface Capture {
	/** Where `live` is now; `null` when the environment has no such dashboard. */
	readonly live: Oid | null;
	readonly tree: CanonicalTree | null;
	readonly supersetId: number | null;
	readonly how: 'absent' | 'unmoved' | 'moved' | 'whole';
	/** Whether `live` moved. */
	readonly changed: boolean;
}

interface CaptureOrder {
	readonly environment: Environment;
	readonly terms?: Oid | null;
	readonly inventory?: Inventory;
	/** Keeps what the next capture asks for; default: in the database, where the dashboard must have its row then. */
	readonly remember?: (known: EnvironmentDashboard) => Promise<void>;
}

/**
 * Record what an environment holds of a dashboard as its `live`.
 * @param terms a commit in whose terms the environment's databases and datasets are said; default: what was deployed
 *   there last, else what was captured last, else the default branch
 */
export async function captureEnvironment(
	context: Pick<Context, 'app' | 'actor' | 'signal' | 'log'>,
	{ row, repo }: OpenDashboard,
	order: CaptureOrder
): Promise<Capture> {
	const { app, actor, signal } = context;
	const { environment, terms, inventory } = order;
	const { remember = (known: EnvironmentDashboard) => upsertEnvironmentDashboard(app.db, known) } = order;
	const of = { dashboardId: row.id, environment: environment.name };
	const ref = liveRef(environment.name);
	const expected = await resolveRef(repo, ref);
	const known = await findEnvironmentDashboard(app.db, of);
	const stamps = CaptureStamps.safeParse(known?.changeStamps);
	const previous =
		expected && stamps.success ? { tree: await readCanonicalTree(app, repo, expected), stamps: stamps.data } : null;
	const reference =
		terms ??
		(await resolveRef(repo, deployedRef(environment.name))) ??
		expected ??
		(await resolveRef(repo, branchRef(BranchName.parse(row.default_branch))));

	const captured = await captureDashboard({
		client: await app.superset(environment.name),
		dashboard: row.dashboard_uuid,
		mapping: environment.mapping,
		reference: reference ? await readCanonicalTree(app, repo, reference) : null,
		previous,
		memory: app.memory,
		now: app.now(),
		...(inventory && { inventory }),
		signal,
		log: context.log
	});
	const capturedAt = app.now();
	if (captured.kind === 'absent') {
		if (expected) await moveRef(repo, ref, { from: expected, to: null });
		await remember({ ...of, supersetId: null, changeStamps: null, capturedAt });
		return { live: null, tree: null, supersetId: null, how: 'absent', changed: expected !== null };
	}
	const { tree, how } = captured;
	const { commit, changed } = await commitEdits(repo, {
		ref,
		expected,
		base: expected,
		edits: how === 'unmoved' ? new Map() : await editsTowards(repo, expected, tree),
		message: `Capture “${row.title}” from ${environment.name}\n`,
		author: actor,
		at: capturedAt
	});
	// After the ref: a crash in between leaves older stamps, and the next capture exports more than it must.
	const { stamps: changeStamps } = captured;
	await remember({ ...of, supersetId: changeStamps.supersetId, changeStamps, capturedAt });
	return { live: commit, tree, supersetId: captured.stamps.supersetId, how, changed };
}
