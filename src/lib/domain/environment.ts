import { z } from 'zod';
import type { EnvironmentName } from './ids.ts';
import { AssetUuid } from './ids.ts';

/** What an environment is for; decides its place on the line and how careful the pages are. */
export const STAGES = ['dev', 'staging', 'prod'] as const;
export const Stage = z.enum(STAGES);
export type Stage = z.infer<typeof Stage>;

/** How Dashbranch signs in. Secrets are sealed at rest and never leave the server. */
export const EnvironmentCredentials = z.discriminatedUnion('kind', [
	z.object({
		kind: z.literal('password'),
		username: z.string().min(1, 'must not be empty').max(256),
		password: z.string().min(1, 'must not be empty').max(4096),
		provider: z.enum(['db', 'ldap']).default('db')
	}),
	z.object({ kind: z.literal('token'), token: z.string().min(1, 'must not be empty').max(16_384) }),
	z.object({ kind: z.literal('api_key'), key: z.string().min(1, 'must not be empty').max(4096) })
]);
export type EnvironmentCredentials = z.infer<typeof EnvironmentCredentials>;

/**
 * How the names of the repository are said in one environment. An entry whose repository side is not named here is
 * matched by uuid, then by name. Detailed further by `specs/domain/mapping.md`.
 */
export const Mapping = z.object({
	databases: z
		.array(
			z.object({
				/** The database's uuid in the repository's terms. */
				from: AssetUuid,
				/** The uuid of the environment's own connection. */
				to: AssetUuid,
				/** The schemas that have another name there: repository's name → environment's name. */
				schemas: z.record(z.string(), z.string()).default({}),
				/** The same for catalogs. */
				catalogs: z.record(z.string(), z.string()).default({})
			})
		)
		.default([]),
	/** Datasets that the environment keeps under another uuid: the repository's → the environment's. */
	datasets: z.array(z.object({ from: AssetUuid, to: AssetUuid })).default([])
});
export type Mapping = z.infer<typeof Mapping>;
export const NO_MAPPING: Mapping = { databases: [], datasets: [] };

export type EnvironmentHealth =
	| { readonly kind: 'unknown' }
	| {
			readonly kind: 'ok';
			/** `6.1.0` */
			readonly version: string;
			readonly latencyMs: number;
			/** The account's name there. */
			readonly account: string;
			/** What it may not do that Dashbranch needs, in words; empty when all is well. */
			readonly missing: readonly string[];
			readonly checkedAt: number;
	  }
	| {
			readonly kind: 'failed';
			readonly code: string;
			readonly message: string;
			readonly hint?: string | undefined;
			readonly checkedAt: number;
	  };

/** An environment as pages show it; no secret in it. */
export interface EnvironmentSummary {
	readonly name: EnvironmentName;
	readonly title: string;
	readonly url: string;
	readonly stage: Stage;
	readonly credentialsKind: EnvironmentCredentials['kind'];
	/** Name of the account, when it signs in by password. */
	readonly username: string | null;
	readonly health: EnvironmentHealth;
	readonly mapping: Mapping;
	readonly createdAt: number;
}
