import { onTestFinished } from 'vitest';
import type { DashboardId, Oid } from '#lib/domain/ids.ts';
import type { MergeStarted, OpenMerge } from '#lib/domain/merge/session.ts';
import { BranchName, branchRef } from '#lib/domain/refs.ts';
import type { App, Ports } from '#lib/server/app.ts';
import type { Repo } from '#lib/server/git/exec.ts';
import { readFiles } from '#lib/server/git/objects.ts';
import { moveRef, resolveRef } from '#lib/server/git/refs.ts';
import { commitEdits } from '#lib/server/git/write.ts';
import { trackZip } from '#lib/server/operations/dashboard/track-zip.ts';
import { decideMerge } from '#lib/server/operations/merge/decide.ts';
import { finishMerge } from '#lib/server/operations/merge/finish.ts';
import { showMerge } from '#lib/server/operations/merge/show.ts';
import { startMerge } from '#lib/server/operations/merge/start.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { readTree } from '#lib/server/superset/bundle/tree.ts';
import { actorOf, contextFor, openWorld, type World } from '#tests/support/app.ts';
import { recording, SLUG } from './practice-world.ts';

/** A recorded dashboard on `main`, and a branch `side` at the same commit; git is real, no Superset is asked. */
export interface MergeWorld {
	readonly world: World;
	readonly app: App;
	readonly dashboardId: DashboardId;
	readonly repo: Repo;
	/** The commit that `main` and `side` begin at. */
	readonly first: Oid;
	head(branch: string): Promise<Oid>;
	/** A branch at a commit; made or moved there, as somebody with git at hand would. */
	put(branch: string, commit: Oid): Promise<void>;
	/** Commit files, as text, to a branch; `null` removes. Each commit a second after the one before. */
	commit(branch: string, files: Record<string, string | Uint8Array | null>, options?: CommitOptions): Promise<Oid>;
	/** Set a key at the top of an object's file, and commit that. */
	set(branch: string, name: string, key: string, value: string): Promise<Oid>;
	/** What the file of an object says of a key at its top. */
	get(at: string, name: string, key: string): Promise<string | undefined>;
	/** Where an object, by its name, has its file. */
	pathOf(at: string, name: string): Promise<string>;
	/** The text of any file. */
	text(at: string, path: string): Promise<string | undefined>;
	start(from: string, more?: object): Promise<MergeStarted>;
	show(mergeId: string): Promise<OpenMerge>;
	decide(mergeId: string, decisions: readonly object[]): Promise<OpenMerge>;
	finish(mergeId: string, more?: object): ReturnType<typeof finishAs>;
}

interface CommitOptions {
	readonly parents?: readonly Oid[];
	readonly message?: string;
}

const finishAs = (app: App, input: object) => execute(finishMerge, contextFor(app, actorOf('engineer')), input);

export async function mergeWorld(ports: Ports = {}): Promise<MergeWorld> {
	const world = await openWorld({}, ports);
	onTestFinished(() => world.close());
	return mergeWorldIn(world);
}

/** The same in a data folder that is there already. */
export async function mergeWorldIn(world: World): Promise<MergeWorld> {
	const { app } = world;
	const { dashboardId } = await execute(trackZip, contextFor(app), { zip: recording(SLUG) });
	const repo = app.repoOf(dashboardId);
	const refOf = (branch: string) => branchRef(BranchName.parse(branch));
	const head = async (branch: string) => (await resolveRef(repo, refOf(branch)))!;
	const first = await head('main');
	await moveRef(repo, refOf('side'), { from: null, to: first });
	let at = Date.now();
	const oidOf = async (where: string) => (/^[0-9a-f]{40}$/.test(where) ? (where as Oid) : head(where));
	const pathOf = async (where: string, name: string): Promise<string> => {
		const tree = readTree(await readFiles(repo, await oidOf(where)));
		return [...tree.paths].find(([, asset]) => asset.name === name)![0];
	};
	const text = async (where: string, path: string) => {
		const bytes = (await readFiles(repo, await oidOf(where))).get(path);
		return bytes && Buffer.from(bytes).toString('utf8');
	};
	const commit: MergeWorld['commit'] = async (branch, files, { parents, message = 'Change' } = {}) => {
		const before = await head(branch);
		const edits = Object.entries(files).map(([path, one]) => [path, typeof one === 'string' ? Buffer.from(one) : one]);
		const made = await commitEdits(repo, {
			...{ ref: refOf(branch), expected: before, base: before, parents, message: `${message}\n`, allowEmpty: true },
			...{ edits: new Map(edits as [string, Uint8Array | null][]), author: actorOf('analyst'), at: (at += 1000) }
		});
		return made.commit;
	};
	return {
		...{ world, app, dashboardId, repo, first, head, commit, text, pathOf },
		put: async (branch, to) => moveRef(repo, refOf(branch), { from: await resolveRef(repo, refOf(branch)), to }),
		async set(branch, name, key, value) {
			const path = await pathOf(branch, name);
			const lines = (await text(branch, path))!.split('\n').filter((line) => !line.startsWith(`${key}:`));
			return commit(
				branch,
				{ [path]: [`${key}: ${value}`, ...lines].join('\n') },
				{ message: `Set ${key} of ${name}` }
			);
		},
		async get(where, name, key) {
			const found = (await text(where, await pathOf(where, name)))!
				.split('\n')
				.find((line) => line.startsWith(`${key}:`));
			return found?.slice(key.length + 2);
		},
		start: async (from, more = {}) =>
			execute(startMerge, contextFor(app, actorOf('analyst')), {
				...{ dashboardId, branch: 'main', expectedHead: await head('main'), from },
				...more
			}),
		show: (mergeId) => execute(showMerge, contextFor(app), { dashboardId, mergeId }),
		decide: (mergeId, decisions) => execute(decideMerge, contextFor(app), { dashboardId, mergeId, decisions }),
		finish: (mergeId, more = {}) => finishAs(app, { dashboardId, mergeId, ...more })
	};
}

/** Both branches set another cache timeout of the same chart. */
export const CHART = 'Own chart a';
export const OTHER_CHART = 'Revenue, shared';

export async function conflictWorld(of?: MergeWorld): Promise<MergeWorld & { readonly mergeId: string }> {
	const world = of ?? (await mergeWorld());
	await world.set('main', CHART, 'cache_timeout', '10');
	await world.set('side', CHART, 'cache_timeout', '20');
	const started = await world.start('side');
	if (started.kind !== 'conflicts') throw new Error(`It was ${started.kind}.`);
	return { ...world, mergeId: started.mergeId };
}
