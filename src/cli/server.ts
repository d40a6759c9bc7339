import { isLoopbackHost } from '#lib/domain/loopback.ts';
import { JobEvent, isFinal, type JobSummary } from '#lib/domain/job.ts';
import { setTimeout as wait } from 'node:timers/promises';
import { CommandFailed, type ToldFailure } from './failure.ts';
import { eventsIn } from './event-stream.ts';
import type { Speaker } from './speaker.ts';

/** Reading or starting something is quick on the server; what takes long is a job. */
const ANSWER_MS = 120_000;
/** A log that breaks off is taken up again so often in a row: at once, then after 1, 2, 3 and 4 seconds. */
const MOST_BREAKS = 5;

/** A running Dashbranch, by its HTTP API (specs/interfaces/http.md). */
export class Server {
	readonly #base: URL;
	readonly #token: string;

	private constructor(base: URL, token: string) {
		this.#base = base;
		this.#token = token;
	}

	/** @throws {CommandFailed} when address or token is missing or none */
	static from(speaker: Speaker, option: string | undefined): Server {
		const { env } = speaker.terminal;
		const address = option ?? env['DASHBRANCH_SERVER']?.trim();
		if (!address) {
			const hint = 'Add --server URL, or set DASHBRANCH_SERVER.';
			throw new CommandFailed({ code: 'usage', message: 'Which server is not said.', hint });
		}
		const token = env['DASHBRANCH_TOKEN']?.trim();
		if (!token) {
			const hint = 'Make an API token in Dashbranch under your name, and set DASHBRANCH_TOKEN to it.';
			throw new CommandFailed({ code: 'usage', message: 'DASHBRANCH_TOKEN is not set.', hint });
		}
		// fetch would repeat the token in its own words.
		if (!/^[\x21-\x7e]+$/.test(token)) {
			const hint = 'Set it to the token alone, as it was shown: dbr_…';
			throw new CommandFailed({ code: 'usage', message: 'DASHBRANCH_TOKEN holds what no token holds.', hint });
		}
		const base = baseOf(address);
		if (base.protocol === 'http:' && !isLoopbackHost(base.hostname))
			speaker.note(`The token goes to ${base.host} unencrypted; use https where you can.`);
		return new Server(base, token);
	}

	get<Answer>(path: string, query: Readonly<Record<string, string | number | undefined>> = {}): Promise<Answer> {
		const given = Object.entries(query).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]]));
		const text = new URLSearchParams(given).toString();
		return this.#ask<Answer>(`${path}${text && `?${text}`}`, { method: 'GET' });
	}

	post<Answer>(path: string, body: unknown): Promise<Answer> {
		const headers = { 'content-type': 'application/json' };
		return this.#ask<Answer>(path, { method: 'POST', headers, body: JSON.stringify(body) });
	}

	/** A job's log as it grows, up to its end or until `signal`. Takes up again where it broke off. */
	async *follow(jobId: string, signal: AbortSignal): AsyncGenerator<JobEvent> {
		let seen = 0;
		for (let breaks = 0; ;) {
			try {
				const answer = await this.#send(`jobs/${jobId}/events?after=${seen}`, { method: 'GET', signal });
				if (!answer.ok || !answer.body) throw await failureIn(answer, this.#base);
				for await (const data of eventsIn(answer.body)) {
					const event = JobEvent.parse(JSON.parse(data));
					seen = event.seq;
					breaks = 0;
					yield event;
					if (isFinal(event.state)) return;
				}
			} catch (cause) {
				if (signal.aborted) return;
				if (cause instanceof CommandFailed && cause.told.code !== 'server_unreachable') throw cause;
				if (breaks >= MOST_BREAKS) throw unreachable(this.#base, cause);
			}
			// A stream that just ends may do so because the job has.
			if (isFinal((await this.job(jobId)).state)) return;
			breaks += 1;
			if (breaks > MOST_BREAKS) throw unreachable(this.#base, undefined);
			await wait((breaks - 1) * 1000);
		}
	}

	async job(jobId: string): Promise<JobSummary> {
		return (await this.get<{ job: JobSummary }>(`jobs/${jobId}`)).job;
	}

	async #ask<Answer>(path: string, request: RequestInit): Promise<Answer> {
		const answer = await this.#send(path, { ...request, signal: AbortSignal.timeout(ANSWER_MS) });
		if (!answer.ok) throw await failureIn(answer, this.#base);
		try {
			return (await answer.json()) as Answer;
		} catch (cause) {
			throw unexpected(this.#base, `answered ${path} with something else than JSON`, cause);
		}
	}

	async #send(path: string, request: RequestInit): Promise<Response> {
		const headers = { accept: 'application/json', ...request.headers, authorization: `Bearer ${this.#token}` };
		let answer: Response;
		try {
			// The token goes to the server that was named and to no other.
			answer = await fetch(new URL(`api/v1/${path}`, this.#base), { ...request, headers, redirect: 'manual' });
		} catch (cause) {
			throw unreachable(this.#base, cause);
		}
		if (answer.status >= 300 && answer.status < 400) {
			const to = answer.headers.get('location') ?? 'elsewhere';
			throw unexpected(this.#base, `leads to ${to}`, undefined);
		}
		return answer;
	}
}

function baseOf(address: string): URL {
	const hint = 'Give it as your browser shows it: https://dashbranch.example.com';
	const url = URL.canParse(address) ? new URL(address) : undefined;
	if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password)
		throw new CommandFailed({ code: 'usage', message: 'The server’s address is no http or https address.', hint });
	if (!url.pathname.endsWith('/')) url.pathname += '/';
	url.search = url.hash = '';
	return url;
}

async function failureIn(answer: Response, base: URL): Promise<CommandFailed> {
	const told = (await answer.json().catch(() => undefined)) as { error?: Partial<ToldFailure> } | undefined;
	const { code, message, hint = null, findings = [] } = told?.error ?? {};
	if (code && message) return new CommandFailed({ code, message, hint, findings });
	return unexpected(base, `answered with status ${answer.status} and no reason`, undefined);
}

function unreachable({ host }: URL, cause: unknown): CommandFailed {
	const reason = (cause as { cause?: { code?: string } } | undefined)?.cause?.code;
	const isSlow = cause instanceof Error && cause.name === 'TimeoutError';
	const why = isSlow ? 'took too long to answer' : `does not answer${reason ? ` (${reason})` : ''}`;
	const hint = 'Look whether it runs and whether the address is right. A job that was started there goes on.';
	return new CommandFailed({ code: 'server_unreachable', message: `Dashbranch at ${host} ${why}.`, hint });
}

function unexpected({ host }: URL, what: string, cause: unknown): CommandFailed {
	const hint = 'Look whether this address is Dashbranch, of the same release as this program.';
	const failed = new CommandFailed({ code: 'server_unexpected', message: `${host} ${what}.`, hint });
	failed.cause = cause;
	return failed;
}
