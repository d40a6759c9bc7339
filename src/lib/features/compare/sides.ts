import type { ComparedSide } from '#lib/domain/compare/side.ts';

export type SideKind = ComparedSide['kind'];

/** How each kind of side is said before its name, at the first and at the second place. */
export const SIDE_WORDS: Readonly<Record<SideKind, { readonly many: string; readonly one: string }>> = {
	environment: { many: 'Environments, as they are now', one: 'environment, as it is now' },
	branch: { many: 'Branches', one: 'branch' },
	tag: { many: 'Tags', one: 'tag' },
	commit: { many: 'Last commits', one: 'commit' },
	nothing: { many: 'Nothing', one: 'nothing' }
};

const ORDER: readonly SideKind[] = ['environment', 'branch', 'tag', 'commit'];

/** Sides by kind, less those that lack a word of the search; kinds without one are left out. */
export function sidesLike(
	sides: readonly ComparedSide[],
	search: string
): { readonly kind: SideKind; readonly sides: readonly ComparedSide[] }[] {
	const words = search.toLowerCase().split(/\s+/).filter(Boolean);
	const found = sides.filter(({ name, commit }) =>
		words.every((word) => name.toLowerCase().includes(word) || commit?.startsWith(word))
	);
	return ORDER.map((kind) => ({ kind, sides: found.filter((side) => side.kind === kind) })).filter(
		({ sides: ofKind }) => ofKind.length > 0
	);
}
