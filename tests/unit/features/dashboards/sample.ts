import type { DashboardStop, DashboardSummary } from '#lib/domain/dashboard.ts';
import { DashboardId, EnvironmentName, Oid } from '#lib/domain/ids.ts';

const oid = Oid.parse('4e1b9a7'.padEnd(40, '0'));
const environment = (name: string) => EnvironmentName.parse(name);

/** `stop('prod', { standing: 'edited' })`: there and equal to a commit unless it says otherwise. */
export const stop = (name: 'dev' | 'staging' | 'prod', change: Partial<DashboardStop> = {}): DashboardStop => ({
	environment: environment(name),
	title: name,
	stage: name,
	commit: oid,
	labels: ['v1.0'],
	capturedAt: 1,
	standing: 'recognised',
	shows: null,
	isInStep: null,
	href: null,
	...change
});

/** A dashboard in step, edited in dev, unless it says otherwise. */
export const dashboard = (title: string, change: Partial<DashboardSummary> = {}): DashboardSummary => ({
	id: DashboardId.parse('3f0a6c1e-7d7b-4a55-9a5e-6a0f3f0f7c11'),
	title,
	home: environment('dev'),
	defaultBranch: 'main',
	branchCount: 1,
	lastCommit: { oid, message: 'Name the units', author: 'Ana', at: 1_000 },
	changeCount: 0,
	stops: [stop('dev'), stop('prod')],
	tile: [],
	...change
});
