import type { AssetUuid } from '#lib/domain/ids.ts';
import { isMapping } from '#lib/domain/value.ts';
import type { CanonicalAsset, Finding } from './asset.ts';
import type { NumberFacts } from './canonical.ts';
import { textOf, unpacked } from './fields.ts';
import { secureName } from './ids.ts';
import type { RawFile } from './raw.ts';
import { uuidIn, type Translation } from './translation.ts';

/** What one file became. */
export interface Made {
	readonly asset: CanonicalAsset;
	readonly findings: readonly Finding[];
}

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
	#parsed = 0;
	#made = 0;

	constructor(maxBytes = 64 * 1024 * 1024) {
		this.#maxBytes = maxBytes;
	}

	onParsed(): void {
		this.#parsed += 1;
	}

	/** What the memory was good for since it was made. */
	get statistics(): { readonly parsed: number; readonly made: number; readonly bytes: number } {
		return { parsed: this.#parsed, made: this.#made, bytes: this.#bytes };
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
		this.#made += 1;
		this.#remember(key, { ...made, asked });
		return made;
	}

	/** Number and uuid of the dataset that a chart's parameters name (`12__table`). */
	datasetOfChart(raw: RawFile): { number: number; uuid: AssetUuid } | null {
		let own = this.#datasets.get(raw.hash);
		if (own === undefined) {
			const content = raw.content();
			const params = unpacked(content['params']);
			const number = /^(\d{1,10})__table$/.exec(isMapping(params) ? textOf(params['datasource']) : '')?.[1];
			const uuid = uuidIn(content['dataset_uuid']);
			own = number && uuid ? { number: Number(number), uuid } : null;
			this.#datasets.set(raw.hash, own);
		}
		return own;
	}

	/** Whether the number at the end of a dataset's file name is Superset's, and not the end of the table's name. */
	isNumbered(raw: RawFile): boolean {
		const stem = raw.path.slice(raw.path.lastIndexOf('/') + 1).replace(/\.ya?ml$/i, '');
		const key = `${raw.hash} ${stem}`;
		let numbered = this.#numbered.get(key);
		if (numbered === undefined) {
			const table = secureName(textOf(raw.content()['table_name']));
			numbered = stem === (table ? `${table}_${raw.number}` : String(raw.number));
			this.#numbered.set(key, numbered);
		}
		return numbered;
	}

	#remember(key: string, made: Remembered): void {
		this.#forget(key);
		this.#assets.set(key, made);
		this.#bytes += made.asset.bytes.byteLength;
		for (const old of this.#assets.keys()) {
			if (this.#bytes <= this.#maxBytes || old === key) break;
			this.#forget(old);
		}
		for (const map of [this.uuids, this.#datasets, this.#numbered]) if (map.size > 100_000) map.clear();
	}

	#forget(key: string): void {
		this.#bytes -= this.#assets.get(key)?.asset.bytes.byteLength ?? 0;
		this.#assets.delete(key);
	}
}
