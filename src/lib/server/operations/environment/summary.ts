import type { EnvironmentSummary } from '#lib/domain/environment.ts';
import type { Environment } from '../../db/environments.ts';

/** What may leave the server. */
export const summaryOfEnvironment = ({ sealedCredentials: _sealed, ...summary }: Environment): EnvironmentSummary =>
	summary;
