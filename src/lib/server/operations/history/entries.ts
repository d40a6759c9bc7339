import type { SearchTerm } from '#lib/domain/commit-search.ts';
import { MOST_TOUCHED, type FoundEntry, type TouchedAsset } from '#lib/domain/history.ts';
import type { Oid } from '#lib/domain/ids.ts';
import { listAssetsOf, listLines, type HistoryIndex } from '../../db/commit-index.ts';
import type { Db } from '../../db/database.ts';
import { readCommits } from '../../git/objects.ts';
import type { OpenDashboard } from '../dashboard/repository.ts';
import { environmentsWith, type RefsOf } from '../dashboard/stops.ts';
import { memoryOf } from './index-memory.ts';
import { matchesIn } from './matches.ts';
import { readForIndex } from './read-commits.ts';

/** Commits as history shows them; those that are not indexed yet are read from git. */
export async function entriesOf(
	db: Db,
	of: { dashboard: OpenDashboard; index: HistoryIndex; refs: RefsOf; terms: readonly SearchTerm[] },
	oids: readonly Oid[]
): Promise<FoundEntry[]> {
	const { refs, terms } = of;
	const [commits, details] = await Promise.all([readCommits(of.dashboard.repo, oids), detailsOf(db, of, oids)]);
	return commits.map((commit) => {
		const { assets = [], lines = '' } = details.get(commit.oid) ?? {};
		return {
			...commit,
			branches: refs.branches.filter(({ oid }) => oid === commit.oid).map(({ name }) => name),
			tags: refs.tags.filter(({ oid }) => oid === commit.oid).map(({ name }) => name),
			deployedTo: environmentsWith(refs.deployed, commit.oid),
			assets: assets.slice(0, MOST_TOUCHED),
			assetCount: assets.length,
			matched: terms.length === 0 ? [] : matchesIn(terms, { commit, assets, lines })
		};
	});
}

interface Details {
	readonly assets: TouchedAsset[];
	readonly lines: string;
}

async function detailsOf(
	db: Db,
	{ dashboard, index, terms }: { dashboard: OpenDashboard; index: HistoryIndex; terms: readonly SearchTerm[] },
	oids: readonly Oid[]
): Promise<Map<Oid, Details>> {
	const { idOf } = await memoryOf(db, index);
	const ids = oids.flatMap((oid) => idOf.get(oid) ?? []);
	const [assets, texts] = await Promise.all([listAssetsOf(db, ids), terms.length === 0 ? [] : listLines(db, ids)]);
	const assetsOf = new Map<number, TouchedAsset[]>();
	for (const { commit_id: id, ...asset } of assets) assetsOf.set(id, [...(assetsOf.get(id) ?? []), touched(asset)]);
	const linesOf = new Map(texts.map(({ commit_id, lines }) => [commit_id, lines]));

	const details = new Map<Oid, Details>();
	for (const oid of oids) {
		const id = idOf.get(oid);
		if (id !== undefined) details.set(oid, { assets: assetsOf.get(id) ?? [], lines: linesOf.get(id) ?? '' });
	}
	const others = oids.filter((oid) => !details.has(oid));
	for await (const some of readForIndex(dashboard.repo, others)) {
		for (const one of some) {
			details.set(one.commit.oid, { assets: one.assets.map(touched), lines: one.text.lines });
		}
	}
	return details;
}

const touched = ({ kind, name, path, change }: TouchedAsset): TouchedAsset => ({ kind, name, path, change });
