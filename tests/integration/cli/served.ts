import type { DashboardId } from '#lib/domain/ids.ts';
import type { Role } from '#lib/domain/permission.ts';
import { serveApi, type ApiServer } from '#tests/support/api-server.ts';
import { dashbranch, type Ended, type Surroundings } from '#tests/support/command-line.ts';
import {
	practiceWorld,
	SLUG,
	type PracticeWorld,
	type PracticeWorldOptions
} from '#tests/support/operations/practice-world.ts';
import { trackBySlug } from '#tests/support/whole-way.ts';

export interface Served extends PracticeWorld {
	readonly api: ApiServer;
	readonly dashboardId: DashboardId;
	/** Run a command against the server, as Emil, an engineer. */
	run(args: readonly string[], around?: Surroundings): Promise<Ended>;
	readonly env: Readonly<Record<string, string>>;
}

/** A server with dev, prod and a dashboard of dev that is tracked, and a token for it. */
export async function served(options: PracticeWorldOptions & { readonly role?: Role } = {}): Promise<Served> {
	const world = await practiceWorld(options);
	const dashboardId = await trackBySlug(world.app, 'dev', SLUG);
	const { auth } = world.app;
	await auth.createPerson({ name: 'Ada', email: 'ada@example.org', password: 'correct horse', role: 'admin' });
	const person = { name: 'Emil', email: 'emil@example.org', password: 'correct horse' };
	const { personId } = await auth.createPerson({ ...person, role: options.role ?? 'engineer' });
	const { token } = await auth.createApiToken(personId, { name: 'cli', expiresAt: Date.now() + 3_600_000 });
	const api = await serveApi(world.app);
	const env = { DASHBRANCH_SERVER: api.url, DASHBRANCH_TOKEN: token };
	const run: Served['run'] = (args, around) => dashbranch(args, { ...around, env: { ...env, ...around?.env } });
	return { ...world, api, dashboardId, run, env };
}
