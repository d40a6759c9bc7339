import type { ChangeDetail } from '../change.ts';
import { changesBetween } from '../compare/changes.ts';
import type { Value } from '../value.ts';
import type {
	Choice,
	Choices,
	Conflict,
	Keep,
	MergedByItself,
	ThreeTrees,
	ToldConflict,
	ToldSide
} from './conflict.ts';
import { labelOf } from './label.ts';
import { layoutCells, layoutWords } from './layout-told.ts';
import { byKey, keyOf, type AssetsByKey } from './needs.ts';

/** A value as it is written where somebody edits it by hand. */
export type TextOf = (value: Value) => string;

type Told = Readonly<Record<Keep, ReadonlyMap<string, readonly ChangeDetail[]>>>;

/** Conflicts, and what merged by itself, in words. */
export function tellMerge(
	trees: ThreeTrees,
	conflicts: readonly Conflict[],
	choices: Choices,
	textOf: TextOf
): { conflicts: ToldConflict[]; automatic: MergedByItself[] } {
	const told: Told = { mine: toldChanges(trees, 'mine'), theirs: toldChanges(trees, 'theirs') };
	const sides = { base: byKey(trees.base), mine: byKey(trees.mine), theirs: byKey(trees.theirs) };
	return {
		conflicts: conflicts.map((conflict) => tellConflict(conflict, told, sides, choices, textOf)),
		automatic: automaticIn(conflicts, told, sides)
	};
}

const toldChanges = (trees: ThreeTrees, side: Keep): ReadonlyMap<string, readonly ChangeDetail[]> =>
	new Map(changesBetween(trees.base, trees[side]).assets.map((change) => [keyOf(change), change.details]));

function tellConflict(
	conflict: Conflict,
	told: Told,
	sides: Readonly<Record<'base' | Keep, AssetsByKey>>,
	choices: Choices,
	textOf: TextOf
): ToldConflict {
	const { id, kind, asset, path, alongside } = conflict;
	const key = keyOf(asset);
	const details = {
		mine: (told.mine.get(key) ?? []).filter((detail) => isAbout(conflict, detail)),
		theirs: (told.theirs.get(key) ?? []).filter((detail) => isAbout(conflict, detail))
	};
	const contents = {
		base: sides.base.get(key)?.content,
		mine: sides.mine.get(key)?.content,
		theirs: sides.theirs.get(key)?.content
	};
	const names = namesIn(sides);
	const sideOf = (side: 'base' | Keep): ToldSide => {
		const value = conflict[side];
		const own = side === 'base' ? [...details.mine, ...details.theirs] : details[side];
		const words = layoutWords(conflict, side, contents, names) ?? valueWords(value, side, own, textOf);
		const sentences = side === 'base' ? [] : details[side].map(({ sentence }) => sentence);
		const cells = layoutCells(conflict, side, contents);
		return { words, sentences, text: canBeEdited(conflict) ? editable(value, textOf) : null, ...(cells && { cells }) };
	};
	const choice = choices.get(id);
	const { label, area } = labelOf(conflict, contents, names, [...details.mine, ...details.theirs]);
	return {
		...{ id, kind, asset, path, alongside, label, area },
		...{ base: sideOf('base'), mine: sideOf('mine'), theirs: sideOf('theirs') },
		choice: toldChoice(choice, textOf)
	};
}

function toldChoice(choice: Choice | undefined, textOf: TextOf): ToldConflict['choice'] {
	if (!choice) return null;
	if ('keep' in choice) return { kind: 'keep', keep: choice.keep };
	return { kind: 'edited', text: editable(choice.value, textOf) ?? '' };
}

/** What is one value; where a thing is or whether it is there is chosen, not written. */
export const canBeEdited = ({ kind, path }: Pick<Conflict, 'kind' | 'path'>): boolean =>
	(kind === 'value' || kind === 'text') && path.length > 0 && path[0] !== 'viz_type';

const editable = (value: Value | undefined, textOf: TextOf): string | null =>
	value === undefined ? null : typeof value === 'string' ? value : textOf(value);

function valueWords(
	value: Value | undefined,
	side: 'base' | Keep,
	details: readonly ChangeDetail[],
	textOf: TextOf
): string {
	if (value === undefined) return side === 'base' ? 'not there' : 'removed';
	const [first] = details;
	const words = side === 'base' ? first?.before : first?.after;
	if (words && (side === 'base' || details.length === 1)) return words;
	if (typeof value === 'string' && !value.includes('\n') && value !== '') return value.slice(0, 200);
	if (details.length > 0 && side !== 'base') return first!.sentence;
	if (typeof value === 'string') return value === '' ? 'empty' : `${value.split('\n').length} lines`;
	const [line = '', ...more] = textOf(value).trim().split('\n');
	return more.length === 0 ? line.slice(0, 200) : side === 'base' ? 'before both' : 'changed';
}

/** Whether a detail tells what a conflict is about. */
function isAbout({ kind, path, alongside, mine, theirs }: Conflict, detail: ChangeDetail): boolean {
	const places = [detail.path, ...(detail.also ?? [])];
	if (path[0] !== 'position') {
		const at = path.at(-1) === '(order)' && path[0] !== 'params' ? path.slice(0, -1) : path;
		const also = kind === 'value' && path[0] === 'viz_type' ? alongside.map((key) => ['params', key]) : [];
		return places.some((place) => [at, ...also].some((one) => isBelow(place, one) || isBelow(one, place)));
	}
	const listed = kind === 'twice' || kind === 'width' ? [mine, theirs].flat() : [];
	const nodes = new Set([path[1], ...alongside, ...listed.map(String)]);
	return places.some(([first, node]) => first === 'position' && node !== undefined && nodes.has(node));
}

const isBelow = (path: readonly string[], above: readonly string[]): boolean =>
	above.every((part, at) => path[at] === part);

function automaticIn(
	conflicts: readonly Conflict[],
	told: Told,
	sides: Readonly<Record<Keep, AssetsByKey>>
): MergedByItself[] {
	const asked = new Map<string, Conflict[]>();
	for (const conflict of conflicts)
		asked.set(keyOf(conflict.asset), [...(asked.get(keyOf(conflict.asset)) ?? []), conflict]);
	const found: MergedByItself[] = [];
	for (const key of new Set([...told.mine.keys(), ...told.theirs.keys()])) {
		const questions = asked.get(key) ?? [];
		const left = (side: Keep) =>
			(told[side].get(key) ?? []).filter((detail) => !questions.some((conflict) => isAbout(conflict, detail)));
		const [mine, theirs] = [left('mine'), left('theirs')];
		const asset = sides.mine.get(key) ?? sides.theirs.get(key);
		if (mine.length + theirs.length === 0 || questions.some(({ path }) => path.length === 0)) continue;
		const removed = questions[0]?.asset;
		if (!asset && !removed) continue;
		const { kind, uuid, name, path } = (asset ?? removed)!;
		found.push({ asset: { kind, uuid, name, path }, mine, theirs });
	}
	return found;
}

/** Names of objects by uuid and number. */
function namesIn(sides: Readonly<Record<'base' | Keep, AssetsByKey>>): ReadonlyMap<string, string> {
	const names = new Map<string, string>();
	for (const side of [sides.base, sides.theirs, sides.mine])
		for (const { uuid, number, name } of side.values()) {
			if (uuid) names.set(uuid, name);
			if (number !== undefined) names.set(String(number), name);
		}
	return names;
}
