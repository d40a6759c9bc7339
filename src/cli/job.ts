import type { JobEvent, JobSummary } from '#lib/domain/job.ts';
import type { ErrorCode } from '#lib/domain/errors.ts';
import { EXIT } from './exit-code.ts';
import { CommandFailed } from './failure.ts';
import type { Server } from './server.ts';
import type { Speaker } from './speaker.ts';

/**
 * Start a job on the server, show how it goes, and give what it gave. Ctrl-C cancels it, a second one leaves it alone.
 * @throws {CommandFailed} when it failed or was cancelled
 */
export async function runJob<Result>(
	speaker: Speaker,
	server: Server,
	start: { readonly path: string; readonly body: unknown }
): Promise<Result> {
	const { jobId } = await server.post<{ jobId: string }>(start.path, start.body);
	let isCancelling = false;
	const left = new AbortController();
	const stop = speaker.terminal.onInterrupt(() => {
		if (isCancelling) return left.abort();
		isCancelling = true;
		speaker.show('Cancelling at the next safe point; Ctrl-C again leaves it running.');
		server.post(`jobs/${jobId}/cancel`, {}).catch((cause: unknown) => {
			if (cause instanceof CommandFailed) speaker.show(`It could not be cancelled: ${cause.message}`);
		});
	});
	try {
		for await (const event of server.follow(jobId, left.signal)) show(speaker, event);
		if (left.signal.aborted) throw interrupted(`Job ${jobId} goes on without you.`);
		return resultOf(await server.job(jobId)) as Result;
	} finally {
		stop();
	}
}

function show(speaker: Speaker, { kind, message, progress }: JobEvent): void {
	if (kind === 'warning') speaker.note(`${speaker.paint('yellow', 'warning', speaker.terminal.err)} ${message}`);
	else if (kind === 'log') speaker.progress(`       ${message}`);
	else if (kind === 'step') {
		const share = progress === null ? '    ' : `${Math.round(progress * 100)}%`.padStart(4);
		speaker.progress(`${share}   ${message}`);
	}
}

function resultOf(job: JobSummary): unknown {
	if (job.state === 'succeeded') return job.result;
	if (job.state === 'cancelled') throw interrupted('It was cancelled.');
	const { code, message, hint = null } = job.error ?? { code: 'internal', message: `The job was ${job.state}.` };
	throw new CommandFailed({ code: code as ErrorCode, message, hint: hint ?? null });
}

const interrupted = (message: string): CommandFailed =>
	new CommandFailed({ code: 'cancelled', message }, EXIT.interrupted);
