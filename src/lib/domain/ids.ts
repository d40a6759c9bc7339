import { z } from 'zod';

/** A dashboard kept by Dashbranch; not Superset's number, nor Superset's uuid of it. */
export const DashboardId = z.uuid().brand<'DashboardId'>();
export type DashboardId = z.infer<typeof DashboardId>;

export const JobId = z.uuid().brand<'JobId'>();
export type JobId = z.infer<typeof JobId>;

export const DeploymentId = z.uuid().brand<'DeploymentId'>();
export type DeploymentId = z.infer<typeof DeploymentId>;

/** A merge that waits for decisions. */
export const MergeId = z.uuid().brand<'MergeId'>();
export type MergeId = z.infer<typeof MergeId>;

/** The uuid that Superset gives a dashboard, chart, dataset, database or theme; lower case. */
export const AssetUuid = z
	.string()
	.transform((text) => text.toLowerCase())
	.pipe(z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, 'is not a uuid'))
	.brand<'AssetUuid'>();
export type AssetUuid = z.infer<typeof AssetUuid>;

/** 40 hex digits (SHA-1) or 64 (SHA-256). */
export const Oid = z
	.string()
	.regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/, 'is not an object id')
	.brand<'Oid'>();
export type Oid = z.infer<typeof Oid>;

/** The short name of an environment, as it stands in refs and addresses: `dev`, `staging`, `prod-eu`. */
export const EnvironmentName = z
	.string()
	.regex(/^[a-z][a-z0-9-]{0,30}$/, 'must start with a letter and have only a-z, 0-9 and -, up to 31 characters')
	.brand<'EnvironmentName'>();
export type EnvironmentName = z.infer<typeof EnvironmentName>;
