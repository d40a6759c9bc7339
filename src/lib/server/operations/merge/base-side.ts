import { BundleRejected } from '#lib/domain/errors.ts';
import type { Oid } from '#lib/domain/ids.ts';
import type { App } from '../../app.ts';
import { mergeBases } from '../../git/ancestry.ts';
import type { Repo } from '../../git/exec.ts';
import { readCommit, readCommits } from '../../git/objects.ts';
import { treeOfAssets } from '../../superset/bundle/tree.ts';
import { mergeSides } from './merge-sides.ts';
import { readSide, type Side } from './sides.ts';

/** Branches that were merged into one another again and again have bases of bases; deeper ones are not merged. */
const MOST_DEPTH = 20;
/** How far back a base is looked for that can be read. */
const MOST_BACK = 100;

/** What both sides come from, before it is known which they are. */
export interface BaseSide {
	/** `null`: nothing that can be read. */
	readonly side: Side | null;
	/** Assets and files, as {@link disputedId} names them, in which it had to be made up, as the older one has them. */
	readonly disputed: ReadonlySet<string>;
}

/** Several best common ancestors are merged first, the oldest first, each over what they come from themselves. */
export async function baseSide(app: App, repo: Repo, bases: readonly Oid[], depth = 0): Promise<BaseSide> {
	const [first, ...others] = (await readCommits(repo, bases)).sort(
		(a, b) => a.committedAt - b.committedAt || (a.oid < b.oid ? -1 : 1)
	);
	const disputed = new Set<string>();
	let side = first ? await readableSide(app, repo, first.oid) : null;
	if (!first || depth === MOST_DEPTH) return { side, disputed };
	const taken = [first.oid];
	for (const { oid } of others) {
		const base = await baseSide(app, repo, await mergeBases(repo, oid, taken), depth + 1);
		const theirs = await readableSide(app, repo, oid);
		taken.push(oid);
		if (!side || !theirs) {
			side ??= theirs;
			continue;
		}
		const { merged, own, undecided } = await mergeSides(app, { base: base.side, mine: side, theirs }, new Map());
		side = { tree: merged.tree, own: own.files };
		for (const id of [...base.disputed, ...undecided.map(({ asset }) => disputedId(asset))]) disputed.add(id);
	}
	return { side, disputed };
}

/**
 * The base for two sides. Of what was made up of several commits nobody can tell which side changed it: where the sides
 * differ in it, it counts as something that both have added, so that a person is asked.
 */
export function baseFor(
	{ side, disputed }: BaseSide,
	{ mine, theirs }: { readonly mine: Side; readonly theirs: Side }
): Side | null {
	if (!side || disputed.size === 0) return side;
	const isKept = (id: string, one: { oid: Oid } | undefined, other: { oid: Oid } | undefined) =>
		!disputed.has(id) || !one || !other || one.oid === other.oid;
	const assets = [...side.tree.assets].filter(([key, asset]) =>
		isKept(disputedId(asset), mine.tree.assets.get(key), theirs.tree.assets.get(key))
	);
	const own = [...side.own].filter(([path]) =>
		isKept(disputedId({ uuid: null, path }), mine.own.get(path), theirs.own.get(path))
	);
	const tags = disputed.has('tags.yaml') ? new Map<string, string>() : side.tree.tags;
	return { tree: treeOfAssets({ ...side.tree, assets: new Map(assets), tags }), own: new Map(own) };
}

const disputedId = ({ uuid, path }: { readonly uuid: string | null; readonly path?: string }): string =>
	uuid ?? path ?? '';

/**
 * A broken file that was corrected on both sides since must not keep them apart for ever: the nearest commit before it
 * that can be read is as well one that both come from. `null`: there is none.
 */
async function readableSide(app: App, repo: Repo, oid: Oid): Promise<Side | null> {
	let commit: Oid | undefined = oid;
	for (let back = 0; commit && back <= MOST_BACK; back++) {
		try {
			return await readSide(app, repo, { commit, name: commit.slice(0, 7) });
		} catch (cause) {
			if (!(cause instanceof BundleRejected)) throw cause;
			commit = (await readCommit(repo, commit)).parents[0];
		}
	}
	return null;
}
