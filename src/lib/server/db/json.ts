/** JSON columns are text in every database that we use; these two are the only way in and out. */
export const toJson = (value: unknown): string => JSON.stringify(value);

/** Trusts what we wrote ourselves: the type is the writer's. */
export const fromJson = <T>(text: string): T => JSON.parse(text) as T;

export const toJsonOrNull = (value: unknown): string | null =>
	value === undefined || value === null ? null : JSON.stringify(value);

export const fromJsonOrNull = <T>(text: string | null): T | null => (text === null ? null : (JSON.parse(text) as T));
