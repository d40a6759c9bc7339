import { statfs } from 'node:fs/promises';
import { sql } from 'kysely';
import type { App } from '../../app.ts';
import { gitVersion } from '../../git/version.ts';

/** One thing that the server needs to work. `detail` is for whoever runs it: no path, no secret. */
export type Check = { readonly ok: true; readonly detail: string } | { readonly ok: false; readonly detail: string };

/** Whether the server can work, for `/healthz`. */
export interface Health {
	readonly ok: boolean;
	readonly uptimeSeconds: number;
	readonly checks: { readonly database: Check; readonly git: Check; readonly disk: Check };
}

/** With less room a capture or a commit may fail in the middle. */
const LEAST_FREE_BYTES = 100 * 1024 * 1024;

export async function checkHealth(app: App): Promise<Health> {
	const [database, git, disk] = await Promise.all([
		attempt('the database does not answer', async () => {
			await sql`select 1`.execute(app.db);
			return { ok: true, detail: 'answers' };
		}),
		attempt('git is missing or older than 2.38', async () => ({ ok: true, detail: await gitVersion() })),
		attempt('the data folder cannot be read', () => checkDisk(app.config.dataDir))
	]);
	const checks = { database, git, disk };
	return { ok: Object.values(checks).every(({ ok }) => ok), uptimeSeconds: Math.round(process.uptime()), checks };
}

async function checkDisk(dataDir: string): Promise<Check> {
	const { bavail, bsize } = await statfs(dataDir);
	const free = bavail * bsize;
	const detail = `${(free / 1024 ** 3).toFixed(1)} GB free`;
	return free >= LEAST_FREE_BYTES ? { ok: true, detail } : { ok: false, detail: `${detail}, too little` };
}

/** What went wrong goes to the log of whoever looks for it, not to everybody who asks. */
const attempt = (failure: string, check: () => Promise<Check>): Promise<Check> =>
	check().catch(() => ({ ok: false, detail: failure }));
