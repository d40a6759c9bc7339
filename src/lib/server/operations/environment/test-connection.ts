import type { EnvironmentCredentials, EnvironmentHealth } from '#lib/domain/environment.ts';
import { AppError, Cancelled } from '#lib/domain/errors.ts';
import type { SupersetAccess } from '../../app.ts';
import type { SupersetClient } from '../../superset/client.ts';
import type { Context } from '../operation.ts';

/** Who Superset says that we are, by a client that is used for this only. @throws what the client throws */
export async function connectOnce(
	{ app, signal }: Pick<Context, 'app' | 'signal'>,
	access: SupersetAccess
): Promise<EnvironmentHealth> {
	const client = app.supersetAt(access);
	try {
		return await describeHealth({ app, signal }, client);
	} finally {
		await client.close();
	}
}

/** @throws what the client throws */
export async function describeHealth(
	{ app, signal }: Pick<Context, 'app' | 'signal'>,
	client: SupersetClient
): Promise<EnvironmentHealth> {
	return { kind: 'ok', ...(await client.describe({ signal })), checkedAt: app.now() };
}

/** A failed test is an answer, too. Whoever leaves before it is there gets none. */
export function failedHealth(cause: unknown, checkedAt: number): EnvironmentHealth {
	if (!(cause instanceof AppError) || cause instanceof Cancelled) throw cause;
	return {
		kind: 'failed',
		code: cause.code,
		message: cause.message,
		...(cause.hint !== undefined && { hint: cause.hint }),
		checkedAt
	};
}

/** Name of the account, when it signs in by password. */
export const usernameOf = (credentials: EnvironmentCredentials): string | null =>
	credentials.kind === 'password' ? credentials.username : null;
