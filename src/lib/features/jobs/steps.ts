import { isFinal, type JobEvent } from '#lib/domain/job.ts';

/** One named step of a job, as its log tells it. */
export interface JobStep {
	readonly seq: number;
	readonly message: string;
	readonly standing: 'done' | 'running' | 'failed';
	/** Milliseconds since the Unix epoch. */
	readonly startedAt: number;
	/** When the next step began or the job ended; `null` while it goes on. */
	readonly endedAt: number | null;
	/** What was said while it went on. */
	readonly lines: readonly JobEvent[];
}

/** The steps of a job from its log; what was said before the first step belongs to none. */
export function stepsOf(events: readonly JobEvent[]): JobStep[] {
	const last = events.at(-1);
	const end = last && isFinal(last.state) ? last : undefined;
	const begins = events.filter(({ kind }) => kind === 'step');
	return begins.map((begin, at) => {
		const next = begins[at + 1];
		const lines = events.filter(
			({ kind, seq }) => (kind === 'log' || kind === 'warning') && seq > begin.seq && seq < (next?.seq ?? Infinity)
		);
		const standing = next ? 'done' : !end ? 'running' : end.state === 'succeeded' ? 'done' : 'failed';
		const { seq, message, at: startedAt } = begin;
		return { seq, message, standing, startedAt, endedAt: next?.at ?? end?.at ?? null, lines };
	});
}
