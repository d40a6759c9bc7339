import type { Proof, ProofItem } from '#lib/domain/deployment.ts';
import { groupByKind } from '#lib/features/asset/kinds.ts';

/** How many objects are there as deployed; what a Superset cannot hold was said before and counts as there. */
export function matchOf({ items }: Pick<Proof, 'items'>): { readonly matching: number; readonly total: number } {
	return {
		matching: items.filter(({ standing }) => standing === 'equal' || standing === 'held-back').length,
		total: items.length
	};
}

/** Objects by kind, for the row of squares. */
export const squaresOf = (items: readonly ProofItem[]) => groupByKind(items);

/** What is not simply equal: missing first, then different, then held back. */
export function notEqual(items: readonly ProofItem[]): ProofItem[] {
	const order = { missing: 0, different: 1, 'held-back': 2, equal: 3 };
	return items.filter(({ standing }) => standing !== 'equal').sort((a, b) => order[a.standing] - order[b.standing]);
}
