import type { ChangeDetail } from '#lib/domain/change.ts';
import type { MergedByItself } from '#lib/domain/merge/conflict.ts';

/** What became of an asset without a question, in one line: `yours: row limit 100 → 200; theirs: renamed …, 2 more`. */
export function automaticWords({ mine, theirs }: Pick<MergedByItself, 'mine' | 'theirs'>): string {
	const sides = [
		{ whose: 'yours', details: mine },
		{ whose: 'theirs', details: theirs }
	].filter(({ details }) => details.length > 0);
	if (sides.length === 0) return 'the same on both sides';
	return sides.map(({ whose, details }) => `${whose}: ${firstOf(details)}`).join('; ');
}

function firstOf(details: readonly ChangeDetail[]): string {
	const [first, ...rest] = details;
	return rest.length > 0 ? `${first!.sentence}, ${rest.length} more` : first!.sentence;
}
