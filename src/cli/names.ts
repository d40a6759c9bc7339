import type { DashboardSummary } from '#lib/domain/dashboard.ts';
import { DashboardId } from '#lib/domain/ids.ts';
import { CommandFailed } from './failure.ts';
import type { Server } from './server.ts';

/** What a dashboard's commands need to know of it. */
export type NamedDashboard = Pick<DashboardSummary, 'id' | 'title' | 'home' | 'defaultBranch'>;

/**
 * The dashboard that a person named by id or exact title.
 * @throws {CommandFailed} when there is none, or several have the title
 */
export async function dashboardNamed(server: Server, name: string): Promise<NamedDashboard> {
	const isId = DashboardId.safeParse(name).success;
	if (isId) return server.get<NamedDashboard>(`dashboards/${name}`);
	const all = await server.get<readonly DashboardSummary[]>('dashboards');
	const found = all.filter(({ title }) => title === name);
	const [first, ...others] = found;
	if (first && others.length === 0) return first;
	if (first) {
		const findings = found.map(({ id, title, home }) => ({ path: id, message: `“${title}” of ${home ?? 'a ZIP'}` }));
		const message = `${found.length} dashboards are called “${name}”.`;
		throw new CommandFailed({ code: 'invalid_input', message, hint: 'Name it by its id.', findings });
	}
	const near = all.filter(({ title }) => title.toLowerCase().includes(name.toLowerCase())).map(({ title }) => title);
	const hint =
		near.length > 0
			? `Did you mean ${near
					.slice(0, 3)
					.map((title) => `“${title}”`)
					.join(' or ')}?`
			: null;
	throw new CommandFailed({
		code: 'not_found',
		message: `There is no dashboard “${name}”.`,
		hint: hint ?? '`dashbranch dashboards` lists them.'
	});
}

/** The environment to look at: the one that was named, or where the dashboard is edited. */
export function environmentOf(dashboard: NamedDashboard, named: string | undefined): string {
	const environment = named ?? dashboard.home;
	if (environment) return environment;
	const message = `“${dashboard.title}” came from a ZIP and is edited in no environment.`;
	throw new CommandFailed({ code: 'invalid_input', message, hint: 'Name one with --from.' });
}
