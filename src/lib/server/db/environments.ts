import type { Selectable } from 'kysely';
import {
	Mapping,
	type EnvironmentCredentials,
	type EnvironmentHealth,
	type EnvironmentSummary,
	type Stage
} from '#lib/domain/environment.ts';
import { NotFound } from '#lib/domain/errors.ts';
import type { EnvironmentName } from '#lib/domain/ids.ts';
import type { Db } from './database.ts';
import { fromJson, toJson } from './json.ts';
import type { EnvironmentTable } from './schema.ts';

/** An environment with its sealed credentials; never leaves the server. */
export interface Environment extends EnvironmentSummary {
	readonly sealedCredentials: string;
}

export interface NewEnvironment {
	readonly name: EnvironmentName;
	readonly title: string;
	readonly url: string;
	readonly stage: Stage;
	readonly credentialsKind: EnvironmentCredentials['kind'];
	readonly username: string | null;
	readonly sealedCredentials: string;
	readonly mapping: Mapping;
	readonly health: EnvironmentHealth;
	readonly createdAt: number;
}

const environmentOf = (row: Selectable<EnvironmentTable>): Environment => ({
	name: row.name,
	title: row.title,
	url: row.url,
	stage: row.stage,
	credentialsKind: row.credentials_kind,
	username: row.username,
	sealedCredentials: row.credentials,
	// Parsed, so that one written by an older Dashbranch gets what was added since.
	mapping: Mapping.parse(fromJson(row.mapping)),
	health: fromJson(row.health),
	createdAt: row.created_at
});

/** Oldest first. */
export async function listEnvironments(db: Db): Promise<Environment[]> {
	const rows = await db.selectFrom('environment').selectAll().orderBy('created_at').orderBy('name').execute();
	return rows.map(environmentOf);
}

export async function findEnvironment(db: Db, name: EnvironmentName): Promise<Environment | undefined> {
	const row = await db.selectFrom('environment').selectAll().where('name', '=', name).executeTakeFirst();
	return row && environmentOf(row);
}

/** @throws {NotFound} when no environment has this name. */
export async function getEnvironment(db: Db, name: EnvironmentName): Promise<Environment> {
	const environment = await findEnvironment(db, name);
	if (!environment)
		throw new NotFound('environment', name, { hint: 'The page Environments lists those that are here.' });
	return environment;
}

const columnsOf = (change: Partial<Omit<NewEnvironment, 'name'>>) => ({
	...(change.title !== undefined && { title: change.title }),
	...(change.url !== undefined && { url: change.url }),
	...(change.stage !== undefined && { stage: change.stage }),
	...(change.credentialsKind !== undefined && { credentials_kind: change.credentialsKind }),
	...(change.username !== undefined && { username: change.username }),
	...(change.sealedCredentials !== undefined && { credentials: change.sealedCredentials }),
	...(change.mapping !== undefined && { mapping: toJson(change.mapping) }),
	...(change.health !== undefined && { health: toJson(change.health) })
});

/** @returns whether the name was free. */
export async function insertEnvironment(db: Db, environment: NewEnvironment): Promise<boolean> {
	const { numInsertedOrUpdatedRows } = await db
		.insertInto('environment')
		.values({
			name: environment.name,
			title: environment.title,
			url: environment.url,
			stage: environment.stage,
			credentials_kind: environment.credentialsKind,
			username: environment.username,
			credentials: environment.sealedCredentials,
			mapping: toJson(environment.mapping),
			health: toJson(environment.health),
			created_at: environment.createdAt
		})
		.onConflict((conflict) => conflict.column('name').doNothing())
		.executeTakeFirst();
	return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Change what is named; the rest stays. */
export async function updateEnvironment(
	db: Db,
	name: EnvironmentName,
	change: Partial<Omit<NewEnvironment, 'name' | 'createdAt'>>
): Promise<void> {
	await db.updateTable('environment').set(columnsOf(change)).where('name', '=', name).execute();
}

/** With its lock and what captures knew of it; deployments stay on record. */
export async function deleteEnvironment(db: Db, name: EnvironmentName): Promise<void> {
	await db.deleteFrom('environment').where('name', '=', name).execute();
}
