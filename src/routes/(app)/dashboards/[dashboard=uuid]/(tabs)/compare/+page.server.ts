import { listSides } from '#lib/server/operations/compare/sides.ts';
import { compareTrees } from '#lib/server/operations/compare/trees.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { contextOf } from '#lib/server/web/context.ts';
import { chosenPaths, loadDiff } from '#lib/server/web/diff-views.ts';
import { raise } from '#lib/server/web/errors.ts';
import { outcomeOf } from '#lib/server/web/outcome.ts';
import type { PageServerLoad } from './$types';

/** `?from`, `?to`: the two sides. Without them: what the home environment holds, and the branch that is looked at. */
export const load: PageServerLoad = async (event) => {
	const context = contextOf(event);
	const dashboardId = event.params.dashboard;
	const query = (name: string) => event.url.searchParams.get(name);
	const branch = query('branch') || undefined;
	const compare = (before: string, after: string) =>
		Promise.all([
			outcomeOf(execute(compareTrees, context, { dashboardId, before, after })),
			loadDiff(event, { dashboardId, before, after, paths: chosenPaths(event.url) })
		]);
	const [from, to] = [query('from'), query('to')];
	const [sides, { view }, asked] = await Promise.all([
		execute(listSides, context, { dashboardId, branch }).catch(raise),
		event.parent(),
		from && to ? compare(from, to) : undefined
	]);
	const other = view.branch.isDefault
		? (sides.find(({ kind, name }) => kind === 'environment' && name !== view.home) ?? sides[0])?.side
		: view.defaultBranch;
	const before = from || other || view.defaultBranch;
	const after = to || view.branch.name;
	const [comparison, diff] = asked ?? (await compare(before, after));
	return {
		sides,
		comparison,
		from: before,
		to: after,
		diff
	};
};
