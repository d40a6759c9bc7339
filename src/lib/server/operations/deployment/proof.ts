import { changesBetween } from '#lib/domain/compare/changes.ts';
import type { Proof, ProofItem } from '#lib/domain/deployment.ts';
import type { Oid } from '#lib/domain/ids.ts';
import type { HoldableTree } from '../../superset/bundle/held-back.ts';
import { assetKey } from '../../superset/bundle/canonical.ts';
import type { CanonicalTree } from '../../superset/bundle/tree.ts';
import { comparedAssets } from '../../superset/bundle/compared.ts';

/** Compare what an environment holds with what was to be there, object by object. */
export function proofOf(at: {
	readonly holdable: HoldableTree;
	readonly found: CanonicalTree | null;
	/** Trees of the commit's assets, of what was expected, and of what is there. */
	readonly trees: { readonly deployed: Oid; readonly expected: Oid; readonly found: Oid };
	readonly provenAt: number;
}): Proof {
	const expected = at.holdable.tree;
	const changes = changesBetween(comparedAssets(expected), comparedAssets(at.found));
	const told = new Map(changes.assets.map((change) => [`${change.kind} ${change.uuid ?? change.path}`, change]));
	const heldBack = new Map(at.holdable.heldBack.map(({ asset, what }) => [assetKey(asset.kind, asset.uuid), what]));
	const items: ProofItem[] = [];
	for (const [key, { kind, uuid, name, oid }] of expected.assets) {
		const there = at.found?.assets.get(key);
		const held = heldBack.get(key);
		const change = told.get(key);
		if (!there) items.push({ kind, uuid, name, standing: 'missing', sentences: ['is not there'] });
		else if (there.oid !== oid)
			items.push({ kind, uuid, name, standing: 'different', sentences: sentencesFor(change) });
		else if (held)
			items.push({ kind, uuid, name, standing: 'held-back', sentences: held.map((what) => `without ${what}`) });
		else items.push({ kind, uuid, name, standing: 'equal', sentences: [] });
	}
	for (const [key, { kind, uuid, name }] of at.found?.assets ?? []) {
		if (!expected.assets.has(key))
			items.push({ kind, uuid, name, standing: 'different', sentences: ['is there and was not to be'] });
	}
	// Tags stand in one file for all objects, and have no uuid.
	const tags = told.get('tags tags.yaml');
	if (tags)
		items.push({ kind: 'tags', uuid: null, name: tags.name, standing: 'different', sentences: sentencesFor(tags) });
	for (const { asset, what } of at.holdable.heldBack) {
		if (expected.assets.has(assetKey(asset.kind, asset.uuid))) continue;
		items.push({
			kind: asset.kind,
			uuid: asset.uuid,
			name: asset.name,
			standing: 'held-back',
			sentences: what.map((one) => `without ${one}`)
		});
	}
	return {
		deployedTree: at.trees.deployed,
		expectedTree: at.trees.expected,
		foundTree: at.trees.found,
		items,
		isProven: at.trees.expected === at.trees.found,
		provenAt: at.provenAt
	};
}

const sentencesFor = (change: { sentences: readonly string[]; hiddenCount: number } | undefined): string[] => {
	if (!change) return ['differs'];
	return change.hiddenCount > 0
		? [...change.sentences, `${change.hiddenCount} machine-made differences`]
		: [...change.sentences];
};
