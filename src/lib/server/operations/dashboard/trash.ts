import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AssetUuid, DashboardId, EnvironmentName } from '#lib/domain/ids.ts';
import { BranchName } from '#lib/domain/refs.ts';
import type { App } from '../../app.ts';

/**
 * `<data>/trash/<dashboard id>-<ms>/`: the repository of a dashboard that was untracked, and `dashboard.json` with its
 * row and what else the database knew. First the JSON, then the row goes, then the repository moves: a process that dies
 * in between leaves either the dashboard or all of it here.
 */
export interface Trashed {
	/** The name of its folder. */
	readonly id: string;
	readonly dashboardId: DashboardId;
	readonly at: number;
	readonly content: TrashedContent;
}

/** Deployments, merges and what captures knew are as the database had them; they are checked by its own columns. */
const Row = z.record(z.string(), z.union([z.string(), z.number(), z.null()]));
export const TrashedContent = z.object({
	dashboard: z.object({
		id: DashboardId,
		title: z.string(),
		dashboard_uuid: AssetUuid,
		home_environment: EnvironmentName.nullable(),
		default_branch: BranchName,
		created_at: z.number(),
		created_by: z.string()
	}),
	environments: z.array(Row),
	deployments: z.array(Row),
	remote: Row.nullable(),
	/** Those that wait for decisions; trash of an older release says nothing of them. */
	merges: z.array(Row).default([]),
	deletedBy: z.string()
});
export type TrashedContent = z.infer<typeof TrashedContent>;

type Place = { readonly config: Pick<App['config'], 'dataDir'> };

export const TRASH_KEPT_MS = 30 * 86_400_000;
const REPO = 'repository.git';
const FILE = 'dashboard.json';
/** A larger one is none of ours. */
const MAX_BYTES = 256 * 1024 * 1024;

const folderOf = ({ config }: Place) => join(config.dataDir, 'trash');
export const trashedRepo = (place: Place, id: string): string => join(folderOf(place), id, REPO);

/** Write down a dashboard that is about to go. @returns the id of what is in the trash */
export async function writeTrash(place: Place, content: TrashedContent, at: number): Promise<string> {
	const id = `${content.dashboard.id}-${at}`;
	const folder = join(folderOf(place), id);
	await mkdir(folder, { recursive: true, mode: 0o700 });
	await writeFile(join(folder, `${FILE}.new`), JSON.stringify(content), { mode: 0o600 });
	await rename(join(folder, `${FILE}.new`), join(folder, FILE));
	return id;
}

/** What can be brought back, the newest first. */
export async function listTrash(place: Place): Promise<Trashed[]> {
	const found = await Promise.all((await entriesIn(place)).map((entry) => readEntry(place, entry)));
	return found.flatMap((one) => one ?? []).sort((a, b) => b.at - a.at);
}

/**
 * A repository without a row that was on its way here when its process died.
 * @returns whether it was one
 */
export async function finishTrashing(place: Place, dashboardId: DashboardId, gitDir: string): Promise<boolean> {
	for (const entry of await entriesIn(place)) {
		if (entry.dashboardId !== dashboardId || (await exists(trashedRepo(place, entry.id)))) continue;
		if (!(await exists(join(folderOf(place), entry.id, FILE)))) continue;
		await rename(gitDir, trashedRepo(place, entry.id));
		return true;
	}
	return false;
}

export const removeFromTrash = (place: Place, id: string): Promise<void> =>
	rm(join(folderOf(place), id), { recursive: true, force: true });

/** What was untracked too long ago goes for good. @returns how many */
export async function emptyTrash(place: Place, now: number): Promise<number> {
	const old = (await entriesIn(place)).filter(({ at }) => at < now - TRASH_KEPT_MS);
	for (const { id } of old) await removeFromTrash(place, id);
	return old.length;
}

async function entriesIn(place: Place): Promise<Pick<Trashed, 'id' | 'dashboardId' | 'at'>[]> {
	const names = await readdir(folderOf(place)).catch(() => []);
	return names.flatMap((id) => {
		const [, uuid, at] = /^(.{36})-(\d{1,16})$/.exec(id) ?? [];
		const dashboardId = DashboardId.safeParse(uuid);
		return dashboardId.success ? [{ id, dashboardId: dashboardId.data, at: Number(at) }] : [];
	});
}

async function readEntry(
	place: Place,
	entry: Pick<Trashed, 'id' | 'dashboardId' | 'at'>
): Promise<Trashed | undefined> {
	const file = join(folderOf(place), entry.id, FILE);
	if (!(await exists(trashedRepo(place, entry.id))) || !(await exists(file))) return undefined;
	if ((await stat(file)).size > MAX_BYTES) return undefined;
	try {
		return { ...entry, content: TrashedContent.parse(JSON.parse(await readFile(file, 'utf8'))) };
	} catch {
		return undefined; // what nobody can read is not offered, and goes in its time
	}
}

const exists = (path: string): Promise<boolean> =>
	stat(path).then(
		() => true,
		() => false
	);
