import { error, fail, type ActionFailure } from '@sveltejs/kit';
import {
	AppError,
	BundleRejected,
	InvalidInput,
	SupersetRejected,
	type ErrorCode,
	type Issue
} from '#lib/domain/errors.ts';

/** How each failure looks over HTTP. The compiler refuses a code that is missing here. */
export const STATUS_OF_CODE: Record<ErrorCode, number> = {
	invalid_input: 400,
	not_signed_in: 401,
	not_allowed: 403,
	not_found: 404,
	already_exists: 409,
	in_use: 409,
	ref_moved: 409,
	plan_stale: 409,
	environment_locked: 423,
	too_many_attempts: 429,
	git_failed: 500,
	remote_failed: 502,
	bundle_rejected: 422,
	superset_unreachable: 504,
	superset_refused: 502,
	superset_rejected: 502,
	superset_unexpected: 502,
	verification_failed: 502,
	cancelled: 499,
	storage_failed: 507,
	internal: 500
};

/** A failure as pages and the API show it. */
export interface PresentedError {
	readonly code: ErrorCode;
	readonly message: string;
	readonly hint?: string;
	/** Which field or file is wrong, and why. */
	readonly issues?: readonly Issue[];
	readonly findings?: readonly { readonly path: string; readonly message: string }[];
	/** Ties what the person sees to one line of the log. */
	readonly id?: string;
}

/** The web server itself refused to read on, with status 413. */
export const TOO_LARGE: PresentedError = {
	code: 'invalid_input',
	message: 'What was sent is larger than this server takes.',
	hint: 'An admin can raise BODY_SIZE_LIMIT.'
};

export function present(failure: AppError): PresentedError {
	return {
		code: failure.code,
		message: failure.message,
		...(failure.hint !== undefined && { hint: failure.hint }),
		...(failure instanceof InvalidInput && {
			issues: failure.issues.map(({ path, message }) => ({ path: path.map(String), message }))
		}),
		...((failure instanceof BundleRejected || failure instanceof SupersetRejected) && { findings: failure.findings })
	};
}

/** For `load` and `+server.ts`: show the error page. Anything that we did not name goes on to `handleError`. */
export function raise(cause: unknown): never {
	if (cause instanceof AppError) error(STATUS_OF_CODE[cause.code], present(cause));
	throw cause;
}

/** What a form gets back: the failure, and what was typed, without secrets. */
export interface FailedForm {
	readonly error: PresentedError;
	readonly issues: readonly Issue[];
	readonly fields: Record<string, unknown>;
}

/** SvelteKit's own error of a body beyond the limit; its class is not exported. */
export const isTooLarge = (cause: unknown): boolean =>
	cause instanceof Error && 'status' in cause && (cause as { status: unknown }).status === 413;

/** For actions: stay on the page, keep what was typed, and say which field is wrong. */
export function failed(cause: unknown, fields: Record<string, unknown>): ActionFailure<FailedForm> {
	if (!(cause instanceof AppError) && !isTooLarge(cause)) throw cause;
	const presented = cause instanceof AppError ? present(cause) : TOO_LARGE;
	return fail(cause instanceof AppError ? STATUS_OF_CODE[cause.code] : 413, {
		error: presented,
		issues: presented.issues ?? [],
		fields: Object.fromEntries(Object.entries(fields).filter(([name, value]) => isShown(name, value)))
	});
}

/** What is typed into such a field never goes back into a page; nor does a file. */
const isShown = (name: string, value: unknown): boolean =>
	typeof value === 'string' && !/password|token|secret|key|code/i.test(name);
