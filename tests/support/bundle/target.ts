import type { AssetUuid } from '#lib/domain/ids.ts';
import { stableNumber } from '#lib/server/superset/bundle/ids.ts';
import { anyTarget, type Target } from '#lib/server/superset/bundle/target.ts';
import { uuidIn } from '#lib/server/superset/bundle/translation.ts';
import { parseYaml } from '#lib/server/superset/bundle/yaml.ts';
import { valueAt } from './edit.ts';
import type { Files } from './example.ts';

/** The Superset that an export came from, as a target: it gives each object the number in its file's name. */
export function targetOf(files: Files, version = '6.1.0'): Target {
	const numbers = { charts: new Map<number, number>(), datasets: new Map<AssetUuid, number>() };
	for (const [path, bytes] of files) {
		const number = Number(/(\d+)\.yaml$/.exec(path)?.[1]);
		const uuid = uuidIn(valueAt(parseYaml(Buffer.from(bytes).toString('utf8')), ['uuid']));
		if (uuid && path.startsWith('charts/')) numbers.charts.set(stableNumber(uuid), number);
		if (uuid && path.startsWith('datasets/')) numbers.datasets.set(uuid, number);
	}
	return {
		...anyTarget(version),
		numbers: {
			chart: (stable) => numbers.charts.get(stable),
			dataset: (uuid) => numbers.datasets.get(uuid),
			annotationLayer: () => undefined
		}
	};
}
