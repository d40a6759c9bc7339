import { isMapping, mapping, type Mapping } from '#lib/domain/value.ts';
import type { OwnKind } from './asset.ts';
import { NAME_KEYS } from './canonical.ts';
import { without } from './fields.ts';
import { parseFile } from './raw.ts';
import { writeYaml } from './yaml.ts';

/** What kind of object a file's content is, whatever the file is called; `undefined` for anything else. */
export function kindOfContent(content: Mapping): OwnKind | undefined {
	if (typeof content['uuid'] !== 'string') return undefined;
	return (Object.keys(NAME_KEYS) as OwnKind[]).find((kind) => content[NAME_KEYS[kind]] !== undefined);
}

const OF_LAYOUT = ['HEADER_ID', 'DASHBOARD_VERSION_KEY'];

/**
 * A file of a tree as a person wants to compare it: without what Superset makes by itself, and with a line that says so.
 * Anything else is given back as it is.
 */
export function readableFile(bytes: Uint8Array): Uint8Array {
	let content: Mapping;
	try {
		content = parseFile('', bytes);
	} catch {
		return bytes;
	}
	const kind = kindOfContent(content);
	if (kind === 'chart' && content['query_context'] !== undefined) {
		const says = '# query_context is left out: Superset makes it from the parameters\n';
		return Buffer.from(writeYaml(without(content, ['query_context'])) + says);
	}
	const position = content['position'];
	if (kind === 'dashboard' && isMapping(position)) {
		const kept = Object.entries(without(content, ['version']));
		const readable = kept.map(
			([key, value]) => [key, key === 'position' ? without(position, OF_LAYOUT) : value] as const
		);
		const says = `# left out, since Superset makes it: version, and ${OF_LAYOUT.join(' and ')} of the layout\n`;
		return Buffer.from(writeYaml(mapping(readable)) + says);
	}
	return bytes;
}
