import type { Value } from '#lib/domain/value.ts';
import { readBlockYaml } from './yaml-block.ts';
import { refuse } from './yaml-error.ts';
import { readAnyYaml, type OnFinding } from './yaml-library.ts';

export { YamlError } from './yaml-error.ts';
export type { YamlFinding } from './yaml-library.ts';
export { writeYaml, type WriteYamlOptions } from './yaml-write.ts';

export interface ParseYamlOptions {
	/** Told of what Superset would read differently: plain dates, keys that are no text. */
	readonly onFinding?: OnFinding;
}

const MAX_LENGTH = 64 * 1024 * 1024;

/**
 * `text` as PyYAML 6's `safe_load` reads it, exactly. A plain date stays text and a key that is no text becomes the one
 * that Python's `json.dumps` makes of it; both are reported to `onFinding`.
 * @throws YamlError also for what Superset never writes: anchors, aliases, tags, merge keys, a key twice, a second document
 */
export function parseYaml(text: string, { onFinding = () => {} }: ParseYamlOptions = {}): Value {
	if (text.length > MAX_LENGTH) refuse(text, 0, 'This is larger than 64 MB');
	return readBlockYaml(text) ?? readAnyYaml(text, onFinding);
}
