import type { AssetKind, AssetName } from '../asset.ts';
import type { AssetChange, Changes } from '../change.ts';
import type { AssetUuid } from '../ids.ts';
import type { Mapping } from '../value.ts';
import { differencesOf } from './differences.ts';
import { sentencesOf } from './sentences.ts';
import { short } from './words.ts';

/** One object of a tree, as comparing needs it. */
export interface ComparedAsset {
	readonly kind: AssetKind;
	readonly uuid: AssetUuid | null;
	readonly name: string;
	readonly path: string;
	readonly content: Mapping;
}

const ORDER: readonly AssetKind[] = ['dashboard', 'chart', 'dataset', 'theme', 'tags', 'database', 'form'];

/** The changes that lead from one tree to another, asset by asset: the dashboard first, then charts, then datasets. */
export function changesBetween(before: readonly ComparedAsset[], after: readonly ComparedAsset[]): Changes {
	const key = ({ kind, uuid, path }: ComparedAsset) => `${kind} ${uuid ?? path}`;
	const left = new Map(before.map((asset) => [key(asset), asset]));
	const right = new Map(after.map((asset) => [key(asset), asset]));
	const names = namesOf([...before, ...after]);
	const assets: AssetChange[] = [];
	for (const id of new Set([...left.keys(), ...right.keys()])) {
		const change = changeOf(left.get(id), right.get(id), names);
		if (change) assets.push(change);
	}
	assets.sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || a.name.localeCompare(b.name, 'en'));
	return { assets, machineMadeOnly: assets.filter(isMachineMadeOnly).length };
}

/** Nothing of it is told in a sentence of its own. */
export const isMachineMadeOnly = (change: AssetChange): boolean =>
	change.change === 'modified' && change.sentences[0] === SAVED_AGAIN;

export const SAVED_AGAIN = 'saved again, nothing visible changed';

function changeOf(
	before: ComparedAsset | undefined,
	after: ComparedAsset | undefined,
	names: ReadonlyMap<string, string>
): AssetChange | undefined {
	const now = after ?? before;
	if (!now) return undefined;
	const name: AssetName = { kind: now.kind, uuid: now.uuid, name: now.name, path: now.path };
	if (!before || !after) {
		const change = before ? 'removed' : 'added';
		return { ...name, change, previousPath: null, sentences: [before ? 'removed' : 'new'], hiddenCount: 0 };
	}
	const differences = differencesOf(before.content, after.content);
	if (differences.length === 0 && before.path === after.path) return undefined;
	const seen = differences.filter(({ machineMade }) => !machineMade);
	const sentences = sentencesOf(now.kind, before.content, after.content, { differences: seen, names });
	return {
		...name,
		change: 'modified',
		previousPath: before.path === after.path ? null : before.path,
		sentences: sentences.length > 0 ? sentences : [SAVED_AGAIN],
		hiddenCount: differences.length - seen.length
	};
}

/** uuid → name, so that sentences can name what they refer to. */
function namesOf(assets: readonly ComparedAsset[]): ReadonlyMap<string, string> {
	const names = new Map<string, string>();
	for (const { uuid, name } of assets) if (uuid) names.set(uuid, name);
	return names;
}

/** A first line for the message of a commit of these changes, at most 72 characters. */
export function suggestedMessage(changes: readonly AssetChange[]): string {
	const told = changes.filter((change) => !isMachineMadeOnly(change));
	const [first, ...others] = told.length > 0 ? told : changes;
	if (!first) return '';
	const start = `${short(first.name)}: ${first.sentences[0] ?? first.change}`;
	const rest = others.length > 0 ? ` and ${others.length} more` : '';
	const room = 72 - rest.length;
	return ([...start].length > room ? `${[...start].slice(0, room - 1).join('')}…` : start) + rest;
}
