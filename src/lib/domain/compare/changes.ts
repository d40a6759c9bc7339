import type { AssetKind, AssetName } from '../asset.ts';
import type { AssetChange, ChangeDetail, Changes } from '../change.ts';
import type { AssetUuid } from '../ids.ts';
import { isEqual, type Mapping } from '../value.ts';
import { tellAsset } from './tell-asset.ts';
import { labelsIn, NO_LABELS, sideTermsOf, type Labels } from './terms.ts';

export { suggestedMessage } from './message.ts';

/** One object of a tree, as comparing needs it. */
export interface ComparedAsset {
	readonly kind: AssetKind;
	readonly uuid: AssetUuid | null;
	/** The number that stands for it in contents. */
	readonly number?: number;
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
	const trees = { names: namesOf([...before, ...after]), before: labelReader(before), after: labelReader(after) };
	const assets: AssetChange[] = [];
	for (const id of new Set([...left.keys(), ...right.keys()])) {
		const change = changeOf(left.get(id), right.get(id), trees);
		if (change) assets.push(change);
	}
	assets.sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || a.name.localeCompare(b.name, 'en'));
	return { assets, machineMadeOnly: assets.filter(isMachineMadeOnly).length };
}

/** Nothing of it is told in a sentence of its own. */
export const isMachineMadeOnly = (change: Pick<AssetChange, 'change' | 'sentences'>): boolean =>
	change.change === 'modified' && change.sentences[0] === SAVED_AGAIN;

export const SAVED_AGAIN = 'saved again, nothing visible changed';

interface Trees {
	/** uuid or number → name, so that sentences can name what they refer to. */
	readonly names: ReadonlyMap<string, string>;
	readonly before: (dataset: string) => Labels;
	readonly after: (dataset: string) => Labels;
}

function changeOf(
	before: ComparedAsset | undefined,
	after: ComparedAsset | undefined,
	{ names, ...labels }: Trees
): AssetChange | undefined {
	const now = after ?? before;
	if (!now) return undefined;
	const name: AssetName = { kind: now.kind, uuid: now.uuid, name: now.name, path: now.path };
	if (!before || !after) {
		const detail = wholeDetail(before ? 'removed' : 'added');
		const change = before ? 'removed' : 'added';
		return { ...name, change, previousPath: null, sentences: [detail.sentence], details: [detail], hiddenCount: 0 };
	}
	const isSame = before.content === after.content || isEqual(before.content, after.content);
	if (isSame && before.path === after.path) return undefined;
	const { details, hiddenCount } = tellAsset({
		kind: now.kind,
		before: before.content,
		after: after.content,
		terms: {
			names,
			before: sideTermsOf(before.content, names, labels.before),
			after: sideTermsOf(after.content, names, labels.after)
		}
	});
	return {
		...name,
		change: 'modified',
		previousPath: before.path === after.path ? null : before.path,
		sentences: details.length > 0 ? details.map(({ sentence }) => sentence) : [SAVED_AGAIN],
		details,
		hiddenCount
	};
}

const wholeDetail = (kind: 'added' | 'removed'): ChangeDetail => ({
	sentence: kind === 'added' ? 'new' : 'removed',
	path: [],
	before: null,
	after: null,
	kind,
	area: 'other'
});

function namesOf(assets: readonly ComparedAsset[]): ReadonlyMap<string, string> {
	const names = new Map<string, string>();
	for (const { uuid, number, name } of assets) {
		if (uuid) names.set(uuid, name);
		if (number !== undefined) names.set(String(number), name);
	}
	return names;
}

/** Labels of the datasets of a tree, each read once and only when a sentence needs it. */
function labelReader(assets: readonly ComparedAsset[]): (dataset: string) => Labels {
	const contents = new Map(
		assets.flatMap(({ kind, uuid, content }) => (kind === 'dataset' && uuid ? [[uuid as string, content]] : []))
	);
	const read = new Map<string, Labels>();
	return (dataset) => {
		const content = contents.get(dataset);
		const known = read.get(dataset) ?? (content ? labelsIn(content) : NO_LABELS);
		read.set(dataset, known);
		return known;
	};
}
