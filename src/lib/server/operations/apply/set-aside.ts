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
		const names = new Set((await listRefs(repo, 'refs/set-aside/')).map(({ ref }) => ref.split('/')[2]));
		const environments = [...names].flatMap((name) => EnvironmentName.safeParse(name).data ?? []);
		const found = (await Promise.all(environments.map((environment) => setAsideOf(repo, environment))))
			.flat()
			.filter((one) => id === undefined || one.id === id)
			.sort((a, b) => b.at - a.at);
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

export async function setAsideOf(repo: Repo, environment: EnvironmentName): Promise<KeptAside[]> {
	const all = await listKept(repo, (ms) => setAsideRef(environment, ms));
	return all.flatMap((kept) => {
		const { id, branch, commit, by, at, note } = kept;
		const [text = '', last = ''] = note.split(new RegExp(`(?:^|\\n)${SINCE}(?=[0-9a-f]+$)`));
		const since = Oid.safeParse(last);
		return since.success
			? [{ id, environment, branch, commit, since: since.data, by, at, note: text.trim(), kept }]
			: [];
	});
}
