import type { AssetName } from '#lib/domain/asset.ts';
import { isAsSound } from '#lib/domain/layout-flaws.ts';
import { revertContent } from '#lib/domain/revert/content.ts';
import { mapping, type Mapping } from '#lib/domain/value.ts';
import type { App } from '../../app.ts';
import type { CanonicalAsset } from '../../superset/bundle/asset.ts';
import { assetKey } from '../../superset/bundle/canonical.ts';
import { stableNumber } from '../../superset/bundle/ids.ts';
import { mappingIn, treeOfAssets, type CanonicalTree } from '../../superset/bundle/tree.ts';
import { takeNeeded } from './chosen-tree.ts';
import { withContents } from './tree-edits.ts';

/** An asset that cannot be taken back without a decision. */
export interface Conflict extends AssetName {
	readonly reason: string;
}

export type TakenBack =
	| { readonly kind: 'conflict'; readonly assets: readonly Conflict[] }
	| {
			readonly kind: 'done';
			readonly tree: CanonicalTree;
			/** Names of what differs from `now`, and of what came along since it is needed. */
			readonly names: readonly string[];
			readonly alsoTaken: readonly string[];
	  };

/**
 * Take back, in the tree of now, what led from one tree to the next: per asset whole where it was not touched since, else
 * key by key where nobody touched the same keys. All or nothing.
 * @param isChosen of the assets that differ, by key (`<kind> <uuid>`, `tags`); default: all
 */
export function takenBack(
	app: Pick<App, 'memory'>,
	trees: { readonly before: CanonicalTree; readonly after: CanonicalTree; readonly now: CanonicalTree },
	isChosen: (key: string) => boolean = () => true
): TakenBack {
	const { before, after, now } = trees;
	const conflicts: Conflict[] = [];
	const merged = new Map<string, Mapping>();
	const whole = new Map<string, CanonicalAsset | undefined>();
	for (const key of new Set([...before.assets.keys(), ...after.assets.keys()])) {
		const [was, became, is] = [before.assets.get(key), after.assets.get(key), now.assets.get(key)];
		if (was?.oid === became?.oid || !isChosen(key) || is?.oid === was?.oid) continue;
		if (is?.oid === became?.oid) {
			whole.set(key, was);
			continue;
		}
		const content = was && became && is ? contentOf(was, became, is) : undefined;
		if (content) merged.set(key, content);
		else conflicts.push(conflictOf(trees, key, is ? 'was changed again since' : 'was removed since'));
	}
	const tags = tagsOf(trees, isChosen('tags'));
	if (!tags) {
		const name = { kind: 'tags', uuid: null, name: 'Tags', path: 'tags.yaml' } as const;
		conflicts.push({ ...name, reason: 'were changed again since' });
	}
	if (conflicts.length > 0 || !tags) return { kind: 'conflict', assets: conflicts };

	const withMerged = withContents(app, now, merged);
	const assets = new Map(withMerged.assets);
	for (const [key, asset] of whole) if (asset) assets.set(key, asset);
	for (const [key, asset] of whole) if (!asset) assets.delete(key);
	const changed = [...whole.keys(), ...merged.keys()];
	const alsoTaken = takeNeeded(
		assets,
		before,
		changed.flatMap((key) => assets.get(key) ?? [])
	);
	const needed = [...whole].flatMap(([key, asset]) => {
		const user = asset ? undefined : userOf(now.assets.get(key), assets);
		return user ? [conflictOf(trees, key, `is needed by “${user.name}” now`)] : [];
	});
	if (needed.length > 0) return { kind: 'conflict', assets: needed };
	const tree = treeOfAssets({ assets, tags: new Map([...before.tags, ...now.tags, ...tags]), findings: now.findings });
	const names = changed.map((key) => (assets.get(key) ?? now.assets.get(key))!.name);
	return { kind: 'done', tree, names, alsoTaken };
}

function contentOf(was: CanonicalAsset, became: CanonicalAsset, is: CanonicalAsset): Mapping | undefined {
	const reverted = revertContent({ before: was.content, after: became.content, now: is.content });
	if (reverted.kind === 'conflict') return undefined;
	if (is.kind !== 'dashboard') return reverted.content;
	// Keys of a layout are nodes, and nodes name one another.
	const position = mappingIn({ ...is, content: reverted.content }, 'position');
	return isAsSound(position, mappingIn(is, 'position')) ? reverted.content : undefined;
}

/** The tags' meanings, name by name; `null` for a conflict. */
function tagsOf(
	{ before, after, now }: { before: CanonicalTree; after: CanonicalTree; now: CanonicalTree },
	isChosen: boolean
): ReadonlyMap<string, string> | null {
	if (!isChosen) return now.tags;
	const reverted = revertContent({ before: mapping(before.tags), after: mapping(after.tags), now: mapping(now.tags) });
	if (reverted.kind === 'conflict') return null;
	return new Map(Object.entries(reverted.content).map(([name, text]) => [name, String(text)]));
}

/** An asset that cannot do without one that is to go. */
function userOf(
	gone: CanonicalAsset | undefined,
	assets: ReadonlyMap<string, CanonicalAsset>
): CanonicalAsset | undefined {
	if (!gone) return undefined;
	return [...assets.values()].find(({ uses }) => {
		if (gone.kind === 'chart') return uses.charts.includes(stableNumber(gone.uuid));
		if (gone.kind === 'dataset') return uses.datasets.includes(gone.uuid);
		return uses.database === gone.uuid || uses.theme === gone.uuid;
	});
}

function conflictOf(
	{ before, after, now }: { before: CanonicalTree; after: CanonicalTree; now: CanonicalTree },
	key: string,
	reason: string
): Conflict {
	for (const tree of [now, after, before]) {
		for (const [path, { kind, uuid, name }] of tree.paths)
			if (assetKey(kind, uuid) === key) return { kind, uuid, name, path, reason };
	}
	throw new Error(`${key} is in none of the trees`);
}
