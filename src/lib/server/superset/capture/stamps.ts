import { z } from 'zod';
import { AssetUuid } from '#lib/domain/ids.ts';

const Stamps = z.record(z.string(), z.string());

/** What an environment's lists said when a dashboard was captured; kept so that the next capture exports what moved. */
export const CaptureStamps = z.object({
	supersetId: z.int(),
	dashboard: z.string(),
	/** Linked charts: number → stamp. */
	charts: Stamps,
	/** Charts that others draw as layers, and that are not linked themselves. */
	otherCharts: Stamps,
	/** Every dataset of the tree, those of filters included. */
	datasets: Stamps,
	/** What was matched by name: the repository's uuid and the environment's. */
	matched: z.array(z.tuple([AssetUuid, AssetUuid]))
});
export type CaptureStamps = z.infer<typeof CaptureStamps>;

/** What moved between two sets of stamps; `null` when something came or went. */
export function movedBetween(before: Record<string, string>, after: ReadonlyMap<number, string>): number[] | null {
	if (Object.keys(before).length !== after.size) return null;
	const moved: number[] = [];
	for (const [id, stamp] of after) {
		const known = before[String(id)];
		if (known === undefined) return null;
		if (known !== stamp) moved.push(id);
	}
	return moved;
}
