import { expect, test } from 'vitest';
import type { JobEvent } from '#lib/domain/job.ts';
import { stepsOf } from '#lib/features/jobs/steps.ts';

const said = (
	seq: number,
	kind: JobEvent['kind'],
	message: string,
	state: JobEvent['state'] = 'running'
): JobEvent => ({
	seq,
	at: seq * 100,
	kind,
	message,
	progress: null,
	state
});
const log = [
	said(1, 'state', 'Waiting', 'queued'),
	said(2, 'log', 'before any step'),
	said(3, 'step', 'Datasets'),
	said(4, 'log', 'orders'),
	said(5, 'step', 'Charts'),
	said(6, 'warning', 'slow')
];
const look = (events: JobEvent[]) =>
	stepsOf(events).map(({ message, standing, endedAt, lines }) => [
		message,
		standing,
		endedAt,
		lines.map((line) => line.message)
	]);

test('JOBPAGE-1 the last step goes on, lines stand under the step in which they were said', () => {
	expect(look(log)).toEqual([
		['Datasets', 'done', 500, ['orders']],
		['Charts', 'running', null, ['slow']]
	]);
});

test.each([
	['succeeded', 'done'],
	['failed', 'failed'],
	['cancelled', 'failed'],
	['interrupted', 'failed']
] as const)('JOBPAGE-1 the last step of a job that %s is %s', (state, standing) => {
	expect(look([...log, said(7, 'state', 'The end', state)]).at(-1)).toEqual(['Charts', standing, 700, ['slow']]);
});

test('JOBPAGE-1 a job that has said nothing has no steps', () => {
	expect(stepsOf([])).toEqual([]);
});
