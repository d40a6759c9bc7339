import type { FoundEntry } from '#lib/domain/history.ts';

/** So many are called by their names. */
const NAMED = 3;

/**
 * What a commit changed, in a few words: names, and how many assets are not named. Inside of one dashboard its own name
 * says nothing.
 */
export function touchedWords({ assets, assetCount }: Pick<FoundEntry, 'assets' | 'assetCount'>): {
	readonly names: readonly string[];
	readonly more: number;
} {
	const names = [...new Set(assets.map(({ kind, name }) => (kind === 'dashboard' ? 'the dashboard' : name)))];
	const shown = names.slice(0, NAMED);
	return { names: shown, more: assetCount - assets.length + names.length - shown.length };
}
