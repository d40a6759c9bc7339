import type { AssetUuid } from '#lib/domain/ids.ts';
import { isList, isMapping, mapping, type Mapping, type Value } from '#lib/domain/value.ts';
import { assetOf, type CanonicalAsset } from './asset.ts';
import { canonicalParams, canonicalQueryContext, type Renumber } from './canonical-params.ts';
import { canonicalFields, textOf, unpacked } from './fields.ts';
import { FIELDS } from './form.ts';
import { isStableNumber } from './ids.ts';
import { writeJson } from './json.ts';
import { uuidIn, type Translation } from './translation.ts';

export interface ChartTerms {
	readonly translation: Translation;
	readonly renumber: Renumber;
}

/** A chart's file in canonical form; `raw` as Superset exported it, or as it stands in a tree. */
export function canonicalChart(uuid: AssetUuid, raw: Mapping, terms: ChartTerms): CanonicalAsset {
	const exported = uuidIn(raw['dataset_uuid']);
	const dataset = exported ? terms.translation.toRepository(exported) : null;
	const params = unpacked(raw['params'] ?? mapping());
	const used = new Set<number>();
	const renumber: Renumber = {
		annotationLayer: (number) => terms.renumber.annotationLayer(number),
		chart: (number) => {
			const renumbered = terms.renumber.chart(number);
			if (isStableNumber(renumbered)) used.add(renumbered);
			return renumbered;
		}
	};
	const made = mapping(Object.entries(raw));
	made['uuid'] = uuid;
	made['dataset_uuid'] = dataset;
	made['params'] = isMapping(params) ? canonicalParams(params, renumber) : (params ?? null);
	made['query_context'] = queryContext(raw['query_context'], dataset, renumber);
	if (isList(made['tags'])) made['tags'] = [...made['tags']].sort();
	return assetOf('chart', uuid, {
		name: textOf(raw['slice_name']),
		content: canonicalFields(made, FIELDS.chart),
		uses: { datasets: dataset ? [dataset] : [], charts: [...used] }
	});
}

/** JSON text inside YAML, one value a line; text that is no JSON is kept as it is. */
function queryContext(raw: Value | undefined, dataset: AssetUuid | null, renumber: Renumber): Value {
	const parsed = unpacked(raw);
	if (!isMapping(parsed)) return raw ?? null;
	return writeJson(canonicalQueryContext(parsed, dataset, renumber), { indent: 2 }) + '\n';
}
