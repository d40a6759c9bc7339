import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { test as base } from 'vitest';
import type { Role } from '#lib/domain/permission.ts';
import { createApp, type App, type Ports } from '#lib/server/app.ts';
import { parseConfig } from '#lib/server/config.ts';
import { createLogger } from '#lib/server/log.ts';
import type { Actor, Context } from '#lib/server/operations/operation.ts';

export { expect } from 'vitest';

/** Somebody of a role, who needs no row in the database. */
export const actorOf = (role: Role): Actor => ({
	personId: `person-${role}`,
	name: { analyst: 'Ana', engineer: 'Emil', admin: 'Ada' }[role],
	email: `${role}@example.org`,
	role
});

/** What an operation gets when somebody waits for its answer. */
export const contextFor = (
	app: App,
	actor: Actor = actorOf('admin'),
	signal = new AbortController().signal
): Context => ({
	app,
	actor,
	signal,
	job: null,
	report: async () => {},
	log: async () => {},
	warn: async () => {}
});

/** An app on a folder of its own, as often started on it as a test needs. */
export interface World {
	readonly dir: string;
	readonly app: App;
	/** Every line that the app logged, as text. */
	readonly logLines: readonly string[];
	/** Another process on the same folder. Closed at the end of the test. */
	startAnother(env?: Record<string, string>, ports?: Ports): Promise<App>;
}

/** A data folder with an app on it. `env` and `ports` as for the real start. */
export async function openWorld(
	env: Record<string, string> = {},
	ports: Ports = {}
): Promise<World & { close(): Promise<void> }> {
	const dir = await mkdtemp(join(tmpdir(), 'dashbranch-'));
	const logLines: string[] = [];
	const sink = new Writable({
		write(chunk, _encoding, done) {
			logLines.push(String(chunk));
			done();
		}
	});
	const apps: App[] = [];
	const startAnother = async (moreEnv: Record<string, string> = {}, morePorts: Ports = {}) => {
		const config = parseConfig({ DATA_DIR: dir, ORIGIN: 'http://127.0.0.1:3000', ...env, ...moreEnv });
		const app = await createApp(config, { log: createLogger('trace', sink), ...ports, ...morePorts });
		apps.push(app);
		return app;
	};
	const app = await startAnother();
	return {
		dir,
		app,
		logLines,
		startAnother,
		async close() {
			for (const started of apps) await started.close();
			await rm(dir, { recursive: true, force: true, maxRetries: 5 });
		}
	};
}

/** `test('…', async ({ world }) => …)`: each test has a world of its own, only if it asks for one. */
export const test = base.extend<{ world: World }>({
	// eslint-disable-next-line no-empty-pattern -- vitest reads the names of fixtures from the pattern
	world: async ({}, use) => {
		const world = await openWorld();
		await use(world);
		await world.close();
	}
});
