import type { AssetUuid, Oid } from '#lib/domain/ids.ts';
import type { App } from '../../app.ts';
import { BoundedMap } from '../../git/bounded-map.ts';
import type { Repo } from '../../git/exec.ts';
import { readListing } from '../../git/objects.ts';
import { assetKey } from '../../superset/bundle/canonical.ts';
import { readCanonicalTree } from '../dashboard/repository.ts';

/** A chart or dataset in a commit: what several dashboards may have. */
export interface HeldAsset {
	readonly kind: 'chart' | 'dataset';
	readonly uuid: AssetUuid;
	readonly name: string;
	readonly path: string;
	readonly oid: Oid;
}

/**
 * What was once understood of commits, for those who ask about many dashboards again and again: neither the trees nor
 * git's readers of so many repositories are kept open. Commits never change, so it stays right.
 */
const held = new BoundedMap<Oid, ReadonlyMap<string, HeldAsset>>(50_000, ({ size }) => size + 1);
const starts = new BoundedMap<Oid, ReadonlySet<string>>(200_000, ({ size }) => size + 1);

/** Charts and datasets of a commit by key (`<kind> <uuid>`). */
export async function heldAssets(app: App, repo: Repo, commit: Oid): Promise<ReadonlyMap<string, HeldAsset>> {
	const known = held.get(commit);
	if (known) return known;
	const found = new Map<string, HeldAsset>();
	for (const [path, { kind, uuid, name, oid }] of (await readCanonicalTree(app, repo, commit)).paths) {
		if (kind === 'chart' || kind === 'dataset') found.set(assetKey(kind, uuid), { kind, uuid, name, path, oid });
	}
	held.set(commit, found);
	return found;
}

/** By the names of files alone, which are known without reading any: most dashboards share nothing. */
export async function mayHold(repo: Repo, commit: Oid, uuids: readonly AssetUuid[]): Promise<boolean> {
	const known = starts.get(commit) ?? (await startsIn(repo, commit));
	starts.set(commit, known);
	return uuids.some((uuid) => known.has(uuid.slice(0, START)));
}

/** So many digits of the uuid stand in every name of a file. */
const START = 8;

async function startsIn(repo: Repo, commit: Oid): Promise<ReadonlySet<string>> {
	const found = new Set<string>();
	for (const path of (await readListing(repo, commit)).keys()) {
		const start = /-([0-9a-f]{8})[0-9a-f]*\.yaml$/.exec(path)?.[1];
		if (start) found.add(start);
	}
	return found;
}
