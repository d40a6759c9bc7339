import type { JobState } from '#lib/domain/job.ts';
import type { Tone } from '#lib/ui/tone.ts';

/** How each state of a job is called and coloured. */
export const STATE_LOOK: Readonly<Record<JobState, { readonly word: string; readonly tone: Tone }>> = {
	queued: { word: 'waiting', tone: 'neutral' },
	running: { word: 'running', tone: 'accent' },
	succeeded: { word: 'done', tone: 'ok' },
	failed: { word: 'failed', tone: 'danger' },
	cancelled: { word: 'cancelled', tone: 'neutral' },
	interrupted: { word: 'interrupted', tone: 'warning' }
};
