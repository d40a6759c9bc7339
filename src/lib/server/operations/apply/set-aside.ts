import { z } from 'zod';
import type { AssetName } from '#lib/domain/asset.ts';
import type { AssetChange } from '#lib/domain/change.ts';
import type { Person } from '#lib/domain/commit.ts';
import { changesBetween, isMachineMadeOnly } from '#lib/domain/compare/changes.ts';
import { DashboardId, EnvironmentName, Oid } from '#lib/domain/ids.ts';
import { setAsideRef } from '#lib/domain/refs.ts';
import type { App } from '../../app.ts';
import type { Repo } from '../../git/exec.ts';
import { listRefs } from '../../git/refs.ts';
import { comparedAssets } from '../../superset/bundle/compared.ts';
import { listKept, type Kept } from '../branch/kept.ts';
import { openDashboard, readCanonicalTree } from '../dashboard/repository.ts';
import { defineOperation } from '../operation.ts';
import { SINCE } from './keep-uncommitted.ts';

export const SetAsideId = z.string().regex(/^\d{1,16}$/, 'is none that was set aside');

/** Changes that wait to be brought back. */
export interface SetAside {
	/** For `apply.bring-back`. */
	readonly id: string;
	readonly environment: EnvironmentName;
	/** The branch that they are changes of. */
	readonly branch: string;
	/** What was live, and the commit that it was changed since. */
	readonly commit: Oid;
	readonly since: Oid;
	readonly by: Person;
	readonly at: number;
	readonly note: string;
	/** What changed, in short; `null` where it was not asked for. */
	readonly changes: SetAsideChanges | null;
}

export interface SetAsideChanges {
	/** How many assets differ. */
	readonly count: number;
	/** The first of them, each with its most important sentence. */
	readonly first: readonly (AssetName & { readonly change: AssetChange['change']; readonly sentence: string })[];
}

/** So many assets of each are told. */
const FIRST = 3;

/** All changes of a dashboard that were set aside, the newest first. */
export const listSetAside = defineOperation({
	name: 'apply.set-aside',
	permission: 'dashboard:read',
	input: z.object({
		dashboardId: DashboardId,
		/** Only this one, if it still is. */
		id: SetAsideId.optional(),
		/** Of so many, the newest, it is told what changed. */
		told: z.coerce.number().int().min(0).max(50).default(10)
	}),

	async run({ app }, { dashboardId, id, told }): Promise<SetAside[]> {
		const { repo } = await openDashboard(app, dashboardId);
		const found = (await allSetAside(repo)).filter((one) => id === undefined || one.id === id);
		const list: SetAside[] = [];
		for (const { kept: _, ...one } of found) {
			list.push({ ...one, changes: list.length < told ? await changesOf(app, repo, one) : null });
		}
		return list;
	}
});

async function changesOf(
	app: App,
	repo: Repo,
	{ since, commit }: Pick<SetAside, 'since' | 'commit'>
): Promise<SetAsideChanges> {
	const [before, after] = [await readCanonicalTree(app, repo, since), await readCanonicalTree(app, repo, commit)];
	const { assets } = changesBetween(comparedAssets(before), comparedAssets(after));
	const seen = assets.filter((one) => !isMachineMadeOnly(one));
	const first = seen.slice(0, FIRST).map(({ kind, uuid, name, path, change, sentences }) => {
		return { kind, uuid, name, path, change, sentence: sentences[0] ?? '' };
	});
	return { count: seen.length, first };
}

/** Changes that were set aside, with the ref that keeps them. */
export interface KeptAside extends Omit<SetAside, 'changes'> {
	readonly kept: Kept;
}

/** Of every environment, the newest first. */
export async function allSetAside(repo: Repo): Promise<KeptAside[]> {
	const environments = await environmentsUnder(repo, 'refs/set-aside/');
	const found = await Promise.all(environments.map((environment) => setAsideOf(repo, environment)));
	return found.flat().sort((a, b) => b.at - a.at);
}

/** The environments that have refs in a folder: also those that are gone by now. */
export async function environmentsUnder(repo: Repo, folder: `refs/${string}/`): Promise<EnvironmentName[]> {
	const names = new Set((await listRefs(repo, folder)).map(({ ref }) => ref.slice(folder.length).split('/')[0]));
	return [...names].flatMap((name) => EnvironmentName.safeParse(name).data ?? []);
}

export async function setAsideOf(repo: Repo, environment: EnvironmentName): Promise<KeptAside[]> {
	const all = await listKept(repo, (ms) => setAsideRef(environment, ms));
	return all.flatMap((kept) => {
		const { id, branch, commit, by, at, note } = kept;
		const read = readAsideNote(note);
		return read ? [{ id, environment, branch, commit, by, at, ...read, kept }] : [];
	});
}

/** What the note of something set aside says; `null` when it is none. */
export function readAsideNote(text: string): Pick<SetAside, 'since' | 'note'> | null {
	const [note = '', last = ''] = text.split(new RegExp(`(?:^|\\n)${SINCE}(?=[0-9a-f]+$)`));
	const since = Oid.safeParse(last);
	return since.success ? { since: since.data, note: note.trim() } : null;
}
