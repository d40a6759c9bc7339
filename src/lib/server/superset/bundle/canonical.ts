import type { AssetUuid } from '#lib/domain/ids.ts';
import { isList, isMapping, mapping, type Mapping, type Value } from '#lib/domain/value.ts';
import type { CanonicalAsset, Finding, OwnKind } from './asset.ts';
import { canonicalChart } from './canonical-chart.ts';
import { canonicalDashboard } from './canonical-dashboard.ts';
import { canonicalDatabase, canonicalDataset, canonicalTheme } from './canonical-dataset.ts';
import { byCodePoint, sorted, textOf } from './fields.ts';
import { isStableNumber, knownAgain, stableNumber, stableNumberOfLayer } from './ids.ts';
import { parseFile, readRawFiles, type RawFile } from './raw.ts';
import { NO_TRANSLATION, uuidIn, type Translation } from './translation.ts';

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
	for (const raw of raws) {
		const { asset, findings: found } = memory.canonical(raw, translation, facts, (asked) =>
			canonicalOf(raw, translation, asked)
		);
		assets.set(assetKey(asset.kind, asset.uuid), asset);
		for (const finding of found) findings.push({ ...finding, path: raw.path });
	}
	return { assets, tags: tagsIn(files), findings };
}

interface Made {
	readonly asset: CanonicalAsset;
	readonly findings: readonly Finding[];
}

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
	const uuid = raw.kind === 'dataset' || raw.kind === 'database' ? translation.toRepository(raw.uuid) : raw.uuid;
	const chart = (number: number): number => {
		const found = facts.chart(number);
		if (found) return stableNumber(found);
		if (knownAgain(number) === number && !isStableNumber(number)) findings.push(stale(raw.path, 'chart', number));
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
						path: raw.path,
						message: `${place} names chart number ${number}, which is not on the dashboard; it is left out`,
						hint: null
					})
			});
		case 'chart': {
			const annotationLayer = (number: number): number => {
				const name = facts.annotationLayer(number);
				if (name !== undefined) return stableNumberOfLayer(name);
				if (knownAgain(number) === number && !isStableNumber(number))
					findings.push(stale(raw.path, 'annotation layer', number));
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

const stale = (path: string, what: string, number: number): Finding => ({
	level: 'warning',
	code: 'unknown_number',
	path,
	message: `${path} names ${what} number ${number}, and nothing here says which one that is`,
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

interface Remembered extends Made {
	/** What was asked of the facts, and what they answered: the asset holds as long as they answer the same. */
	readonly asked: readonly {
		readonly kind: keyof NumberFacts;
		readonly number: number;
		readonly answer: string | undefined;
	}[];
}

/**
 * Canonical objects by the hash of the files that they were made from, the newest up to a bound of bytes. A cache: it
 * may be thrown away at any time.
 */
export class CanonicalMemory {
	readonly uuids = new Map<string, AssetUuid>();
	readonly #assets = new Map<string, Remembered>();
	readonly #datasets = new Map<string, { number: number; uuid: AssetUuid } | null>();
	readonly #numbered = new Map<string, boolean>();
	readonly #maxBytes: number;
	#bytes = 0;

	constructor(maxBytes = 64 * 1024 * 1024) {
		this.#maxBytes = maxBytes;
	}

	canonical(raw: RawFile, translation: Translation, facts: NumberFacts, make: (facts: NumberFacts) => Made): Made {
		const key = `${raw.hash} ${translation.key}`;
		const known = this.#assets.get(key);
		if (known && known.asked.every(({ kind, number, answer }) => facts[kind](number) === answer)) {
			this.#assets.delete(key);
			this.#assets.set(key, known);
			return known;
		}
		const asked: Remembered['asked'][number][] = [];
		const ask =
			<Kind extends keyof NumberFacts>(kind: Kind) =>
			(number: number) => {
				const answer = facts[kind](number);
				asked.push({ kind, number, answer });
				return answer;
			};
		const made = make({
			chart: ask('chart') as NumberFacts['chart'],
			dataset: ask('dataset') as NumberFacts['dataset'],
			annotationLayer: ask('annotationLayer') as NumberFacts['annotationLayer']
		});
		this.#remember(key, { ...made, asked });
		return made;
	}

	/** Number and uuid of the dataset that a chart's parameters name (`12__table`). */
	datasetOfChart(raw: RawFile): { number: number; uuid: AssetUuid } | null {
		let own = this.#datasets.get(raw.hash);
		if (own === undefined) {
			const content = raw.content();
			const params = content['params'];
			const number = /^(\d{1,10})__table$/.exec(isMapping(params) ? textOf(params['datasource']) : '')?.[1];
			const uuid = uuidIn(content['dataset_uuid']);
			own = number && uuid ? { number: Number(number), uuid } : null;
			this.#datasets.set(raw.hash, own);
		}
		return own;
	}

	/** Whether the number at the end of a dataset's file name is Superset's, and not the end of the table's name. */
	isNumbered(raw: RawFile): boolean {
		let numbered = this.#numbered.get(raw.hash);
		if (numbered === undefined) {
			const table = textOf(raw.content()['table_name']).replaceAll(/[^\w]+/g, '_');
			numbered = !table.endsWith(String(raw.number));
			this.#numbered.set(raw.hash, numbered);
		}
		return numbered;
	}

	#remember(key: string, made: Remembered): void {
		this.#assets.set(key, made);
		this.#bytes += made.asset.bytes.byteLength;
		for (const [old, { asset }] of this.#assets) {
			if (this.#bytes <= this.#maxBytes || old === key) break;
			this.#assets.delete(old);
			this.#bytes -= asset.bytes.byteLength;
		}
		for (const map of [this.uuids, this.#datasets, this.#numbered]) if (map.size > 100_000) map.clear();
	}
}
