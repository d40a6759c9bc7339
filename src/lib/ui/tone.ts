/** What happened to a thing, or how it is. A part takes a tone and never a colour. */
export const TONES = ['added', 'removed', 'moved', 'changed', 'ok', 'warning', 'danger', 'neutral', 'accent'] as const;
export type Tone = (typeof TONES)[number];
