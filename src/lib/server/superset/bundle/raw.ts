import { createHash } from 'node:crypto';
import { BundleRejected } from '#lib/domain/errors.ts';
import type { AssetUuid } from '#lib/domain/ids.ts';
import { isMapping, type Mapping } from '#lib/domain/value.ts';
import type { OwnKind } from './asset.ts';
import { BUNDLE_VERSION, FOLDER_OF_KIND } from './form.ts';
import { uuidIn } from './translation.ts';
import { parseYaml, YamlError } from './yaml.ts';

/** One file of an export, read but not understood yet. */
export interface RawFile {
	readonly path: string;
	readonly kind: OwnKind;
	/** SHA-256 of its bytes. */
	readonly hash: string;
	readonly uuid: AssetUuid;
	/** The number that Superset put into the file's name. */
	readonly number: number | undefined;
	/** Parsed content; parsed again only when somebody asks. */
	content(): Mapping;
}

const KIND_OF_FOLDER = new Map(Object.entries(FOLDER_OF_KIND).map(([kind, folder]) => [folder, kind as OwnKind]));

/** Superset's import passes over such names (superset/commands/importers/v1/utils.py, is_valid_config). */
const isPassedOver = (path: string): boolean =>
	path.split('/').some((part) => part.startsWith('.') || part.startsWith('_')) || !/\.ya?ml$/i.test(path);

/**
 * The files of an export or of a tree that hold objects; other folders and files are passed over as Superset's own
 * import does.
 * @throws {BundleRejected} naming the file, for YAML that cannot be read, an object without uuid, one uuid twice.
 */
export function readRawFiles(files: ReadonlyMap<string, Uint8Array>, memory: RawMemory): RawFile[] {
	const found: RawFile[] = [];
	const paths = new Map<string, string>();
	for (const [path, bytes] of files) {
		const kind = KIND_OF_FOLDER.get(path.slice(0, Math.max(path.indexOf('/'), 0)));
		if (!kind || isPassedOver(path)) continue;
		const file = readOne(path, kind, bytes, memory);
		const twin = paths.get(`${kind} ${file.uuid}`);
		if (twin) {
			throw rejected(path, `holds the same ${kind} as ${twin} (uuid ${file.uuid})`, 'Remove one of the two files.');
		}
		paths.set(`${kind} ${file.uuid}`, path);
		found.push(file);
	}
	return found;
}

/** What is remembered of a file by the hash of its bytes, so that one that did not change is not parsed again. */
export interface RawMemory {
	readonly uuids: Map<string, AssetUuid>;
	/** Called each time a file is parsed. */
	onParsed(): void;
}

function readOne(path: string, kind: OwnKind, bytes: Uint8Array, memory: RawMemory): RawFile {
	const hash = createHash('sha256').update(kind).update(bytes).digest('hex');
	let parsed: Mapping | undefined;
	const content = () => {
		if (parsed) return parsed;
		memory.onParsed();
		return (parsed = parseFile(path, bytes));
	};
	let uuid = memory.uuids.get(hash);
	if (!uuid) {
		uuid = uuidIn(content()['uuid']);
		if (!uuid)
			throw rejected(path, `has no uuid, so nobody can tell which ${kind} it is`, 'Export it again from Superset.');
		memory.uuids.set(hash, uuid);
	}
	const number = /(?:^|[/_])(\d{1,10})\.ya?ml$/i.exec(path)?.[1];
	return { path, kind, hash, uuid, number: number === undefined ? undefined : Number(number), content };
}

/** @throws {BundleRejected} with file, line and cause. */
export function parseFile(path: string, bytes: Uint8Array): Mapping {
	let text: string;
	try {
		text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch (cause) {
		throw rejected(
			path,
			'is not UTF-8 text',
			'Export it again from Superset, and change it only with an editor for text.',
			cause
		);
	}
	try {
		const value = parseYaml(text);
		if (isMapping(value)) return value;
	} catch (cause) {
		if (!(cause instanceof YamlError)) throw cause;
		const marker = text.split('\n').findIndex((line) => /^<{7,} /.test(line));
		if (marker >= 0) {
			const message = `line ${marker + 1}: a conflict of git is not resolved`;
			throw rejected(path, message, 'Resolve it, then try again.', cause);
		}
		throw rejected(
			path,
			`line ${cause.line}: ${cause.message}`,
			'Correct this line, or export it again from Superset.',
			cause
		);
	}
	throw rejected(path, 'holds no mapping of keys to values', 'Export it again from Superset.');
}

export type BundleType = 'Dashboard' | 'Slice' | 'SqlaTable' | 'Database' | 'SavedQuery' | 'Theme' | 'assets' | null;

/**
 * What `metadata.yaml` says of the bundle; `null` where it names no type, which fits every endpoint.
 * @throws {BundleRejected} when it is missing, unreadable or of another format than 1.0.0.
 */
export function bundleTypeOf(files: ReadonlyMap<string, Uint8Array>): BundleType {
	const bytes = files.get('metadata.yaml');
	if (!bytes) {
		throw rejected(
			'metadata.yaml',
			'is missing, so this is no export of Superset',
			'Choose a ZIP that Superset’s own Export made.'
		);
	}
	const metadata = parseFile('metadata.yaml', bytes);
	if (metadata['version'] !== BUNDLE_VERSION) {
		const version = String(metadata['version'] ?? 'none');
		throw rejected(
			'metadata.yaml',
			`says format ${version}; this release reads ${BUNDLE_VERSION}`,
			'Look for a newer release of Dashbranch, or export from a Superset between 4.1 and 6.1.'
		);
	}
	return (typeof metadata['type'] === 'string' ? metadata['type'] : null) as BundleType;
}

export function rejected(path: string, message: string, hint: string, cause?: unknown): BundleRejected {
	return new BundleRejected(`${path} ${message}.`, { hint, cause, findings: [{ path, message }] });
}
