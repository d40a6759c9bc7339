import type { OpenMergeSummary } from '#lib/domain/merge/session.ts';

type Titled = Pick<OpenMergeSummary, 'purpose' | 'from' | 'branch'>;

/** `Merge origin/main into feature/regions`, `Bring 5aa8c12 to main`. */
export const mergeTitle = ({ purpose, from, branch }: Titled): string =>
	purpose === 'merge' ? `Merge ${from} into ${branch}` : `Bring ${from} to ${branch}`;

/** What it is called in a sentence and on the button that ends it. */
export const mergeNoun = ({ purpose }: Pick<Titled, 'purpose'>): string => (purpose === 'merge' ? 'merge' : 'commit');
