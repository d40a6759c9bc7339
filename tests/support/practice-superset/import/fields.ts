import { Float } from '#lib/domain/value.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';

/** What marshmallow says about one value; `null` when it is right. Mappings hold the errors of what is inside. */
export type Problem = Json;
export type Check = (value: Json) => Problem | null;

const fault = (message: string): Problem => [message];
const nullable =
	(check: Check): Check =>
	(value) =>
		value === null ? null : check(value);
const notNull =
	(check: Check): Check =>
	(value) =>
		value === null ? fault('Field may not be null.') : check(value);

const isText: Check = (value) => (typeof value === 'string' ? null : fault('Not a valid string.'));
const isUuid: Check = (value) =>
	typeof value === 'string' && /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i.test(value)
		? null
		: fault('Not a valid UUID.');
const isMappingType: Check = (value) => (isObject(value) ? null : fault('Not a valid mapping type.'));
const isInteger: Check = (value) =>
	typeof value === 'bigint' ||
	(typeof value === 'number' && Number.isInteger(value)) ||
	(value instanceof Float && Number.isInteger(value.value)) ||
	(typeof value === 'string' && /^\s*[-+]?\d+\s*$/.test(value))
		? null
		: fault('Not a valid integer.');
const BOOLEANS = ['t', 'true', 'on', 'y', 'yes', '1', 'f', 'false', 'off', 'n', 'no', '0'];
const isBoolean: Check = (value) =>
	typeof value === 'boolean' ||
	value === 0 ||
	value === 1 ||
	(typeof value === 'string' && BOOLEANS.includes(value.toLowerCase()))
		? null
		: fault('Not a valid boolean.');
const isJsonText: Check = (value) => {
	const problem = isText(value);
	if (problem !== null) return problem;
	try {
		JSON.parse(value as string);
		return null;
	} catch {
		return fault('JSON not valid');
	}
};

export const text = notNull(isText);
export const textOrNull = nullable(isText);
export const uuid = notNull(isUuid);
export const uuidOrNull = nullable(isUuid);
export const mapping = notNull(isMappingType);
export const mappingOrNull = nullable(isMappingType);
export const integer = notNull(isInteger);
export const integerOrNull = nullable(isInteger);
export const boolean = notNull(isBoolean);
export const booleanOrNull = nullable(isBoolean);
export const jsonTextOrNull = nullable(isJsonText);
export const anything: Check = () => null;

export const listOf = (check: Check): Check =>
	notNull((value) => {
		if (!Array.isArray(value)) return fault('Not a valid list.');
		const problems: JsonObject = {};
		value.forEach((item, at) => {
			const problem = check(item);
			if (problem !== null) problems[String(at)] = problem;
		});
		return Object.keys(problems).length > 0 ? problems : null;
	});
export const listOrNull = (check: Check): Check => nullable(listOf(check));

export interface Schema {
	readonly fields: { readonly [name: string]: Check };
	readonly required: readonly string[];
	/** Rewrites old forms in place before the fields are looked at (marshmallow's `pre_load`). */
	readonly before?: (data: JsonObject) => void;
}

/** The problems of one mapping: fields in the schema's order, then those that it does not know. */
export function problemsOf(data: Json, schema: Schema): JsonObject | null {
	if (!isObject(data)) return { _schema: ['Invalid input type.'] };
	schema.before?.(data);
	const problems: JsonObject = {};
	for (const [name, check] of Object.entries(schema.fields)) {
		const value = data[name];
		if (value === undefined) {
			if (schema.required.includes(name)) problems[name] = fault('Missing data for required field.');
			continue;
		}
		const problem = check(value);
		if (problem !== null) problems[name] = problem;
	}
	for (const name of Object.keys(data)) if (!(name in schema.fields)) problems[name] = fault('Unknown field.');
	return Object.keys(problems).length > 0 ? problems : null;
}

export const nested = (schema: Schema): Check => notNull((value) => problemsOf(value, schema));
