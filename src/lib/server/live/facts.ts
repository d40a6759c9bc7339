import { partsOfTopic, type Facts, type LiveTopic } from '#lib/domain/live.ts';
import type { DashboardId, EnvironmentName, JobId } from '#lib/domain/ids.ts';
import type { App } from '../app.ts';
import { findDashboard, listDashboards } from '../db/dashboards.ts';
import { listDeployments } from '../db/deployments.ts';
import { findEnvironmentLock } from '../db/environment-locks.ts';
import { findJob } from '../db/jobs.ts';
import { listOpenMerges } from '../db/open-merges.ts';
import { findRemote } from '../db/remotes.ts';
import { listRefs } from '../git/refs.ts';

type Source = Pick<App, 'db' | 'repoOf'>;

/** What is so now, from git and the database alone: one git command for a dashboard, one small query for the others. */
export function factsOf(source: Source, topic: LiveTopic): Promise<Facts> {
	const [noun, id] = partsOfTopic(topic);
	if (noun === 'dashboard') return factsOfDashboard(source, id as DashboardId);
	if (noun === 'environment') return factsOfEnvironment(source, id as EnvironmentName);
	if (noun === 'job') return factsOfJob(source, id as JobId);
	return factsOfList(source);
}

async function factsOfDashboard({ db, repoOf }: Source, id: DashboardId): Promise<Facts> {
	const row = await findDashboard(db, id);
	if (!row) return new Map();
	const [refs, [deployment], remote, merges] = await Promise.all([
		listRefs(repoOf(id), 'refs/'),
		listDeployments(db, { dashboardId: id, limit: 1 }),
		findRemote(db, id),
		listOpenMerges(db, id)
	]);
	return new Map<string, string>([
		...refs.map(({ ref, target }) => [ref, target] as const),
		...merges.map((merge) => [`merge ${merge.id}`, String(merge.version)] as const),
		['settings', JSON.stringify([row.title, row.home_environment, row.default_branch])],
		...(remote ? [['remote', `${remote.url} ${remote.lastFetchedAt}`] as const] : []),
		...(deployment ? [['deployment', `${deployment.id} ${deployment.state}`] as const] : [])
	]);
}

async function factsOfEnvironment({ db }: Source, name: EnvironmentName): Promise<Facts> {
	const lock = await findEnvironmentLock(db, name);
	return new Map(lock ? [['lock', lock.token]] : []);
}

async function factsOfJob({ db }: Source, id: JobId): Promise<Facts> {
	const job = await findJob(db, id);
	return new Map(job ? [['state', job.state]] : []);
}

async function factsOfList({ db }: Source): Promise<Facts> {
	return new Map((await listDashboards(db)).map(({ id, title }) => [`listed ${id}`, title]));
}
