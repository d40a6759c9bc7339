import type { DashboardStop } from '#lib/domain/dashboard.ts';
import type { ShownBranch } from '#lib/domain/deployment.ts';
import { STAGES } from '#lib/domain/environment.ts';
import type { EnvironmentName, Oid } from '#lib/domain/ids.ts';
import type { App } from '../../app.ts';
import { listDeployments } from '../../db/deployments.ts';
import { listEnvironmentDashboards, listShownBranches } from '../../db/environment-dashboards.ts';
import { listEnvironments, type Environment } from '../../db/environments.ts';
import { findCommitWithTree } from '../../git/ancestry.ts';
import { holdSameAssets } from '../../git/asset-trees.ts';
import { treeOf } from '../../git/objects.ts';
import { listRefs, type Ref } from '../../git/refs.ts';
import type { OpenDashboard } from './repository.ts';

/** All refs of a repository, as the pages ask for them. */
export interface RefsOf {
	readonly branches: readonly { readonly name: string; readonly oid: Oid }[];
	readonly tags: readonly { readonly name: string; readonly oid: Oid }[];
	readonly live: ReadonlyMap<string, Oid>;
	readonly deployed: ReadonlyMap<string, Oid>;
}

export async function refsOf({ repo }: OpenDashboard): Promise<RefsOf> {
	const refs = await listRefs(repo, 'refs/');
	const named = (prefix: string) =>
		refs.filter(({ ref }) => ref.startsWith(prefix)).map(({ ref, oid }) => ({ name: ref.slice(prefix.length), oid }));
	const ofEnvironments = (what: string) =>
		new Map(
			refs.flatMap(({ ref, oid }: Ref) => {
				const name = /^refs\/environments\/([^/]+)\/([^/]+)$/.exec(ref);
				return name?.[1] && name[2] === what ? [[name[1], oid] as const] : [];
			})
		);
	return {
		branches: named('refs/heads/'),
		tags: named('refs/tags/'),
		live: ofEnvironments('live'),
		deployed: ofEnvironments('deployed')
	};
}

/** Where a dashboard stands in each environment, in order of stage; from git and the database alone. */
export async function stopsOf(app: App, dashboard: OpenDashboard, refs: RefsOf): Promise<DashboardStop[]> {
	const environments = (await listEnvironments(app.db)).sort(
		(a, b) => STAGES.indexOf(a.stage) - STAGES.indexOf(b.stage)
	);
	const known = new Map(
		(await listEnvironmentDashboards(app.db, dashboard.row.id)).map((one) => [one.environment, one])
	);
	const held = await treesFoundAfterDeployment(app, dashboard);
	const opened = await listShownBranches(app.db, dashboard.row.id);
	const stops: DashboardStop[] = [];
	for (const environment of environments) {
		const live = refs.live.get(environment.name) ?? null;
		const here = known.get(environment.name);
		const shown = shownBranch(dashboard, { refs, opened, environment: environment.name });
		const isInStep = shown ? await inStep({ dashboard, held, live, environment, head: shown.oid }) : null;
		const found = live ? await commitShown({ dashboard, refs, held, live, environment }) : null;
		const commit = found ?? (shown && isInStep ? shown.oid : null);
		stops.push({
			environment: environment.name,
			title: environment.title,
			stage: environment.stage,
			commit,
			labels: commit ? labelsOf(refs, commit) : [],
			capturedAt: here?.capturedAt ?? null,
			standing: live === null ? 'absent' : commit === null ? 'edited' : 'recognised',
			shows: shown?.name ?? null,
			isInStep,
			href: here?.supersetId ? `${environment.url.replace(/\/$/, '')}/superset/dashboard/${here.supersetId}/` : null
		});
	}
	return stops;
}

/** The branch that was opened there; of the home, where none was, the default branch. One that is gone is none. */
export function shownBranch(
	{ row }: OpenDashboard,
	at: {
		refs: Pick<RefsOf, 'branches'>;
		opened: ReadonlyMap<EnvironmentName, ShownBranch>;
		environment: EnvironmentName;
	}
): { readonly name: string; readonly oid: Oid } | undefined {
	const name =
		at.opened.get(at.environment)?.branch ?? (at.environment === row.home_environment ? row.default_branch : null);
	return at.refs.branches.find((branch) => branch.name === name);
}

async function inStep(at: {
	dashboard: OpenDashboard;
	held: ReadonlyMap<string, Oid>;
	live: Oid | null;
	environment: Environment;
	head: Oid;
}): Promise<boolean> {
	if (!at.live) return false;
	const { repo } = at.dashboard;
	if (await holdSameAssets(repo, at.head, at.live)) return true;
	return at.held.get(`${at.environment.name} ${at.head}`) === (await treeOf(repo, at.live));
}

/** The commit whose assets an environment holds; the deployed one before any other of the same assets. */
async function commitShown(at: {
	dashboard: OpenDashboard;
	refs: RefsOf;
	held: ReadonlyMap<string, Oid>;
	live: Oid;
	environment: Environment;
}): Promise<Oid | null> {
	const { repo } = at.dashboard;
	const tree = await treeOf(repo, at.live);
	const deployed = at.refs.deployed.get(at.environment.name);
	if (deployed && (await holdSameAssets(repo, deployed, at.live))) return deployed;
	if (deployed && at.held.get(`${at.environment.name} ${deployed}`) === tree) return deployed;
	return findCommitWithTree(repo, tree);
}

/** What was found after verified deployments: less than the commit's tree where the target could not hold all of it. */
async function treesFoundAfterDeployment(app: App, { row }: OpenDashboard): Promise<ReadonlyMap<string, Oid>> {
	const found = new Map<string, Oid>();
	for (const { environment, commit, proof } of await listDeployments(app.db, { dashboardId: row.id })) {
		const key = `${environment} ${commit}`;
		if (proof?.isProven && !found.has(key)) found.set(key, proof.foundTree);
	}
	return found;
}

/** Names that point at a commit: tags before branches. */
export const labelsOf = ({ branches, tags }: RefsOf, commit: Oid): string[] =>
	[...tags, ...branches].filter(({ oid }) => oid === commit).map(({ name }) => name);

export const environmentsWith = (refs: ReadonlyMap<string, Oid>, commit: Oid): EnvironmentName[] =>
	[...refs].filter(([, oid]) => oid === commit).map(([name]) => name as EnvironmentName);
