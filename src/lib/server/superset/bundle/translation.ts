import { createHash } from 'node:crypto';
import type { Mapping as EnvironmentMapping } from '#lib/domain/environment.ts';
import { AssetUuid } from '#lib/domain/ids.ts';

/** A database as the repository knows it: nothing of a connection but its kind. */
export interface DatabaseTerms {
	readonly name: string;
	/** SQLAlchemy's name of the dialect, e.g. `postgresql`. */
	readonly backend: string;
}

/** A dataset as the repository knows it; its identity where uuids differ. */
export interface DatasetTerms {
	readonly database: AssetUuid;
	readonly catalog: string | null;
	readonly schema: string | null;
	readonly table: string;
}

/**
 * How an environment says what the repository says: uuids of connections and datasets, names of catalogs and schemas.
 * Made for one capture or deployment by `translationOf`; see specs/domain/mapping.md.
 */
export interface Translation {
	/** Changes when anything in here changes; part of every cache key. */
	readonly key: string;
	/** The environment's uuid in the repository's terms. */
	toRepository(uuid: AssetUuid): AssetUuid;
	/** The repository's uuid in the environment's terms. */
	toEnvironment(uuid: AssetUuid): AssetUuid;
	/** Name of a schema or catalog of a database (by the repository's uuid). */
	schemaToRepository(database: AssetUuid, schema: string): string;
	schemaToEnvironment(database: AssetUuid, schema: string): string;
	catalogToRepository(database: AssetUuid, catalog: string): string;
	catalogToEnvironment(database: AssetUuid, catalog: string): string;
	/** How the repository calls a database that it knows already. */
	database(uuid: AssetUuid): DatabaseTerms | undefined;
}

export interface TranslationParts {
	readonly mapping: EnvironmentMapping;
	/** Further pairs found by name: repository's uuid → environment's uuid. */
	readonly matched?: ReadonlyMap<AssetUuid, AssetUuid>;
	/** The databases that the repository knows. */
	readonly databases?: ReadonlyMap<AssetUuid, DatabaseTerms>;
}

/** @returns the translation of one environment; with no parts, the one that changes nothing. */
export function translationOf(parts: TranslationParts): Translation {
	const out = new Map<AssetUuid, AssetUuid>(parts.matched ?? []);
	for (const { from, to } of parts.mapping.databases) out.set(from, to);
	for (const { from, to } of parts.mapping.datasets) out.set(from, to);
	const back = new Map<AssetUuid, AssetUuid>([...out].map(([from, to]) => [to, from]));
	const names = new Map(parts.mapping.databases.map((one) => [one.from, one]));
	const reversed = (record: Record<string, string>) => new Map(Object.entries(record).map(([from, to]) => [to, from]));
	const find = (record: Record<string, string> | undefined, name: string) =>
		record && Object.hasOwn(record, name) ? record[name]! : name;
	const key = createHash('sha256')
		.update(JSON.stringify([[...out].sort(), parts.mapping.databases, [...(parts.databases ?? [])].sort()]))
		.digest('hex');
	return {
		key,
		toRepository: (uuid) => back.get(uuid) ?? uuid,
		toEnvironment: (uuid) => out.get(uuid) ?? uuid,
		schemaToRepository: (database, schema) => reversed(names.get(database)?.schemas ?? {}).get(schema) ?? schema,
		schemaToEnvironment: (database, schema) => find(names.get(database)?.schemas, schema),
		catalogToRepository: (database, catalog) => reversed(names.get(database)?.catalogs ?? {}).get(catalog) ?? catalog,
		catalogToEnvironment: (database, catalog) => find(names.get(database)?.catalogs, catalog),
		database: (uuid) => parts.databases?.get(uuid)
	};
}

export const NO_TRANSLATION: Translation = translationOf({ mapping: { databases: [], datasets: [] } });

/** The text as a uuid, `undefined` when it is none. */
export function uuidIn(text: unknown): AssetUuid | undefined {
	const parsed = AssetUuid.safeParse(text);
	return parsed.success ? parsed.data : undefined;
}
