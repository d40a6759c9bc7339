import type { Mapping as EnvironmentMapping } from '#lib/domain/environment.ts';
import type { AssetUuid } from '#lib/domain/ids.ts';
import type { NumberFacts } from '../bundle/canonical.ts';
import type { CanonicalMemory } from '../bundle/memory.ts';
import type { CanonicalTree } from '../bundle/tree.ts';
import type { SupersetClient } from '../client.ts';
import type { Inventory } from '../inventory.ts';
import { captureMoved } from './moved.ts';
import type { CaptureStamps } from './stamps.ts';
import { captureWhole } from './whole.ts';

export interface CaptureRequest {
	readonly client: SupersetClient;
	readonly dashboard: AssetUuid;
	readonly mapping: EnvironmentMapping;
	/** A tree in the repository's terms; `null` where the repository has none yet, whose terms this capture makes. */
	readonly reference: Pick<CanonicalTree, 'assets'> | null;
	/** The last capture, when there was one. */
	readonly previous: { readonly tree: CanonicalTree; readonly stamps: CaptureStamps } | null;
	readonly memory: CanonicalMemory;
	/** Milliseconds since the Unix epoch, before the lists were read. */
	readonly now: number;
	/** What the lists said just now, where somebody has read them already. */
	readonly inventory?: Inventory;
	readonly signal?: AbortSignal;
	/** One line an export, for the log. */
	readonly log?: (message: string) => Promise<void>;
}

export type Captured =
	| { readonly kind: 'absent' }
	| {
			readonly kind: 'captured';
			readonly tree: CanonicalTree;
			readonly stamps: CaptureStamps;
			/** How much was exported: nothing, what had moved, or the whole dashboard. */
			readonly how: 'unmoved' | 'moved' | 'whole';
	  };

/**
 * A dashboard as an environment holds it, as a canonical tree. Asks the lists first, and exports only what they say has
 * moved since the last capture; the whole dashboard when it is new, when charts came or went, or when it moved itself.
 * @throws what {@link SupersetClient} throws, and `BundleRejected` for an export that cannot be understood
 */
export async function captureDashboard(request: CaptureRequest): Promise<Captured> {
	// The lists before any export: what somebody changes in between is seen by the next capture, never missed by it.
	const inventory =
		request.inventory ?? (await request.client.inventory(request.signal ? { signal: request.signal } : {}));
	return (await captureMoved(request, inventory)) ?? captureWhole(request, inventory);
}

/** The environment's numbers as its lists tell them. */
export interface KnownNumbers {
	readonly charts: ReadonlyMap<number, AssetUuid>;
	readonly datasets: ReadonlyMap<number, AssetUuid>;
	readonly annotationLayers: ReadonlyMap<number, string>;
}

export const factsFrom = ({ charts, datasets, annotationLayers }: KnownNumbers): NumberFacts => ({
	chart: (number) => charts.get(number),
	dataset: (number) => datasets.get(number),
	annotationLayer: (number) => annotationLayers.get(number)
});
