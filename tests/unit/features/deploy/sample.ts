import type { Deployment } from '#lib/domain/deployment.ts';
import { AssetUuid, DashboardId, DeploymentId, EnvironmentName, JobId, Oid } from '#lib/domain/ids.ts';
import { PlanHash, type Plan, type PlanItem } from '#lib/domain/plan.ts';

const uuidOf = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
export const oidOf = (letter: string) => Oid.parse(letter.repeat(40));

export const item = (name: string, change: Partial<PlanItem> = {}): PlanItem => ({
	kind: 'chart',
	uuid: AssetUuid.parse(uuidOf(1)),
	name,
	path: `charts/${name}.yaml`,
	action: 'update',
	sentences: [],
	hiddenCount: 0,
	editedThere: false,
	alsoUsedBy: [],
	reason: null,
	...change
});

export const plan = (items: readonly PlanItem[], notes: Plan['notes'] = []): Plan => ({
	hash: PlanHash.parse('f'.repeat(64)),
	environment: EnvironmentName.parse('prod'),
	commit: oidOf('a'),
	commitTree: oidOf('b'),
	liveTree: oidOf('c'),
	targetVersion: '6.1.0',
	items,
	notes,
	madeAt: 0
});

/** A verified deployment that kept what was there; numbers make ids. */
export const deployment = (number: number, environment: string, change: Partial<Deployment> = {}): Deployment => ({
	id: DeploymentId.parse(uuidOf(number)),
	dashboardId: DashboardId.parse(uuidOf(0)),
	environment: EnvironmentName.parse(environment),
	kind: 'deploy',
	commit: oidOf('a'),
	safetyCommit: oidOf('d'),
	state: 'verified',
	startedBy: 'Ana',
	startedAt: number,
	finishedAt: number,
	jobId: JobId.parse(uuidOf(number)),
	proof: null,
	failure: null,
	...change
});
