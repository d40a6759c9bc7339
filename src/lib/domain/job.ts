import { z } from 'zod';

export const JOB_STATES = ['queued', 'running', 'succeeded', 'failed', 'cancelled', 'interrupted'] as const;
export type JobState = (typeof JOB_STATES)[number];

export const isFinal = (state: JobState): boolean => state !== 'queued' && state !== 'running';

/** One line of a job's log. `seq` counts from 1 without gaps, so a reader knows what it has seen. */
export const JobEvent = z.object({
	seq: z.int().positive(),
	/** Milliseconds since the Unix epoch, UTC. */
	at: z.int(),
	/** `state`: the job's own state changed · `step`: a named step began · `log`: a line about one object · `warning`. */
	kind: z.enum(['state', 'step', 'log', 'warning']),
	message: z.string(),
	/** Share of the work that is done, 0 to 1; `null` when we cannot tell. */
	progress: z.number().min(0).max(1).nullable(),
	state: z.enum(JOB_STATES)
});
export type JobEvent = z.infer<typeof JobEvent>;

/** A job as lists and pages show it. Times: milliseconds since the Unix epoch. */
export interface JobSummary {
	readonly id: string;
	/** The operation, e.g. `deployment.start`. */
	readonly operation: string;
	/** What it works on, in words: “Deploy Sales overview to prod”. */
	readonly title: string;
	readonly state: JobState;
	readonly startedBy: string;
	readonly createdAt: number;
	readonly finishedAt: number | null;
	/** What the operation returned, when it succeeded. */
	readonly result: unknown;
	/** Why it failed. */
	readonly error: { readonly code: string; readonly message: string; readonly hint?: string | undefined } | null;
	/** Where in the app the work belongs, e.g. `/dashboards/<id>`. */
	readonly href: string | null;
}
