import type { AssetName } from '#lib/domain/asset.ts';
import type { MergedByItself, ToldConflict } from '#lib/domain/merge/conflict.ts';
import { countWords } from '#lib/ui/count-words.ts';
import { choiceWords } from './choice-words.ts';

/** An asset with what has to be decided in it. */
export interface AssetGroup<Conflict extends ToldConflict = ToldConflict> {
	/** As an address names it: `chart <uuid>`, or the path of what has no uuid. */
	readonly key: string;
	readonly asset: AssetName;
	readonly conflicts: readonly Conflict[];
	readonly decided: number;
	/** How each stands: `chart type: mine, place: open`. */
	readonly words: string;
	/** What else both sides did in it, without a question. */
	readonly alsoMerged: number;
}

export const keyOfAsset = ({ kind, uuid, path }: AssetName): string => (uuid ? `${kind} ${uuid}` : path);

/** Conflicts by the asset that they stand in, in the order in which the first of each is told. */
export function groupsOf<Conflict extends ToldConflict>(
	conflicts: readonly Conflict[],
	automatic: readonly MergedByItself[] = []
): readonly AssetGroup<Conflict>[] {
	const merged = new Map(
		automatic.map(({ asset, mine, theirs }) => [keyOfAsset(asset), mine.length + theirs.length] as const)
	);
	const byAsset = new Map<string, Conflict[]>();
	for (const conflict of conflicts) {
		const key = keyOfAsset(conflict.asset);
		byAsset.set(key, [...(byAsset.get(key) ?? []), conflict]);
	}
	return [...byAsset].map(([key, own]) => ({
		key,
		asset: own[0]!.asset,
		conflicts: own,
		decided: own.filter(({ choice }) => choice !== null).length,
		words: own.map(({ label, choice }) => `${lowerFirst(label)}: ${choiceWords(choice)}`).join(', '),
		alsoMerged: merged.get(key) ?? 0
	}));
}

/** What happened to an asset on both sides, and what is asked of it. */
export function groupWords(
	{ conflicts, alsoMerged }: Pick<AssetGroup, 'conflicts' | 'alsoMerged'>,
	kind: string
): string {
	if (conflicts.some((conflict) => conflict.kind === 'removed' && conflict.path.length === 0)) {
		return `One side removed this ${kind}, and the other changed it.`;
	}
	const asked = conflicts.length === 1 ? 'One thing' : `${conflicts.length} things`;
	const merged = alsoMerged === 1 ? 'merged by itself' : 'merged by themselves';
	const rest = alsoMerged > 0 ? `, ${countWords(alsoMerged, 'other change')} ${merged}` : '';
	return `Both sides changed this ${kind}. ${asked} cannot be both${rest}.`;
}

/** `Chart type` → `chart type`; `SQL` and `CSS` stay. */
export const lowerFirst = (words: string): string =>
	/^\p{Lu}{2}/u.test(words) ? words : words.charAt(0).toLowerCase() + words.slice(1);
