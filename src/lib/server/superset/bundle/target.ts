import type { AssetUuid } from '#lib/domain/ids.ts';
import { capabilitiesOf, type Capabilities } from '../capabilities.ts';
import { NO_TRANSLATION, type Translation } from './translation.ts';

/** The numbers that objects have in one Superset; `undefined` for what is not there. */
export interface TargetNumbers {
	/** By the chart's stable number. */
	chart(stable: number): number | undefined;
	/** By the environment's own uuid. */
	dataset(uuid: AssetUuid): number | undefined;
	/** By the layer's stable number. */
	annotationLayer(stable: number): number | undefined;
}

/** A Superset that a bundle is made for. */
export interface Target {
	readonly capabilities: Capabilities;
	readonly translation: Translation;
	readonly numbers: TargetNumbers;
}

export const NO_NUMBERS: TargetNumbers = {
	chart: () => undefined,
	dataset: () => undefined,
	annotationLayer: () => undefined
};

/** A Superset of this version of which nothing else is known: numbers stay those of the tree. */
export const anyTarget = (version: string): Target => ({
	capabilities: capabilitiesOf(version),
	translation: NO_TRANSLATION,
	numbers: NO_NUMBERS
});
