import type { Mapping as EnvironmentMapping } from '#lib/domain/environment.ts';
import type { AssetUuid } from '#lib/domain/ids.ts';
import type { CanonicalAsset } from '../bundle/asset.ts';
import { textOf } from '../bundle/fields.ts';
import { textIn, type CanonicalTree } from '../bundle/tree.ts';
import { translationOf, uuidIn, type DatabaseTerms, type Translation } from '../bundle/translation.ts';
import { backendOf } from '../bundle/canonical-dataset.ts';
import type { RemoteDatabase, RemoteDataset } from '../remote.ts';

/** Two objects that are one: the repository's uuid and the environment's. */
export interface Match {
	readonly kind: 'database' | 'dataset';
	readonly name: string;
	readonly from: AssetUuid;
	readonly to: AssetUuid;
}

export interface Identities {
	readonly translation: Translation;
	/** What was matched by name, since no uuid and no mapping said it. */
	readonly matches: readonly Match[];
	/** Databases of the tree that the environment does not have. */
	readonly missingDatabases: readonly CanonicalAsset[];
}

const assetsOf = (tree: Pick<CanonicalTree, 'assets'> | null, kind: CanonicalAsset['kind']): CanonicalAsset[] =>
	tree ? [...tree.assets.values()].filter((asset) => asset.kind === kind) : [];

/**
 * Which object of an environment is which of the repository: by the environment's mapping, then by uuid, then by what
 * Superset itself takes for the same object (a database's name; a dataset's database, catalog, schema and table), as
 * its imports would otherwise take over the environment's object and change its uuid.
 * @param reference the repository's terms: a tree that holds what it calls its databases and datasets
 */
export function identitiesOf(
	reference: Pick<CanonicalTree, 'assets'> | null,
	environment: { readonly databases: readonly RemoteDatabase[]; readonly datasets: readonly RemoteDataset[] },
	mapping: EnvironmentMapping
): Identities {
	const matches: Match[] = [];
	const missingDatabases: CanonicalAsset[] = [];
	const databases = assetsOf(reference, 'database');
	const known = new Set(databases.map(({ uuid }) => uuid));
	const there = new Map(environment.databases.map((one) => [one.uuid, one]));
	for (const database of databases) {
		const to = mapping.databases.find(({ from }) => from === database.uuid)?.to ?? database.uuid;
		if (there.has(to)) continue;
		const twin = environment.databases.find((one) => one.name === database.name && !known.has(one.uuid));
		if (twin) matches.push({ kind: 'database', name: database.name, from: database.uuid, to: twin.uuid });
		else missingDatabases.push(database);
	}
	const terms = termsOf(databases);
	const byDatabase = translationOf({ mapping, matched: pairs(matches), databases: terms });
	matches.push(...datasetMatches(assetsOf(reference, 'dataset'), environment, { mapping, translation: byDatabase }));
	return {
		translation: translationOf({ mapping, matched: pairs(matches), databases: terms }),
		matches,
		missingDatabases
	};
}

function datasetMatches(
	datasets: readonly CanonicalAsset[],
	environment: { readonly databases: readonly RemoteDatabase[]; readonly datasets: readonly RemoteDataset[] },
	{ mapping, translation }: { mapping: EnvironmentMapping; translation: Translation }
): Match[] {
	const matches: Match[] = [];
	const known = new Set(datasets.map(({ uuid }) => uuid));
	const there = new Set(environment.datasets.map(({ uuid }) => uuid));
	const idOfDatabase = new Map(environment.databases.map(({ uuid, id }) => [uuid, id]));
	for (const dataset of datasets) {
		const mapped = mapping.datasets.find(({ from }) => from === dataset.uuid)?.to ?? dataset.uuid;
		const database = dataset.uses.database;
		if (there.has(mapped) || !database) continue;
		const databaseId = idOfDatabase.get(translation.toEnvironment(database));
		const schema = textIn(dataset, 'schema') && translation.schemaToEnvironment(database, textIn(dataset, 'schema'));
		const catalog =
			textIn(dataset, 'catalog') && translation.catalogToEnvironment(database, textIn(dataset, 'catalog'));
		const twin = environment.datasets.find(
			(one) =>
				one.databaseId === databaseId &&
				one.name === dataset.name &&
				(one.schema ?? '') === schema &&
				(!one.catalog || !catalog || one.catalog === catalog) &&
				!known.has(one.uuid)
		);
		if (twin) matches.push({ kind: 'dataset', name: dataset.name, from: dataset.uuid, to: twin.uuid });
	}
	return matches;
}

/** The translation that pairs found earlier give; for a capture that asks no lists. */
export const translationOfPairs = (
	reference: Pick<CanonicalTree, 'assets'> | null,
	mapping: EnvironmentMapping,
	matched: ReadonlyMap<AssetUuid, AssetUuid>
): Translation => translationOf({ mapping, matched, databases: termsOf(assetsOf(reference, 'database')) });

const pairs = (matches: readonly Match[]): ReadonlyMap<AssetUuid, AssetUuid> =>
	new Map(matches.map(({ from, to }) => [from, to]));

const termsOf = (databases: readonly CanonicalAsset[]): ReadonlyMap<AssetUuid, DatabaseTerms> =>
	new Map(
		databases.map((one) => [one.uuid, { name: one.name, backend: backendOf(textOf(one.content['sqlalchemy_uri'])) }])
	);

/** The datasets that a tree's objects name and the tree does not hold. */
export function absentDatasets(assets: ReadonlyMap<string, CanonicalAsset>): AssetUuid[] {
	const named = new Set<AssetUuid>();
	for (const asset of assets.values()) for (const uuid of asset.uses.datasets) named.add(uuid);
	return [...named].filter((uuid) => uuidIn(uuid) && !assets.has(`dataset ${uuid}`));
}
