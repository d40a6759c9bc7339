import type { AssetUuid } from '#lib/domain/ids.ts';
import { isList, isMapping, mapping, type Mapping, type Value } from '#lib/domain/value.ts';
import { assetOf, type CanonicalAsset } from './asset.ts';
import { byCodePoint, canonicalFields, sorted, textOf, unpacked } from './fields.ts';
import { BUNDLE_VERSION, FIELDS } from './form.ts';
import { writeJson } from './json.ts';
import { uuidIn, type Translation } from './translation.ts';

/** A dataset's file in canonical form: columns and metrics in order of name, names in the repository's terms. */
export function canonicalDataset(uuid: AssetUuid, raw: Mapping, translation: Translation): CanonicalAsset {
	const made = mapping(Object.entries(raw));
	const exported = uuidIn(raw['database_uuid']);
	const database = exported ? translation.toRepository(exported) : null;
	made['uuid'] = uuid;
	made['database_uuid'] = database;
	if (database && typeof raw['schema'] === 'string')
		made['schema'] = translation.schemaToRepository(database, raw['schema']);
	if (database && typeof raw['catalog'] === 'string')
		made['catalog'] = translation.catalogToRepository(database, raw['catalog']);
	for (const key of ['params', 'template_params', 'extra']) made[key] = packed(raw[key]);
	made['columns'] = named(raw['columns'], 'column_name', (column) => canonicalFields(column, FIELDS.column));
	if (raw['folders'] !== undefined) made['folders'] = sorted(raw['folders']);
	made['metrics'] = named(raw['metrics'], 'metric_name', (metric) =>
		canonicalFields({ ...metric, currency: packed(metric['currency']) }, FIELDS.metric)
	);
	return assetOf('dataset', uuid, {
		name: textOf(raw['table_name']),
		content: canonicalFields(made, FIELDS.dataset),
		uses: { datasets: [], charts: [], database }
	});
}

/** Superset sorts them by the text of the whole object, so that editing a field moves it. */
function named(raw: Value | undefined, key: string, how: (item: Mapping) => Mapping): Value {
	if (!isList(raw)) return raw ?? null;
	return raw
		.map((item) => (isMapping(item) ? how({ ...item, extra: packed(item['extra']) }) : item))
		.map((item) => ({ item, name: nameOf(item, key), text: writeJson(item) }))
		.sort((a, b) => byCodePoint(a.name, b.name) || byCodePoint(a.text, b.text))
		.map(({ item }) => item);
}

const nameOf = (value: Value, key: string): string => (isMapping(value) ? textOf(value[key]) : '');

/** A mapping also where Superset wrote JSON text (4.1 and the database endpoint); an empty one says nothing. */
function packed(value: Value | undefined): Value {
	const unpackedValue = unpacked(value);
	if (unpackedValue === undefined || unpackedValue === null) return null;
	if (isMapping(unpackedValue)) return Object.keys(unpackedValue).length > 0 ? sorted(unpackedValue) : null;
	return unpackedValue;
}

/**
 * A database's file: what it is called, and what kind it is. Nothing of host, user, secret or settings, which are each
 * environment's own; `extra` and `allow_csv_upload` stand there because Superset's import fails without them.
 */
export function canonicalDatabase(uuid: AssetUuid, raw: Mapping, translation: Translation): CanonicalAsset {
	const known = translation.database(uuid);
	const name = known?.name ?? textOf(raw['database_name']);
	const backend = known?.backend ?? backendOf(textOf(raw['sqlalchemy_uri']));
	return assetOf('database', uuid, {
		name,
		content: mapping([
			['database_name', name],
			['sqlalchemy_uri', `${backend}://`],
			['allow_csv_upload', false],
			['extra', mapping()],
			['uuid', uuid],
			['version', BUNDLE_VERSION]
		])
	});
}

/** `postgresql+psycopg2://user@host/name` → `postgresql`: the dialect, without driver and everything after it. */
export function backendOf(uri: string): string {
	return /^([a-z][a-z0-9_]*)(?:\+[\w]+)?:/i.exec(uri)?.[1]?.toLowerCase() ?? 'sqlite';
}

export function canonicalTheme(uuid: AssetUuid, raw: Mapping): CanonicalAsset {
	const json = unpacked(raw['json_data']) ?? null;
	return assetOf('theme', uuid, {
		name: textOf(raw['theme_name']),
		content: canonicalFields({ ...raw, uuid, json_data: sorted(json) }, FIELDS.theme)
	});
}
