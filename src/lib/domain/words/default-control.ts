import { Float, isList, isMapping, type Mapping, type Value } from '../value.ts';
import { controlOf } from './controls.ts';
import { at, type WordEntry } from './entry.ts';
import { CONTROLS, DEFAULTS, VIZ_TYPES } from './tables.ts';

/**
 * Whether a chart without this control is the same chart: its value is the one with which the form of the chart type
 * starts, or the type has no use for it, or it is machine-made. Explore writes and drops such controls by itself when a
 * chart is saved. An absent value is a default; a control that no table knows never has one.
 */
export function isDefaultControl(vizType: string, key: string, value: Value | undefined): boolean {
	return value === undefined || isIgnoredControl(vizType, key) || isAtDefault(vizType, key, value);
}

/** Machine-made, or without a meaning for this chart type, whatever the value is. */
export function isIgnoredControl(vizType: string, key: string): boolean {
	if (isInternalControl(key)) return true;
	const type = at(DEFAULTS.types, vizType);
	return type !== undefined && DEFAULTS.ignorable.includes(key) && !type.uses.includes(key);
}

/** The chart type stands among the parameters too, and is told where it stands as a property. */
export const isInternalControl = (key: string): boolean => at(CONTROLS, key)?.kind === 'internal';

/** Whether a value is what the form of the chart type starts with, or as empty as that. */
export function isAtDefault(vizType: string, key: string, value: Value): boolean {
	const control = controlOf(vizType, key);
	if (!control) return false;
	const initial = defaultOf(vizType, key);
	if (initial !== undefined && isSame(value, initial)) return true;
	if (control.entry.kind === 'filters' && isList(value) && value.every(hasNoEffect)) return true;
	return isEmpty(value) && (initial === undefined || isEmptyPlain(initial));
}

/** What the form of a chart type starts a control with, as plain data; `undefined` where that is not known. */
export function defaultOf(vizType: string, key: string): unknown {
	const own = at(DEFAULTS.types, vizType)?.own;
	if (own && Object.hasOwn(own, key)) return own[key];
	// Nobody knows what a plugin of somebody's own starts with.
	if (at(VIZ_TYPES, vizType) === undefined) return undefined;
	const entry: WordEntry | undefined = at(CONTROLS, key) ?? controlOf(vizType, key)?.entry;
	const variant = entry?.variants?.find(({ viz }) => viz.includes(vizType));
	const common = at(DEFAULTS.common, key);
	const { kind, choices } = { ...entry, ...variant };
	// One key is a tick in some charts and a choice in others.
	const isOurs = kind === 'choice' ? at(choices, String(common)) !== undefined : true;
	return variant?.default ?? at(entry?.defaults, vizType) ?? (isOurs ? common : undefined) ?? entry?.default;
}

/** A filter by time that lets all through: Explore adds one to each chart of a dataset with a time column. */
export const hasNoEffect = (filter: Value): boolean =>
	isMapping(filter) && filter['operator'] === 'TEMPORAL_RANGE' && filter['comparator'] === 'No filter';

/** Nothing, an empty text, list or mapping. */
export const isEmpty = (value: Value): boolean =>
	value === null ||
	value === '' ||
	(isList(value) && value.length === 0) ||
	(isMapping(value) && Object.keys(value).length === 0);

const isEmptyPlain = (value: unknown): boolean =>
	value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0);

/** Whether a value says what plain data say; here `1.0` is `1`. */
export function isSame(value: Value | undefined, plain: unknown): boolean {
	if (value instanceof Float) return value.value === plain;
	if (isList(value))
		return Array.isArray(plain) && plain.length === value.length && value.every((item, at) => isSame(item, plain[at]));
	if (isMapping(value)) return typeof plain === 'object' && plain !== null && isSameMapping(value, plain);
	return value === plain;
}

function isSameMapping(value: Mapping, plain: object): boolean {
	const keys = Object.keys(value);
	return (
		keys.length === Object.keys(plain).length &&
		keys.every((key) => Object.hasOwn(plain, key) && isSame(value[key], (plain as Record<string, unknown>)[key]))
	);
}
