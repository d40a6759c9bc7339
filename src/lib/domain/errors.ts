/**
 * Every failure that some caller must tell apart from the others; see specs/interfaces/errors.md.
 * Add a code only when a caller branches on it; remove it when none does.
 */
export const ERROR_CODES = [
	'invalid_input',
	'not_signed_in',
	'not_allowed',
	'not_found',
	'already_exists',
	'in_use',
	'ref_moved',
	'plan_stale',
	'environment_locked',
	'too_many_attempts',
	'git_failed',
	'remote_failed',
	'bundle_rejected',
	'superset_unreachable',
	'superset_refused',
	'superset_rejected',
	'superset_unexpected',
	'verification_failed',
	'cancelled',
	'storage_failed',
	'internal'
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

export interface AppErrorOptions {
	/** The next step, as one sentence. */
	readonly hint?: string | undefined;
	readonly cause?: unknown;
}

/** A failure that somebody can act on: a code, a sentence that names object and cause, and the next step. */
export abstract class AppError extends Error {
	abstract readonly code: ErrorCode;
	readonly hint: string | undefined;

	constructor(message: string, options: AppErrorOptions = {}) {
		super(message, { cause: options.cause });
		this.name = new.target.name;
		this.hint = options.hint;
	}
}

export interface Issue {
	readonly path: readonly PropertyKey[];
	readonly message: string;
}

/** `issues` name the fields, so that a form can show each message where it belongs. */
export class InvalidInput extends AppError {
	readonly code = 'invalid_input';
	readonly issues: readonly Issue[];

	constructor(issues: readonly Issue[], options: AppErrorOptions = {}) {
		super(
			issues
				.map(({ path, message }) => (path.length ? `${path.map(String).join('.')}: ${message}` : message))
				.join('; '),
			options
		);
		this.issues = issues;
	}
}

export class NotSignedIn extends AppError {
	readonly code = 'not_signed_in';
}

export class NotAllowed extends AppError {
	readonly code = 'not_allowed';
}

export class NotFound extends AppError {
	readonly code = 'not_found';

	constructor(what: string, id: string, options: AppErrorOptions = {}) {
		super(`There is no ${what} “${id}”.`, options);
	}
}

export class AlreadyExists extends AppError {
	readonly code = 'already_exists';
}

/** It cannot go while others need it; the message says who. */
export class InUse extends AppError {
	readonly code = 'in_use';
}

/** Somebody else moved the ref between our read and our write. Nothing was changed. */
export class RefMoved extends AppError {
	readonly code = 'ref_moved';
	readonly ref: string;

	constructor(ref: string, cause?: unknown) {
		super(`${ref} changed while you were working.`, {
			hint: 'Reload the page, look at what is new, then try again.',
			cause
		});
		this.ref = ref;
	}
}

/** What the plan was bound to has moved since it was made. Nothing was changed. */
export class PlanStale extends AppError {
	readonly code = 'plan_stale';
}

/** Another write into the environment is under way. */
export class EnvironmentLocked extends AppError {
	readonly code = 'environment_locked';
}

/** Too many wrong passwords or codes; `hint` says when the next try is taken. */
export class TooManyAttempts extends AppError {
	readonly code = 'too_many_attempts';
}

/** Git refused or broke. `stderr` is for the log, never for a page: it can hold paths and addresses. */
export class GitFailed extends AppError {
	readonly code = 'git_failed';
	readonly command: string;
	readonly exitCode: number;
	readonly stderr: string;

	constructor(command: string, exitCode: number, stderr: string) {
		super(`git ${command} failed (exit ${exitCode}).`, { hint: 'The log has git’s own words; try again.' });
		this.command = command;
		this.exitCode = exitCode;
		this.stderr = stderr;
	}
}

/** The git host could not be reached, did not let us in, or refused. */
export class RemoteFailed extends AppError {
	readonly code = 'remote_failed';
}

/** A ZIP or a tree that is not a bundle that we can take. `findings` name file and cause. */
export class BundleRejected extends AppError {
	readonly code = 'bundle_rejected';
	readonly findings: readonly { readonly path: string; readonly message: string }[];

	constructor(
		message: string,
		options: AppErrorOptions & { findings?: readonly { readonly path: string; readonly message: string }[] } = {}
	) {
		super(message, options);
		this.findings = options.findings ?? [];
	}
}

/** Superset did not answer: off, slow, cut in the middle, or not the server that we were told. */
export class SupersetUnreachable extends AppError {
	readonly code = 'superset_unreachable';
}

/** Superset does not let this account in, or not do this. */
export class SupersetRefused extends AppError {
	readonly code = 'superset_refused';
}

/** Superset took the request and said no, with a reason: validation, a missing reference, a name that is taken. */
export class SupersetRejected extends AppError {
	readonly code = 'superset_rejected';
	readonly findings: readonly { readonly path: string; readonly message: string }[];

	constructor(
		message: string,
		options: AppErrorOptions & { findings?: readonly { readonly path: string; readonly message: string }[] } = {}
	) {
		super(message, options);
		this.findings = options.findings ?? [];
	}
}

/** Superset answered with something that no Superset that we know answers. */
export class SupersetUnexpected extends AppError {
	readonly code = 'superset_unexpected';
}

/** After a write, the environment does not hold what was deployed. */
export class VerificationFailed extends AppError {
	readonly code = 'verification_failed';
}

export class Cancelled extends AppError {
	readonly code = 'cancelled';
	constructor(message = 'Cancelled before it was finished.') {
		super(message);
	}
}

/** The disk is full or the database cannot be written. */
export class StorageFailed extends AppError {
	readonly code = 'storage_failed';
}
