import { z } from 'zod';
import type { ComparedSide } from '#lib/domain/compare/side.ts';
import type { Oid } from '#lib/domain/ids.ts';
import type { TextDiff } from '#lib/domain/text-diff/text-diff.ts';
import { readBlobs } from '../../git/objects.ts';
import { assetKey } from '../../superset/bundle/canonical.ts';
import type { CanonicalTree } from '../../superset/bundle/tree.ts';
import { diffLines } from '../../text-diff/diff-lines.ts';
import { defineOperation } from '../operation.ts';
import { ownFilesThatDiffer } from './own-files.ts';
import { ComparedSides, openSides } from './trees.ts';

export interface TextComparison {
	readonly before: ComparedSide;
	readonly after: ComparedSide;
	/** Files that differ, in order of path, those that hold no asset last; a file that was renamed stands once. */
	readonly files: readonly TextDiff[];
}

/** What differs between two sides as text, file by file. `paths`: only these files, by their path on either side. */
export const compareText = defineOperation({
	name: 'compare.text',
	permission: 'dashboard:read',
	input: ComparedSides.extend({ paths: z.array(z.string().min(1).max(1_000)).max(5_000).optional() }),

	async run({ app }, { paths, ...sides }): Promise<TextComparison> {
		const { before, after, trees, repo } = await openSides(app, sides);
		const wanted = paths && new Set(paths);
		const isWanted = (pair: Pair) => !wanted || wanted.has(pair.before ?? '') || wanted.has(pair.after ?? '');
		const pairs = pairsOf(trees.before, trees.after).filter(isWanted);
		const own = (await ownFilesThatDiffer(repo, { before, after })).filter(({ path }) => !wanted || wanted.has(path));
		const blobs = await readBlobs(
			repo,
			own.flatMap((one) => [one.before ?? [], one.after ?? []].flat())
		);
		const until = performance.now() + BUDGET_MS;
		// What is left of the time, so that many files do not take many times the time of one.
		const timeoutMs = () => Math.max(LEAST_MS, Math.min(MOST_MS, until - performance.now()));
		const ofAssets = pairs.map((pair) =>
			diffLines(textOf(trees.before, pair.before), textOf(trees.after, pair.after), {
				path: pair.after ?? pair.before ?? '',
				previousPath: pair.before && pair.after && pair.before !== pair.after ? pair.before : null,
				timeoutMs: timeoutMs()
			})
		);
		const textOfBlob = (oid: Oid | null) => (oid === null ? null : Buffer.from(blobs.get(oid)!).toString('utf8'));
		const ofOthers = own.map((one) =>
			diffLines(textOfBlob(one.before), textOfBlob(one.after), { path: one.path, timeoutMs: timeoutMs() })
		);
		return { before, after, files: [...ofAssets, ...ofOthers] };
	}
});

const BUDGET_MS = 1_500;
const MOST_MS = 300;
const LEAST_MS = 5;

interface Pair {
	readonly before: string | null;
	readonly after: string | null;
}

/** The files that differ: an object's file on both sides, wherever it stands; other files by their path. */
function pairsOf(before: CanonicalTree | null, after: CanonicalTree | null): Pair[] {
	const key = (tree: CanonicalTree, path: string) => {
		const asset = tree.paths.get(path);
		return asset ? assetKey(asset.kind, asset.uuid) : path;
	};
	const keysOf = (tree: CanonicalTree | null) =>
		new Map(tree ? [...tree.files.keys()].map((path) => [key(tree, path), path]) : []);
	const [left, right] = [keysOf(before), keysOf(after)];
	const pairs = [...new Set([...left.keys(), ...right.keys()])].map((id) => ({
		before: left.get(id) ?? null,
		after: right.get(id) ?? null
	}));
	const oid = (tree: CanonicalTree | null, path: string | null) => path && tree?.oids.get(path);
	const place = ({ before: from, after: to }: Pair) => to ?? from ?? '';
	return pairs
		.filter((pair) => pair.before !== pair.after || oid(before, pair.before) !== oid(after, pair.after))
		.sort((a, b) => (place(a) < place(b) ? -1 : 1));
}

function textOf(tree: CanonicalTree | null, path: string | null): string | null {
	const bytes = path === null ? undefined : tree?.files.get(path);
	return bytes === undefined ? null : Buffer.from(bytes).toString('utf8');
}
