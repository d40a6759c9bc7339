import type { RequestEvent } from '@sveltejs/kit';
import { AppError } from '#lib/domain/errors.ts';
import type { App as Application } from '../app.ts';
import { ConfigRejected } from '../config.ts';
import { presentUnknown } from '../log.ts';
import { present, TOO_LARGE, type PresentedError } from './errors.ts';

/** What a page shows of what nobody caught: no stack, no path, no words of a foreign error. */
export function presentUncaught(
	app: Application,
	{ error, event, status }: { readonly error: unknown; readonly event: RequestEvent; readonly status: number }
): PresentedError {
	if (status === 404) {
		return { code: 'not_found', message: 'There is no such page.', hint: 'Go to the start and look from there.' };
	}
	if (status === 413) return TOO_LARGE;
	if (status < 500) return { code: 'invalid_input', message: 'This request is not one that the page takes.' };
	const where = { route: event.route.id, method: event.request.method, status };
	if (!(error instanceof AppError)) return presentUnknown(app.log, error, where);
	app.log.error({ err: error, ...where }, 'a failure that its route did not turn into an answer');
	return present(error);
}

/** Why a server did not start, for whoever reads its output. */
export function explainFailure(cause: unknown): string {
	if (cause instanceof ConfigRejected) return cause.message;
	if (cause instanceof AppError) return cause.hint === undefined ? cause.message : `${cause.message}\n${cause.hint}`;
	return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}
