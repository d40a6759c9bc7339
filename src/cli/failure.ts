import { CommanderError } from 'commander';
import { AppError, BundleRejected, SupersetRejected, type ErrorCode } from '#lib/domain/errors.ts';
import { EXIT, type ExitCode } from './exit-code.ts';

/** What is told of a failure, on stderr in words and with `--json` as `{ error }`. */
export interface ToldFailure {
	readonly code: ErrorCode | 'usage' | 'server_unreachable' | 'server_unexpected';
	readonly message: string;
	readonly hint: string | null;
	readonly findings: readonly { readonly path: string; readonly message: string }[];
}

/** A failure that the command line itself found, or that the server told. */
export class CommandFailed extends Error {
	readonly told: ToldFailure;
	readonly exitCode: ExitCode;

	constructor(
		told: Pick<ToldFailure, 'code' | 'message'> & Partial<ToldFailure>,
		exitCode: ExitCode = told.code === 'usage' ? EXIT.usage : EXIT.failed
	) {
		super(told.message);
		this.name = 'CommandFailed';
		this.told = { hint: null, findings: [], ...told };
		this.exitCode = exitCode;
	}
}

export function failureOf(cause: unknown): { readonly told: ToldFailure; readonly exitCode: ExitCode } {
	if (cause instanceof CommandFailed) return cause;
	if (cause instanceof CommanderError) {
		// A group of commands without one: commander would show its help instead.
		const said = cause.code === 'commander.help' ? 'name a command' : cause.message;
		return { told: usageFailure(said), exitCode: EXIT.usage };
	}
	if (cause instanceof AppError) {
		const hasFindings = cause instanceof BundleRejected || cause instanceof SupersetRejected;
		const findings = hasFindings ? cause.findings : [];
		const told = { code: cause.code, message: cause.message, hint: cause.hint ?? null, findings };
		return { told, exitCode: cause.code === 'cancelled' ? EXIT.interrupted : EXIT.failed };
	}
	const message = `Something broke: ${cause instanceof Error ? cause.message : String(cause)}`;
	const hint = 'This is a bug of Dashbranch. Run it again with --verbose and report what it says.';
	return { told: { code: 'internal', message, hint, findings: [] }, exitCode: EXIT.failed };
}

/** commander says `error: unknown command 'depoly'\n(Did you mean deploy?)`. */
function usageFailure(said: string): ToldFailure {
	const [first = '', ...more] = said.replace(/^error: /, '').split('\n');
	const near = /\(Did you mean (.+)\?\)/.exec(more.join('\n'))?.[1];
	const message = `${first.charAt(0).toUpperCase()}${first.slice(1)}${/[.?]$/.test(first) ? '' : '.'}`;
	const hint = near ? `Did you mean ${near.replace(/^one of /, 'one of: ')}?` : 'Add --help to see what it takes.';
	return { code: 'usage', message, hint, findings: [] };
}
