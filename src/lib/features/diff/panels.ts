import type LayoutPanel from './LayoutPanel.svelte';
import type TextPanel from './TextPanel.svelte';

/** The ways to look at two sides that have much code of their own. */
export interface Panels {
	readonly Text: typeof TextPanel | null;
	readonly Layout: typeof LayoutPanel | null;
}

/** The code of the way in which two sides are looked at, and of no other: most people read the sentences alone. */
export const panelsOf = async (view: 'words' | 'layout' | 'text'): Promise<Panels> => ({
	Text: view === 'text' ? (await import('./TextPanel.svelte')).default : null,
	Layout: view === 'layout' ? (await import('./LayoutPanel.svelte')).default : null
});
