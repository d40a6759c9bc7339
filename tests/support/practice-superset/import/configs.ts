import { Float, isList, isMapping, type Value } from '#lib/domain/value.ts';
import { parseYaml, YamlError } from '#lib/server/superset/bundle/yaml.ts';
import { backendFailed, commandFailed } from '../answer.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import { pythonRepr } from '../python.ts';
import type { State } from '../state.ts';
import { problemsOf } from './fields.ts';
import { importSchemas, METADATA, type ImportSchemas } from './schemas.ts';

/** The files of a bundle by path, parsed and checked. */
export type Configs = Map<string, JsonObject>;
/** Problems by file, as they come out in `extra`. */
export type Problems = JsonObject;
type Folder = keyof ImportSchemas;

/** The importer does not know this form of file and passes it to the one for the old form. */
export class WrongForm extends Error {}

const MASK = 'XXXXXXXXXX';
const NO_CONSTRUCTOR = "could not determine a constructor for the tag 'tag:yaml.org,2002:value'";
const BROKEN = "cannot access local variable 'config' where it is not associated with a value";

/** A plain date is no text to Superset, whose parser makes a `date` of it; a float fails its text fields just so. */
const DATE = new Float(0.5);

function editable(value: Value, path: string, dates: ReadonlySet<string>): Json {
	if (dates.has(path)) return DATE;
	if (isList(value)) return value.map((item, at) => editable(item, `${path}/${at}`, dates));
	if (!isMapping(value)) return value;
	return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, editable(item, `${path}/${key}`, dates)]));
}

interface File {
	readonly path: string;
	readonly text: string;
	readonly isFirst: boolean;
}

function parseFile({ path, text, isFirst }: File, state: State, problems: Problems): Json | undefined {
	const dates = new Set<string>();
	try {
		const value = parseYaml(text, {
			onFinding: (finding) => {
				if (/\bdate\b/.test(finding.message)) dates.add(['', ...finding.path].join('/'));
			}
		});
		return editable(value, '', dates);
	} catch (error) {
		if (error instanceof YamlError && /[:-][ ]+=[ ]*$/m.test(text)) throw backendFailed(NO_CONSTRUCTOR);
		// 6.x logs the variable of its loop, which the first file has not set yet.
		if (state.version !== '4.1.4' && isFirst) throw backendFailed(BROKEN);
		problems[path] = { [path]: 'Not a valid YAML file' };
		return undefined;
	}
}

/** `metadata.yaml`: its version decides who imports, its type must fit. @throws {WrongForm} */
export function checkMetadata(
	contents: ReadonlyMap<string, string>,
	type: string,
	state: State,
	problems: Problems
): void {
	const text = contents.get('metadata.yaml');
	if (text === undefined) throw new WrongForm();
	const metadata = parseFile({ path: 'metadata.yaml', text, isFirst: false }, state, problems);
	if (metadata === undefined) return;
	const found = problemsOf(metadata, METADATA);
	if ((found !== null && 'version' in found) || !isObject(metadata) || metadata['version'] !== '1.0.0')
		throw new WrongForm();
	if (found !== null) problems['metadata.yaml'] = found;
	else if ('type' in metadata && metadata['type'] !== type) {
		problems['metadata.yaml'] = { type: [`Must be equal to ${type}.`] };
	}
}

/** Reads and checks the files of the folders that this import looks at; a broken one is left out and named. */
export function loadConfigs(
	contents: ReadonlyMap<string, string>,
	folders: readonly Folder[],
	passwords: JsonObject,
	state: State,
	problems: Problems
): Configs {
	const schemas = importSchemas(state.version);
	const configs: Configs = new Map();
	let isFirst = true;
	for (const [path, text] of contents) {
		const folder = path.split('/')[0] as Folder;
		const schema = folders.includes(folder) && path.includes('/') ? schemas[folder] : undefined;
		if (schema === undefined || text === '') continue;
		const config = parseFile({ path, text, isFirst }, state, problems);
		isFirst = false;
		if (config === undefined) continue;
		if (isObject(config) && path in passwords) config['password'] = passwords[path] ?? null;
		if (isObject(config) && folder === 'databases' && !('uuid' in config)) throw backendFailed("'uuid'");
		const found =
			problemsOf(config, schema) ?? (folder === 'databases' ? passwordProblem(config as JsonObject, state) : null);
		if (found === null) configs.set(path, config as JsonObject);
		else problems[path] = found;
	}
	return configs;
}

/** A new database whose address has a masked password needs the password. */
function passwordProblem(config: JsonObject, state: State): JsonObject | null {
	if (state.byUuid('database', config['uuid']) !== undefined) return null;
	const isMasked = new RegExp(`://[^/@]*:${MASK}@`).test(String(config['sqlalchemy_uri']));
	if (!isMasked || typeof config['password'] === 'string') return null;
	return { _schema: ['Must provide a password for the database'] };
}

/** Says what is wrong, if anything is: 4.1 in `extra` alone, 6.x in the message too. @throws Refusal 422 */
export function refuseProblems(problems: Problems, model: string, state: State): void {
	const entries = Object.entries(problems);
	if (entries.length === 0) return;
	const details = entries.map(([path, problem]) => {
		const shown = typeof problem === 'string' ? problem : pythonRepr(problem).replace(/'(\d+)': /g, '$1: ');
		return `${path}: ${shown}`;
	});
	const message = `Error importing ${model}`;
	throw commandFailed(422, state.version === '4.1.4' ? message : `${message}: ${details.join('; ')}`, problems);
}
