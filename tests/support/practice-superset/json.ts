import { Float } from '#lib/domain/value.ts';

/** `Value` of the domain, but open to change: the practice Superset edits in place, as Superset's own code does. */
export type Json = null | boolean | string | number | bigint | Float | Json[] | JsonObject;
export interface JsonObject {
	[key: string]: Json;
}

export const isObject = (value: Json | undefined): value is JsonObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Float);

export const objectOf = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});
export const listOf = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : []);
export const textOf = (value: Json | undefined): string | null => (typeof value === 'string' ? value : null);

/** A number, a number as text or a big integer as one number; NaN for all else. Ids only. */
export const idOf = (value: Json | undefined): number =>
	typeof value === 'number' || typeof value === 'bigint' || (typeof value === 'string' && /^-?\d+$/.test(value))
		? Number(value)
		: Number.NaN;
