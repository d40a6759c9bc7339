import type { Standing, TabStanding } from '#lib/domain/layout/diff.ts';
import type { Direction } from '#lib/domain/layout/notes.ts';
import type { BoxView } from '#lib/domain/layout/picture.ts';
import type { Tone } from '#lib/ui/tone.ts';

/** One thing that happened to a box: never told by colour alone. */
export interface Sign {
	readonly word: string;
	readonly tone: Tone;
	/** Which picture it has. */
	readonly icon: 'added' | 'removed' | 'changed' | 'resized' | Direction;
}

export const SIGNS: Readonly<Record<Exclude<Standing, 'same'>, Sign>> = {
	added: { word: 'Added', tone: 'added', icon: 'added' },
	removed: { word: 'Removed', tone: 'removed', icon: 'removed' },
	changed: { word: 'Content changed', tone: 'changed', icon: 'changed' },
	moved: { word: 'Moved', tone: 'moved', icon: 'down' },
	resized: { word: 'Resized', tone: 'moved', icon: 'resized' }
};
export const STANDING_ORDER = ['added', 'removed', 'changed', 'moved', 'resized'] as const;

/** All that happened to a box, what stands out most first; nothing where nothing did. */
export function signsOf(box: Pick<BoxView, 'standing' | 'isChanged' | 'isMoved' | 'isResized' | 'toward'>): Sign[] {
	if (box.standing === 'added' || box.standing === 'removed') return [SIGNS[box.standing]];
	const signs: Sign[] = [];
	if (box.isChanged) signs.push(SIGNS.changed);
	if (box.isMoved) signs.push({ ...SIGNS.moved, icon: box.toward ?? 'down' });
	if (box.isResized) signs.push(SIGNS.resized);
	return signs;
}

/** The colour of a box is that of what stands out most. */
export const toneOf = ({ standing }: Pick<BoxView, 'standing'>): Tone =>
	standing === 'same' ? 'neutral' : SIGNS[standing].tone;

/** What a tab is called, and what happened to it in a word. */
export function tabWords(tab: {
	readonly title: string;
	readonly oldTitle: string | null;
	readonly standing: TabStanding;
}): string {
	const name = tab.title || 'Without a name';
	if (tab.standing === 'renamed') return `${tab.oldTitle || 'Without a name'} → ${name}`;
	return tab.standing === 'same' ? name : `${name} (${tab.standing === 'added' ? 'new' : tab.standing})`;
}
