import { Cancelled } from '#lib/domain/errors.ts';

/** Runs `work` once for all who ask while it is under way. Each may stop waiting; the work goes on for the others. */
export function createOnce<Result>(work: () => Promise<Result>): (signal?: AbortSignal) => Promise<Result> {
	let underWay: Promise<Result> | null = null;
	return async (signal) => {
		underWay ??= work().finally(() => (underWay = null));
		if (!signal) return underWay;
		const shared = underWay;
		return new Promise((resolve, reject) => {
			const stop = () => reject(new Cancelled());
			if (signal.aborted) stop();
			signal.addEventListener('abort', stop, { once: true });
			shared.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
		});
	};
}
