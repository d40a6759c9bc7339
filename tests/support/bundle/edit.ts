import { isList, isMapping, mapping, type Mapping, type Value } from '#lib/domain/value.ts';
import { parseYaml, writeYaml } from '#lib/server/superset/bundle/yaml.ts';
import type { Files } from './example.ts';

export type Path = readonly (string | number)[];

export const yamlBytes = (value: Value): Uint8Array => Buffer.from(writeYaml(value), 'utf8');

/** What JSON text or a literal says, as a {@link Value} without prototypes. */
export function valueOf(json: unknown): Value {
	if (Array.isArray(json)) return json.map(valueOf);
	if (typeof json !== 'object' || json === null) return json as Value;
	return mapping(Object.entries(json).map(([key, value]) => [key, valueOf(value)]));
}

export const contentOf = (files: Files, file: RegExp): Mapping => {
	const value = parseYaml(Buffer.from(files.get(pathOf(files, file))!).toString('utf8'));
	if (!isMapping(value)) throw new Error(`${String(file)} holds no mapping`);
	return value;
};

export function pathOf(files: Files, file: RegExp): string {
	const [path, ...others] = [...files.keys()].filter((one) => file.test(one));
	if (path === undefined || others.length > 0) throw new Error(`${String(file)} is not one file`);
	return path;
}

/** The files with one of them changed. */
export const edited = (files: Files, file: RegExp, edit: (content: Mapping) => Value): Files =>
	new Map([...files, [pathOf(files, file), yamlBytes(edit(contentOf(files, file)))]]);

/** The files with another value at one place of one file; `undefined` takes the key away. */
export const put = (files: Files, file: RegExp, at: { path: Path; to: unknown }): Files =>
	edited(files, file, (content) => withAt(content, at.path, at.to === undefined ? undefined : valueOf(at.to))!);

export function valueAt(value: Value | undefined, path: Path): Value | undefined {
	const [key, ...rest] = path;
	if (key === undefined) return value;
	return valueAt(isList(value) ? value[Number(key)] : isMapping(value) ? value[key] : undefined, rest);
}

/** A copy with another value at one place. */
export function withAt(value: Value | undefined, path: Path, to: Value | undefined): Value | undefined {
	const [key, ...rest] = path;
	if (key === undefined) return to;
	if (isList(value)) return value.map((item, at) => (at === Number(key) ? withAt(item, rest, to)! : item));
	const made = mapping(isMapping(value) ? Object.entries(value) : []);
	const next = withAt(made[key], rest, to);
	if (next === undefined) delete made[key];
	else made[key] = next;
	return made;
}

/** Every place of a value that holds no other place, empty lists and mappings among them. */
export function leavesOf(value: Value, path: Path = []): Path[] {
	if (isList(value) && value.length > 0) return value.flatMap((item, at) => leavesOf(item, [...path, at]));
	if (isMapping(value) && Object.keys(value).length > 0)
		return Object.keys(value).flatMap((key) => leavesOf(value[key]!, [...path, key]));
	return [path];
}

/** Another value of about the same kind. */
export function otherThan(value: Value | undefined): Value {
	if (isList(value)) return ['x'];
	if (isMapping(value)) return mapping([['x', 'x']]);
	if (typeof value === 'boolean') return !value;
	if (typeof value === 'number') return value + 1;
	return typeof value === 'string' ? `${value}x` : 'x';
}
