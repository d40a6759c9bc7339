import type { AssetName } from '../asset.ts';
import { isEqual, type Mapping } from '../value.ts';
import { isSavedAgain, mergeChart } from './chart.ts';
import type { Choices, Conflict, Keep, MergedAsset, ThreeTrees, Uses } from './conflict.ts';
import { mergeDashboard } from './dashboard.ts';
import type { ChartFates } from './layout-nodes.ts';
import { chartOf, layoutSide } from './layout-side.ts';
import { literal, Merging, type JsonText, type Three } from './merging.ts';
import { besides, byKey, chartNumbersIn, neededBy, type AssetsByKey, type ChartNumbers } from './needs.ts';
import { mergeTags } from './tags.ts';
import { mergeChanged } from './value.ts';

/** What merging needs of the form of a tree. */
export interface MergePorts {
	readonly json: JsonText;
	/** What a content that was put together needs. @param key `<kind> <uuid>` */
	usesOf(key: string, content: Mapping): Uses;
}

/** What three trees become. */
export interface MergedAssets {
	/** By `<kind> <uuid>`, or path of what has no uuid: what stays, and its content. */
	readonly contents: ReadonlyMap<string, Mapping>;
	/** All of them, decided or not, in order of asset and place. */
	readonly conflicts: readonly Conflict[];
}

/**
 * Merge three trees; specs/domain/merge.md says how.
 * @param choices what was decided; those of conflicts that there are not are passed over
 */
export function mergeAssets(trees: ThreeTrees, ports: MergePorts, choices: Choices = new Map()): MergedAssets {
	const sides = { base: byKey(trees.base), mine: byKey(trees.mine), theirs: byKey(trees.theirs) };
	return new TreeMerge(sides, chartNumbersIn(trees), ports, choices).run();
}

class TreeMerge {
	readonly #sides: Three<AssetsByKey>;
	readonly #charts: ChartNumbers;
	readonly #ports: MergePorts;
	readonly #choices: Choices;
	readonly #contents = new Map<string, Mapping>();
	readonly #uses = new Map<Mapping, Uses>();
	/** By the key of the asset that they are about. */
	readonly #conflicts = new Map<string, readonly Conflict[]>();

	constructor(sides: Three<AssetsByKey>, charts: ChartNumbers, ports: MergePorts, choices: Choices) {
		this.#sides = sides;
		this.#charts = charts;
		this.#ports = ports;
		this.#choices = choices;
	}

	run(): MergedAssets {
		const { base, mine, theirs } = this.#sides;
		for (const key of new Set([...mine.keys(), ...theirs.keys()])) {
			const [ours, other] = [mine.get(key), theirs.get(key)];
			if ((ours?.kind === 'dashboard' && other) || (ours ?? other)?.kind === 'tags') continue;
			if (ours && other) this.#contents.set(key, this.#mergeOne(key, base.get(key), ours, other));
			else this.#contents.set(key, (ours ?? other)!.content);
		}
		const tags = mergeTags(this.#merging('tags tags.yaml'), this.#sides);
		if (tags) this.#contents.set('tags tags.yaml', tags);
		const kept = this.#settle();
		const contents = new Map([...this.#contents].filter(([key]) => kept.has(key) || key.startsWith('tags ')));
		const conflicts = [...this.#conflicts.values()].flat().sort((a, b) => (a.id < b.id ? -1 : 1));
		return { contents, conflicts };
	}

	#mergeOne(key: string, base: MergedAsset | undefined, mine: MergedAsset, theirs: MergedAsset): Mapping {
		if (isEqual(mine.content, theirs.content) || isEqual(base?.content, theirs.content)) return mine.content;
		if (isEqual(base?.content, mine.content)) return theirs.content;
		const three = { base: base?.content, mine: mine.content, theirs: theirs.content };
		const merging = this.#merging(key);
		if (mine.kind === 'chart') return mergeChart(merging, three);
		return mergeChanged(merging, [], three) as Mapping;
	}

	/**
	 * What stays: what the dashboard needs, and what needs nobody. An asset that a side does not have any more and the
	 * other changed is asked; to keep it keeps the charts that use it, and so the dashboard is merged anew with them.
	 */
	#settle(): ReadonlySet<string> {
		const fates = new Map<string, 'stays' | 'goes'>();
		for (const key of this.#contestedKeys()) {
			const uuid = key.startsWith('chart ') && this.#isPlaced(key) ? key.slice('chart '.length) : undefined;
			if (uuid !== undefined) fates.set(uuid, this.#stays(key) ? 'stays' : 'goes');
		}
		for (;;) {
			this.#mergeDashboards(fates);
			const kept = this.#needed();
			const lost = [...this.#changedKeys()].filter((key) => !kept.has(key) && !this.#isSettled(key, fates));
			const users = lost.filter((key) => this.#stays(key)).flatMap((key) => this.#usersOf(key));
			const again = users.filter((uuid) => fates.get(uuid) !== 'stays' && !kept.has(`chart ${uuid}`));
			if (again.length === 0) return new Set([...kept, ...lost.filter((key) => this.#stays(key))]);
			for (const uuid of again) fates.set(uuid, 'stays');
		}
	}

	#mergeDashboards(fates: ChartFates): void {
		const { base, mine, theirs } = this.#sides;
		for (const [key, ours] of mine) {
			const other = theirs.get(key);
			if (ours.kind !== 'dashboard' || !other) continue;
			this.#conflicts.delete(key);
			const was = base.get(key)?.content;
			const isOneSided =
				[ours, other].some(({ content }) => isEqual(content, was)) || isEqual(ours.content, other.content);
			const content =
				isOneSided && fates.size === 0
					? isEqual(ours.content, was)
						? other.content
						: ours.content
					: mergeDashboard(this.#merging(key), { base: was, mine: ours.content, theirs: other.content }, fates);
			this.#contents.set(key, content);
		}
	}

	#needed(): ReadonlySet<string> {
		const { mine, theirs } = this.#sides;
		const roots = [...this.#contents.keys()].filter((key) => key.startsWith('dashboard ') && this.#isThere(key));
		const alone = [mine, theirs].flatMap((side) => [...besides(side, this.#charts)]);
		return neededBy([...roots, ...alone.filter((key) => this.#isThere(key))], (key) => this.#usesOf(key), this.#charts);
	}

	/** Whether an asset that is there by itself stays: both have it, one brought it, or it was decided. */
	#isThere(key: string): boolean {
		const { base, mine, theirs } = this.#sides;
		if (mine.has(key) === theirs.has(key) || !base.has(key)) return true;
		return this.#isContested(key) && this.#stays(key);
	}

	#usesOf(key: string): Uses | undefined {
		const content = this.#contents.get(key);
		if (!content) return undefined;
		const { mine, theirs } = this.#sides;
		const own = [mine.get(key), theirs.get(key)].find((asset) => asset?.content === content)?.uses;
		const uses = own ?? this.#uses.get(content) ?? this.#ports.usesOf(key, content);
		this.#uses.set(content, uses);
		return uses;
	}

	/** Assets that a side changed, visibly, since the base. */
	*#changedKeys(): Iterable<string> {
		for (const key of this.#contents.keys()) {
			if (key.startsWith('tags ')) continue;
			if (this.#isContested(key)) yield key;
			else if (this.#sides.base.has(key) && this.#sides.mine.has(key) && this.#sides.theirs.has(key)) {
				if (this.#isChanged(key, 'mine') || this.#isChanged(key, 'theirs')) yield key;
			}
		}
	}

	*#contestedKeys(): Iterable<string> {
		for (const key of this.#contents.keys()) if (this.#isContested(key)) yield key;
	}

	/** Removed by one side and changed by the other. */
	#isContested(key: string): boolean {
		const { base, mine, theirs } = this.#sides;
		if (!base.has(key) || mine.has(key) === theirs.has(key)) return false;
		return this.#isChanged(key, mine.has(key) ? 'mine' : 'theirs');
	}

	#isChanged(key: string, side: Keep): boolean {
		const [was, is] = [this.#sides.base.get(key), this.#sides[side].get(key)];
		if (!was || !is || isEqual(was.content, is.content)) return false;
		return is.kind !== 'chart' || !isSavedAgain(was.content, is.content);
	}

	/** A chart that hangs in the layout goes or stays with its place there. */
	#isPlaced(key: string): boolean {
		const holder = this.#sides.mine.has(key) ? this.#sides.mine : this.#sides.theirs;
		const uuid = key.slice('chart '.length);
		return [...holder.values()].some(
			({ kind, content }) =>
				kind === 'dashboard' && [...layoutSide(content).nodes.values()].some((node) => chartOf(node) === uuid)
		);
	}

	/** Ask whether an asset stays that nothing needs any more, or that a side removed. */
	#stays(key: string): boolean {
		const { base, mine, theirs } = this.#sides;
		const holder = this.#holderOf(key);
		const contents = { base: base.get(key)?.content, mine: mine.get(key)?.content, theirs: theirs.get(key)?.content };
		contents[holder === 'mine' ? 'theirs' : 'mine'] = undefined;
		const merging = new Merging(key, this.#nameOf(key), { json: this.#ports.json, choices: this.#choices });
		const keep = merging.askSide({ kind: 'removed', path: [], ...contents });
		const others = (this.#conflicts.get(key) ?? []).filter(({ path }) => path.length > 0);
		this.#conflicts.set(key, [...merging.conflicts, ...others]);
		return keep === holder;
	}

	/** The side whose form of an asset would be lost. */
	#holderOf(key: string): Keep {
		const { mine, theirs } = this.#sides;
		const [ours, other] = [mine.get(key), theirs.get(key)];
		if (!ours || !other) return ours ? 'mine' : 'theirs';
		const changed = { mine: this.#isChanged(key, 'mine'), theirs: this.#isChanged(key, 'theirs') };
		if (changed.mine !== changed.theirs) return changed.mine ? 'mine' : 'theirs';
		return literal(ours.content) < literal(other.content) ? 'mine' : 'theirs';
	}

	/** A chart that is settled, or what goes with a chart that goes. */
	#isSettled(key: string, fates: ChartFates): boolean {
		if (key.startsWith('chart ') && fates.has(key.slice('chart '.length))) return true;
		return this.#usersOf(key).some((uuid) => fates.get(uuid) === 'goes');
	}

	/** Uuids of the charts that need an asset, on the side whose form of it would be lost. */
	#usersOf(key: string): string[] {
		const side = this.#sides[this.#holderOf(key)];
		return [...side].flatMap(([user, { kind }]) =>
			kind === 'chart' && user !== key && neededBy([user], (one) => side.get(one)?.uses, this.#charts).has(key)
				? [user.slice('chart '.length)]
				: []
		);
	}

	#merging(key: string): Merging {
		const merging = new Merging(key, this.#nameOf(key), { json: this.#ports.json, choices: this.#choices });
		this.#conflicts.set(key, merging.conflicts);
		return merging;
	}

	#nameOf(key: string): AssetName {
		const asset = this.#sides.mine.get(key) ?? this.#sides.theirs.get(key);
		if (!asset) return { kind: 'tags', uuid: null, name: 'Tags', path: 'tags.yaml' };
		const { kind, uuid, name, path } = asset;
		return { kind, uuid, name, path };
	}
}
