/** Keys that a Superset refuses with 422 “Unknown field.”, by where they stand. */
export interface UnknownFields {
	readonly dashboards: readonly string[];
	readonly charts: readonly string[];
	readonly datasets: readonly string[];
	readonly datasetColumns: readonly string[];
	readonly datasetMetrics: readonly string[];
	readonly databases: readonly string[];
	/** Keys of a dashboard's `json_metadata` that its PUT refuses; an import takes them. */
	readonly metadata: readonly string[];
}

/** What one version of Superset does differently from others. */
export interface Capabilities {
	/** The version that these facts were seen on or read from. */
	readonly basis: string;
	/** Why they may not fit, in words; `null` when the version is a known one. */
	readonly note: string | null;
	readonly unknownFields: UnknownFields;
	/** A metric's `currency` is a mapping; before 6.0 it is JSON text, and a mapping is refused. */
	readonly currencyIsMapping: boolean;
	/** `dashboard/import` with overwrite takes away links to charts that are not in the bundle; else it only adds. */
	readonly importReplacesLinks: boolean;
	/** `dashboard/import` puts the target's ids into `chart_configuration` and the global scope. */
	readonly importRemapsChartConfiguration: boolean;
	/** `assets/import` knows `sparse=true`. */
	readonly sparseImport: boolean;
	/** Themes, and the bundle's `themes/`. */
	readonly themes: boolean;
	/** Lists of dashboards, charts and datasets can be filtered by uuid; GET of charts and datasets takes one. */
	readonly uuidFilters: boolean;
	/** GET of one dashboard or chart tells its uuid. */
	readonly uuidsInObjects: boolean;
	/** Kinds whose list can be ordered by `changed_on`; all can by `changed_on_delta_humanized`. */
	readonly orderByChangedOn: readonly ('dashboard' | 'chart' | 'dataset' | 'database')[];
	/** Keys of a dashboard's metadata that `dashboard/import` drops; a PUT brings them back. */
	readonly metadataLostByImport: readonly string[];
	/** The lists of charts and datasets tell uuids. */
	readonly uuidsInLists: boolean;
	/** `/api/v1/me/` answers to a token. */
	readonly meByToken: boolean;
	/** Two datasets of one table name both are in an export: their file names carry the id. */
	readonly datasetFilesWithId: boolean;
}

/** Fields by the version that brought them. Source: imports of newer bundles into older Supersets, and their schemas. */
const FIELDS_OF_6_1: UnknownFields = {
	dashboards: [],
	charts: [],
	datasets: ['currency_code_column'],
	datasetColumns: ['datetime_format'],
	datasetMetrics: [],
	databases: ['configuration_method'],
	metadata: ['chart_customization_config']
};
const FIELDS_OF_6_0: UnknownFields = {
	dashboards: ['tags', 'theme_uuid'],
	charts: ['tags'],
	datasets: ['folders'],
	datasetColumns: [],
	datasetMetrics: [],
	databases: ['impersonate_user'],
	metadata: []
};
const NO_FIELDS: UnknownFields = {
	dashboards: [],
	charts: [],
	datasets: [],
	datasetColumns: [],
	datasetMetrics: [],
	databases: [],
	metadata: []
};

function union(a: UnknownFields, b: UnknownFields): UnknownFields {
	const keys = Object.keys(a) as (keyof UnknownFields)[];
	return Object.fromEntries(keys.map((key) => [key, [...a[key], ...b[key]]])) as unknown as UnknownFields;
}

const V6_1: Capabilities = {
	basis: '6.1.0',
	note: null,
	unknownFields: NO_FIELDS,
	currencyIsMapping: true,
	importReplacesLinks: true,
	importRemapsChartConfiguration: true,
	sparseImport: true,
	themes: true,
	uuidFilters: true,
	uuidsInObjects: true,
	orderByChangedOn: ['dashboard', 'database'],
	metadataLostByImport: ['default_filters', 'filter_scopes'],
	uuidsInLists: true,
	meByToken: true,
	datasetFilesWithId: true
};
/** Filters by uuid were not tried on 6.0. */
const V6_0: Capabilities = {
	...V6_1,
	basis: '6.0.0',
	unknownFields: FIELDS_OF_6_1,
	importReplacesLinks: false,
	uuidFilters: false
};
const V4_1: Capabilities = {
	...V6_0,
	basis: '4.1.4',
	unknownFields: union(FIELDS_OF_6_0, FIELDS_OF_6_1),
	currencyIsMapping: false,
	importRemapsChartConfiguration: false,
	sparseImport: false,
	themes: false,
	uuidsInObjects: false,
	meByToken: false,
	datasetFilesWithId: false
};

/** What a Superset of this version does. A version that nobody tried gets the nearest known facts, and a note. */
export function capabilitiesOf(version: string): Capabilities {
	const [, major, minor, patch] = (/^v?(\d+)\.(\d+)(?:\.(\d+))?/.exec(version) ?? []).map(Number);
	const at = major === undefined || minor === undefined ? null : major * 100 + minor;
	if (at === null || major === 0) {
		return {
			...V4_1,
			note: `The version of this Superset is not known (“${version}”): only what every version takes is sent.`
		};
	}
	if (at > 601)
		return { ...V6_1, note: `Superset ${version} is newer than any that was tried; it is treated like 6.1.0.` };
	if (at === 601) return V6_1;
	if (at === 600) return V6_0;
	if (at > 600) return V6_0;
	if (major === 5)
		return { ...V4_1, basis: '4.1.4', note: `Superset ${version} was not tried; it is treated like 4.1.4.` };
	if (at === 401) return (patch ?? 0) >= 3 ? V4_1 : { ...V4_1, uuidsInLists: false };
	return { ...V4_1, uuidsInLists: false, note: `Superset ${version} is older than any that was tried (4.1.4).` };
}
