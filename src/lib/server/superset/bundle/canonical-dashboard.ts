import type { AssetUuid } from '#lib/domain/ids.ts';
import { isList, isMapping, mapping, type Mapping, type MutableMapping } from '#lib/domain/value.ts';
import { assetOf, type CanonicalAsset } from './asset.ts';
import { canonicalMetadata } from './canonical-metadata.ts';
import { canonicalPosition } from './canonical-position.ts';
import { canonicalFields, textOf, unpacked } from './fields.ts';
import { FIELDS } from './form.ts';
import { stableNumber } from './ids.ts';
import { uuidIn, type Translation } from './translation.ts';

export interface DashboardTerms {
	readonly translation: Translation;
	/** What a chart's number stands for, where the layout does not say it. */
	chart(number: number): AssetUuid | undefined;
	/** The environment's dataset of this number. */
	dataset(number: number): AssetUuid | undefined;
	onStale(place: string, number: number): void;
	onUnknown(what: 'chart' | 'dataset', number: number): void;
}

/** A dashboard's file in canonical form. */
export function canonicalDashboard(uuid: AssetUuid, raw: Mapping, terms: DashboardTerms): CanonicalAsset {
	const { translation } = terms;
	const position = unpacked(raw['position']);
	const layout = canonicalPosition(isMapping(position) ? position : mapping(), uuidIn);
	const inLayout = (uuidOfChart: AssetUuid | undefined) =>
		uuidOfChart && layout.laidOut.has(uuidOfChart) ? uuidOfChart : undefined;
	const datasetIn = (text: string): string => {
		const found = uuidIn(text);
		return found ? translation.toRepository(found) : text;
	};

	const made = mapping(Object.entries(raw));
	made['uuid'] = uuid;
	made['published'] = raw['published'] === true;
	made['position'] = layout.position;
	const rawMetadata = unpacked(raw['metadata']);
	made['metadata'] = canonicalMetadata(isMapping(rawMetadata) ? rawMetadata : mapping(), {
		chart: (number) => inLayout(layout.chartNumbers.get(number) ?? terms.chart(number)),
		dataset: (number) => {
			const found = terms.dataset(number);
			return found && translation.toRepository(found);
		},
		datasetUuid: datasetIn,
		onStale: (place, number) => terms.onStale(place, number),
		onUnknown: (what, number) => terms.onUnknown(what, number)
	});
	if (isList(made['tags'])) made['tags'] = [...made['tags']].sort();
	return assetOf('dashboard', uuid, {
		name: textOf(raw['dashboard_title']),
		content: canonicalFields(made, FIELDS.dashboard),
		uses: {
			datasets: filterDatasets(made['metadata'] as MutableMapping),
			charts: [...layout.laidOut].map(stableNumber),
			theme: uuidIn(raw['theme_uuid']) ?? null
		}
	});
}

/** The datasets that native filters and display controls ask. */
export function filterDatasets(metadata: Mapping): AssetUuid[] {
	const found = new Set<AssetUuid>();
	for (const key of ['native_filter_configuration', 'chart_customization_config']) {
		const list = metadata[key];
		for (const item of isList(list) ? list : []) {
			const targets = isMapping(item) ? item['targets'] : undefined;
			for (const target of isList(targets) ? targets : []) {
				const uuid = isMapping(target) ? uuidIn(target['datasetUuid']) : undefined;
				if (uuid) found.add(uuid);
			}
		}
	}
	return [...found];
}
