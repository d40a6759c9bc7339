import type { BundleRejected } from '#lib/domain/errors.ts';
import type { AssetUuid } from '#lib/domain/ids.ts';
import { isList, isMapping, mapping, type Mapping, type Value } from '#lib/domain/value.ts';
import type { CanonicalAsset, Finding, OwnKind } from './asset.ts';
import { canonicalChart } from './canonical-chart.ts';
import { canonicalDashboard } from './canonical-dashboard.ts';
import { canonicalDatabase, canonicalDataset, canonicalTheme } from './canonical-dataset.ts';
import { byCodePoint, sorted, textOf } from './fields.ts';
import { isStableNumber, knownAgain, stableNumber, stableNumberOfLayer } from './ids.ts';
import { CanonicalMemory, type Made } from './memory.ts';
import { parseFile, readRawFiles, rejected, type RawFile } from './raw.ts';
import { NO_TRANSLATION, type Translation } from './translation.ts';

/** What the numbers of one Superset stand for, as far as its lists tell; an export alone tells only part of it. */
export interface NumberFacts {
	chart(number: number): AssetUuid | undefined;
	dataset(number: number): AssetUuid | undefined;
	/** Name of an annotation layer. */
	annotationLayer(number: number): string | undefined;
}

export const NO_FACTS: NumberFacts = {
	chart: () => undefined,
	dataset: () => undefined,
	annotationLayer: () => undefined
};

export interface CanonicalContext {
	readonly translation?: Translation;
	readonly facts?: NumberFacts;
	readonly memory?: CanonicalMemory;
}

/** Objects in canonical form, and the tags that go with them. */
export interface CanonicalAssets {
	/** By `<kind> <uuid>`, uuids in the repository's terms. */
	readonly assets: ReadonlyMap<string, CanonicalAsset>;
	/** Name → description of the tags that `tags.yaml` describes. */
	readonly tags: ReadonlyMap<string, string>;
	readonly findings: readonly Finding[];
}

export const assetKey = (kind: OwnKind, uuid: AssetUuid): string => `${kind} ${uuid}`;

/**
 * Everything that a bundle holds, in canonical form. The same for a fresh export and for the files of a tree, for which
 * it changes nothing.
 * @param files paths without the bundle's root folder, to bytes
 * @throws {BundleRejected} for a file that cannot be understood
 */
export function canonicalAssets(
	files: ReadonlyMap<string, Uint8Array>,
	context: CanonicalContext = {}
): CanonicalAssets {
	const memory = context.memory ?? new CanonicalMemory();
	const translation = context.translation ?? NO_TRANSLATION;
	const raws = readRawFiles(files, memory);
	const facts = factsOf(raws, context.facts ?? NO_FACTS, memory);
	const assets = new Map<string, CanonicalAsset>();
	const findings: Finding[] = [];
	const paths = new Map<string, string>();
	for (const raw of raws) {
		const { asset, findings: found } = memory.canonical(raw, translation, facts, (asked) =>
			canonicalOf(raw, translation, asked)
		);
		const key = assetKey(asset.kind, asset.uuid);
		const twin = paths.get(key);
		if (twin !== undefined) throw bothAre(raw.path, twin, asset);
		paths.set(key, raw.path);
		assets.set(key, asset);
		for (const finding of found) findings.push({ ...finding, path: raw.path });
	}
	return { assets, tags: tagsIn(files), findings };
}

/** Two objects of the environment, one of the repository's: one of them would be lost without a word. */
const bothAre = (path: string, twin: string, asset: CanonicalAsset): BundleRejected =>
	rejected(
		path,
		`and ${twin} both stand for ${asset.kind} “${asset.name}” (${asset.uuid}) under the mapping of this environment`,
		'Correct the mapping of the environment, so that each of them stands for one of its own.'
	);

function canonicalOf(raw: RawFile, translation: Translation, facts: NumberFacts): Made {
	const findings: Finding[] = [];
	return { asset: canonicalObject(raw, translation, facts, findings), findings };
}

function canonicalObject(
	raw: RawFile,
	translation: Translation,
	facts: NumberFacts,
	findings: Finding[]
): CanonicalAsset {
	const content = raw.content();
	const unknown = (what: 'chart' | 'dataset' | 'annotation layer', number: number): void => {
		const finding = unknownIn(nameOf(raw.kind, content), what, number);
		if (!findings.some(({ message }) => message === finding.message)) findings.push(finding);
	};
	const uuid = raw.kind === 'dataset' || raw.kind === 'database' ? translation.toRepository(raw.uuid) : raw.uuid;
	const chart = (number: number): number => {
		const found = facts.chart(number);
		if (found) return stableNumber(found);
		if (knownAgain(number) === number && !isStableNumber(number)) unknown('chart', number);
		return knownAgain(number);
	};
	switch (raw.kind) {
		case 'dashboard':
			return canonicalDashboard(uuid, content, {
				translation,
				chart: facts.chart,
				dataset: facts.dataset,
				onStale: (place, number) =>
					findings.push({
						level: 'warning',
						code: 'stale_reference',
						path: '',
						message: `${nameOf(raw.kind, content)}: ${place} names chart number ${number}, which is not on the dashboard; it is left out`,
						hint: null
					}),
				onUnknown: unknown
			});
		case 'chart': {
			const annotationLayer = (number: number): number => {
				const name = facts.annotationLayer(number);
				if (name !== undefined) return stableNumberOfLayer(name);
				if (knownAgain(number) === number && !isStableNumber(number)) unknown('annotation layer', number);
				return knownAgain(number);
			};
			return canonicalChart(uuid, content, { translation, renumber: { chart, annotationLayer } });
		}
		case 'dataset':
			return canonicalDataset(uuid, content, translation);
		case 'database':
			return canonicalDatabase(uuid, content, translation);
		case 'theme':
			return canonicalTheme(uuid, content);
	}
}

/** The key of each kind's files that says how the object is called; no other kind has it. */
export const NAME_KEYS = {
	dashboard: 'dashboard_title',
	chart: 'slice_name',
	dataset: 'table_name',
	database: 'database_name',
	theme: 'theme_name'
} as const;

const nameOf = (kind: OwnKind, content: Mapping): string => `${kind} “${textOf(content[NAME_KEYS[kind]])}”`;

/** The path is the caller's: what is remembered holds for equal files under any path. */
const unknownIn = (name: string, what: string, number: number): Finding => ({
	level: 'warning',
	code: 'unknown_number',
	path: '',
	message: `${name} names ${what} number ${number}, and nothing here says which one that is`,
	hint: `Capture the dashboard from its Superset, which knows, or choose the ${what} anew there.`
});

/** The numbers in file names, and what each chart says of its own dataset, fill in what the lists do not tell. */
function factsOf(raws: readonly RawFile[], given: NumberFacts, memory: CanonicalMemory): NumberFacts {
	const charts = new Map<number, AssetUuid>();
	const datasets = new Map<number, AssetUuid>();
	for (const raw of raws) {
		if (raw.kind === 'chart') {
			if (raw.number !== undefined) charts.set(raw.number, raw.uuid);
			const own = memory.datasetOfChart(raw);
			if (own) datasets.set(own.number, own.uuid);
		} else if (raw.kind === 'dataset' && raw.number !== undefined && !datasets.has(raw.number)) {
			// Before 6.0 the number at the end of a dataset's file is part of the table's name: the charts know better.
			if (memory.isNumbered(raw)) datasets.set(raw.number, raw.uuid);
		}
	}
	return {
		chart: (number) => given.chart(number) ?? charts.get(number),
		dataset: (number) => given.dataset(number) ?? datasets.get(number),
		annotationLayer: (number) => given.annotationLayer(number)
	};
}

function tagsIn(files: ReadonlyMap<string, Uint8Array>): ReadonlyMap<string, string> {
	const tags = new Map<string, string>();
	const bytes = files.get('tags.yaml');
	const list: Value | undefined = bytes ? parseFile('tags.yaml', bytes)['tags'] : undefined;
	for (const tag of isList(list) ? list : []) {
		if (isMapping(tag) && textOf(tag['tag_name'])) tags.set(textOf(tag['tag_name']), textOf(tag['description']));
	}
	return tags;
}

/** `tags.yaml` of a tree. */
export const tagsContent = (tags: ReadonlyMap<string, string>): Mapping =>
	mapping([
		[
			'tags',
			[...tags]
				.sort(([a], [b]) => byCodePoint(a, b))
				.map(([name, description]) =>
					sorted(mapping([['tag_name', name], ...(description ? [['description', description] as const] : [])]))
				)
		]
	]);
