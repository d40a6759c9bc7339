import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { EnvironmentCredentials } from '#lib/domain/environment.ts';
import { StorageFailed } from '#lib/domain/errors.ts';
import type { DashboardId, EnvironmentName } from '#lib/domain/ids.ts';
import type { Auth } from './auth/auth.ts';
import { createAuth } from './auth/create.ts';
import type { AuthSchema } from './auth/schema.ts';
import type { Config } from './config.ts';
import { migrate, openDatabase, type Db } from './db/database.ts';
import { getEnvironment } from './db/environments.ts';
import type { Repo } from './git/exec.ts';
import { claimOwner, releaseOwner } from './jobs/process-owner.ts';
import { JobRunner } from './jobs/runner.ts';
import { WatchingHub } from './live/hub.ts';
import type { LiveHub } from './live/live-hub.ts';
import { createLogger, type Logger } from './log.ts';
import { openCredentials } from './operations/environment/credentials.ts';
import { removeStrayRepositories } from './operations/dashboard/stray-repositories.ts';
import { resealCredentials } from './operations/environment/reseal.ts';
import { resealRemotes } from './operations/remote/reseal.ts';
import type { AnyOperation } from './operations/operation.ts';
import { RESUMABLE_OPERATIONS } from './operations/resumable.ts';
import { parseKeys, readKeyFile } from './secrets/keys.ts';
import { createSecrets, type Secrets } from './secrets/secrets.ts';
import { CanonicalMemory } from './superset/bundle/memory.ts';
import { createSupersetClient, type SupersetClient } from './superset/client.ts';

/** Everything that operations may touch. Built once per process, by the web server, the CLI or a test. */
export interface App {
	readonly config: Config;
	readonly log: Logger;
	readonly db: Db;
	readonly jobs: JobRunner;
	/** Tells pages what changed meanwhile. */
	readonly live: LiveHub;
	readonly auth: Auth;
	readonly secrets: Secrets;
	/** Canonical forms of files that were read before; may be lost at any time. */
	readonly memory: CanonicalMemory;
	/** This process among those that share the database. */
	readonly owner: string;
	repoOf(dashboardId: DashboardId): Repo;
	/** @throws {NotFound} when there is no such environment. @throws {StorageFailed} when its secret cannot be opened. */
	superset(environment: EnvironmentName): Promise<SupersetClient>;
	/** A client for an address that is no environment yet. */
	supersetAt(access: SupersetAccess): SupersetClient;
	/** Milliseconds since the Unix epoch. Injected so that tests own the clock. */
	now(): number;
	close(): Promise<void>;
}

export interface SupersetAccess {
	readonly url: string;
	readonly credentials: EnvironmentCredentials;
}

/** What a test puts in the place of the world. */
export interface Ports {
	readonly now?: () => number;
	readonly log?: Logger;
	readonly supersetOf?: (access: SupersetAccess) => SupersetClient;
	/** Operations that are run again after a crash, besides the app's own. */
	readonly resumable?: readonly AnyOperation[];
	/** How often what pages listen to is looked at, in ms. */
	readonly liveEveryMs?: number;
}

/** @throws {StorageFailed} when the data folder, the database or the key cannot be used. */
export async function createApp(config: Config, ports: Ports = {}): Promise<App> {
	makeFolder(config.dataDir);
	makeFolder(join(config.dataDir, 'repos'));
	const log = ports.log ?? createLogger(config.logLevel);
	const now = ports.now ?? Date.now;
	const secrets = createSecrets(
		config.key.kind === 'value' ? parseKeys(config.key.keys, 'DASHBRANCH_KEY') : readKeyFile(config.key.file)
	);
	const db = openDatabase(join(config.dataDir, 'dashbranch.sqlite'));
	await migrate(db);
	await resealCredentials({ db, secrets, log });
	await resealRemotes({ db, secrets, log });

	const auth = await createAuth({
		db: db.withTables<AuthSchema>(),
		settings: config,
		secret: secrets.derive('sessions'),
		log,
		now
	});

	const owner = claimOwner();
	const clients = new Map<EnvironmentName, { readonly of: string; readonly client: SupersetClient }>();
	const supersetAt =
		ports.supersetOf ??
		((access: SupersetAccess) =>
			createSupersetClient({
				...access,
				allowedHosts: config.allowedHosts,
				allowPrivate: config.allowPrivateHosts,
				now
			}));

	let closed: Promise<void> | undefined;
	async function close(): Promise<void> {
		await app.jobs.close();
		await app.live.close();
		releaseOwner(owner);
		await Promise.all([...clients.values()].map(({ client }) => client.close()));
		await db.destroy();
	}

	const app: App = {
		config,
		log,
		db,
		jobs: new JobRunner(() => app, [...RESUMABLE_OPERATIONS, ...(ports.resumable ?? [])]),
		live: new WatchingHub(() => app, ports.liveEveryMs),
		auth,
		secrets,
		memory: new CanonicalMemory(),
		owner,
		repoOf: (dashboardId) => ({ gitDir: join(config.dataDir, 'repos', `${dashboardId}.git`) }),
		async superset(name) {
			const environment = await getEnvironment(db, name);
			// A client keeps its session, so it lives until address or credentials change.
			const of = `${environment.url}\n${environment.sealedCredentials}`;
			const known = clients.get(name);
			if (known?.of === of) return known.client;
			const client = supersetAt({ url: environment.url, credentials: openCredentials(secrets, environment) });
			clients.set(name, { of, client });
			// Calls that are under way end by themselves; only its connections are let go.
			void known?.client.close();
			return client;
		},
		supersetAt,
		now,
		close: () => (closed ??= close())
	};
	await app.jobs.begin();
	await removeStrayRepositories(app, now());
	return app;
}

function makeFolder(path: string): void {
	try {
		mkdirSync(path, { recursive: true, mode: 0o700 });
	} catch (cause) {
		throw new StorageFailed(`The folder ${path} cannot be made: ${(cause as Error).message}.`, {
			hint: 'Let DATA_DIR name a folder that this process may write to.',
			cause
		});
	}
}
