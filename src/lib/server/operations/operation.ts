import type { z } from 'zod';
import { InvalidInput, NotAllowed } from '#lib/domain/errors.ts';
import type { JobId } from '#lib/domain/ids.ts';
import { PERMISSIONS_OF_ROLE, type Permission, type Role } from '#lib/domain/permission.ts';
import type { App } from '../app.ts';
import { hurryReaders } from './live/hurry.ts';

/** Who asks. */
export interface Actor {
	readonly personId: string;
	readonly name: string;
	readonly email: string;
	readonly role: Role;
}

/** What an operation knows about the request or job that it runs for. */
export interface Context {
	readonly app: App;
	readonly actor: Actor;
	/** Aborted when the reader left or the job was cancelled; hand it to everything that waits. */
	readonly signal: AbortSignal;
	/** The job that it runs as; `null` when somebody waits for the answer. */
	readonly job: JobId | null;
	/** A named step began. `progress`: share of the work that is done, 0 to 1. Outside of a job nobody hears it. */
	report(message: string, progress?: number): Promise<void>;
	/** A line about one object. */
	log(message: string): Promise<void>;
	/** A line that the reader should not miss. */
	warn(message: string): Promise<void>;
}

/** One thing that the app can do, whoever asks: a page, the HTTP API, the CLI or the job runner. */
export interface Operation<Schema extends z.ZodType, Output> {
	readonly name: `${string}.${string}`;
	readonly permission: Permission;
	readonly input: Schema;
	/** Words for the list of jobs: “Deploy Sales overview to prod”. Default: the name. */
	title?(input: z.output<Schema>, app: App): string | Promise<string>;
	/**
	 * Refuses, before a job of it is queued, what is known to be wrong by then, though its form is right. What may change
	 * until the job runs, `run` looks at again.
	 */
	check?(input: z.output<Schema>, app: App): Promise<void>;
	/** Where in the app the work belongs, e.g. `/dashboards/<id>`. */
	href?(input: z.output<Schema>): string;
	/**
	 * Whether a job whose process died is run again at the next start. Only for what may run twice; its input is kept
	 * in the database, so it must hold no secret.
	 */
	readonly resumable?: boolean;
	run(context: Context, input: z.output<Schema>): Promise<Output>;
}

/** Any operation, where its types do not matter. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- input is contravariant in `run`: only `any` fits all
export type AnyOperation = Operation<any, unknown>;

export const defineOperation = <Schema extends z.ZodType, Output>(operation: Operation<Schema, Output>) => operation;

/**
 * Check the right, then the input. Work that goes to the background is admitted before it is queued,
 * so a mistake in a form comes back to the form and not to a log.
 *
 * @throws {NotAllowed} when the actor's role lacks the operation's permission.
 * @throws {InvalidInput} when the input does not fit the operation's schema.
 */
export function admit<Schema extends z.ZodType, Output>(
	operation: Operation<Schema, Output>,
	actor: Actor,
	rawInput: unknown
): z.output<Schema> {
	if (!PERMISSIONS_OF_ROLE[actor.role]?.has(operation.permission)) {
		throw new NotAllowed(`As ${actor.role} you may not do this (${operation.permission}).`, {
			hint: 'Ask an admin to do it, or to give you another role.'
		});
	}
	const input = operation.input.safeParse(rawInput);
	if (!input.success) throw new InvalidInput(input.error.issues);
	return input.data;
}

/** Admit and run, for somebody who waits for the answer. */
export async function execute<Schema extends z.ZodType, Output>(
	operation: Operation<Schema, Output>,
	context: Context,
	rawInput: unknown
): Promise<Output> {
	const input = admit(operation, context.actor, rawInput);
	const output = await operation.run(context, input);
	hurryReaders(context.app, operation, { by: context.actor.name, input });
	return output;
}
