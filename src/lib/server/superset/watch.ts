import type { RequestLimits } from './options.ts';

/** The limit of time that passed. */
export type Phase = { readonly phase: 'headers' | 'body' | 'total'; readonly ms: number };

/** Aborts `signal` when a limit of time passes or the caller cancels. */
export interface Watch {
	readonly signal: AbortSignal;
	readonly passed: Phase | null;
	/** The head is there; from now on every call starts the time of silence again. */
	inBody(): void;
	stop(): void;
}

export function createWatch(limits: RequestLimits, signal: AbortSignal | undefined): Watch {
	const controller = new AbortController();
	const abort = () => controller.abort();
	signal?.addEventListener('abort', abort, { once: true });
	let passed: Phase | null = null;
	const after = (phase: Phase['phase'], ms: number) =>
		setTimeout(() => {
			passed ??= { phase, ms };
			controller.abort();
		}, ms);
	const total = after('total', limits.totalMs);
	let current = after('headers', limits.headersMs);
	return {
		signal: controller.signal,
		get passed() {
			return passed;
		},
		inBody() {
			clearTimeout(current);
			current = after('body', limits.bodyIdleMs);
		},
		stop() {
			clearTimeout(total);
			clearTimeout(current);
			signal?.removeEventListener('abort', abort);
		}
	};
}
