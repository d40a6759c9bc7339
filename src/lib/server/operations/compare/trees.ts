import { z } from 'zod';
import type { Changes } from '#lib/domain/change.ts';
import { changesBetween } from '#lib/domain/compare/changes.ts';
import type { ComparedSide } from '#lib/domain/compare/side.ts';
import { DashboardId } from '#lib/domain/ids.ts';
import { comparedAssets } from '../../superset/bundle/compared.ts';
import type { CanonicalTree } from '../../superset/bundle/tree.ts';
import type { App } from '../../app.ts';
import type { Repo } from '../../git/exec.ts';
import { liveOnHead } from '../changes/on-head.ts';
import { openDashboard, readCanonicalTree, shownHeadOf } from '../dashboard/repository.ts';
import { defineOperation } from '../operation.ts';
import { ownFilesThatDiffer } from './own-files.ts';
import { branchOfEdits, resolveSide, SideName } from './side.ts';

/** Two sides to compare; see {@link SideName} for how each is named. */
export const ComparedSides = z.object({ dashboardId: DashboardId, before: SideName, after: SideName });

export interface Comparison {
	readonly before: ComparedSide;
	readonly after: ComparedSide;
	readonly changes: Changes;
	/** How many objects are the same on both sides. */
	readonly sameCount: number;
	/** Paths of files that hold no asset and differ. */
	readonly ownFiles: readonly string[];
}

/** What leads from one side to the other, asset by asset, in sentences. */
export const compareTrees = defineOperation({
	name: 'compare.trees',
	permission: 'dashboard:read',
	input: ComparedSides,

	async run({ app }, input): Promise<Comparison> {
		const { before, after, trees, repo } = await openSides(app, input);
		const changes = changesOf(trees);
		const keys = new Set([...(trees.before?.assets.keys() ?? []), ...(trees.after?.assets.keys() ?? [])]);
		const sameCount = [...keys].filter(
			(key) => trees.before?.assets.get(key)?.oid === trees.after?.assets.get(key)?.oid
		).length;
		const ownFiles = (await ownFilesThatDiffer(repo, { before, after })).map(({ path }) => path);
		return { before, after, changes, sameCount, ownFiles };
	}
});

/** Trees never change, so neither does what differs between two of them: whoever looks at it another way finds it here. */
const known = new WeakMap<CanonicalTree, WeakMap<CanonicalTree, Changes>>();

function changesOf({ before, after }: OpenSides['trees']): Changes {
	const compare = () => changesBetween(comparedAssets(before), comparedAssets(after));
	if (!before || !after) return compare();
	const since = known.get(before) ?? new WeakMap<CanonicalTree, Changes>();
	const changes = since.get(after) ?? compare();
	known.set(before, since.set(after, changes));
	return changes;
}

export interface OpenSides {
	readonly before: ComparedSide;
	readonly after: ComparedSide;
	/** `null` for a side that is nothing. */
	readonly trees: { readonly before: CanonicalTree | null; readonly after: CanonicalTree | null };
	readonly repo: Repo;
}

/** Both sides with their trees. @throws as {@link resolveSide} */
export async function openSides(app: App, input: z.output<typeof ComparedSides>): Promise<OpenSides> {
	const dashboard = await openDashboard(app, input.dashboardId);
	const [before, after] = await Promise.all([
		resolveSide(app, dashboard, input.before),
		resolveSide(app, dashboard, input.after)
	]);
	const treeOf = async (side: ComparedSide) => {
		if (!side.commit) return null;
		const branch = branchOfEdits(side);
		if (!branch) return readCanonicalTree(app, dashboard.repo, side.commit);
		const head = await shownHeadOf(dashboard.repo, branch);
		return liveOnHead(app, dashboard, { branch, head, live: side.commit });
	};
	const trees = { before: await treeOf(before), after: await treeOf(after) };
	return { before, after, trees, repo: dashboard.repo };
}
