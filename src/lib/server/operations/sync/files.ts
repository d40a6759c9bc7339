import { changesBetween } from '#lib/domain/compare/changes.ts';
import type { Oid } from '#lib/domain/ids.ts';
import type { SyncFile } from '#lib/domain/sync.ts';
import type { App } from '../../app.ts';
import type { Repo } from '../../git/exec.ts';
import { comparedAssets } from '../../superset/bundle/compared.ts';
import { ownFilesThatDiffer } from '../compare/own-files.ts';
import { readCanonicalTree } from '../dashboard/repository.ts';

/** What leads from one commit to another, file by file; `null` is the empty tree. Files that hold no asset come last. */
export async function filesBetween(app: App, repo: Repo, before: Oid | null, after: Oid): Promise<SyncFile[]> {
	if (before === after) return [];
	const treeOf = async (commit: Oid | null) => (commit ? readCanonicalTree(app, repo, commit) : null);
	const { assets } = changesBetween(comparedAssets(await treeOf(before)), comparedAssets(await treeOf(after)));
	const own = await ownFilesThatDiffer(repo, {
		before: { kind: before ? 'commit' : 'nothing', commit: before },
		after: { kind: 'commit', commit: after }
	});
	return [
		...assets.map(({ kind, name, path, change, sentences }): SyncFile => ({
			path,
			asset: { kind, name },
			change,
			sentences
		})),
		...own.map((file): SyncFile => ({
			...{ path: file.path, asset: null, sentences: [] },
			change: !file.before ? 'added' : file.after ? 'modified' : 'removed'
		}))
	];
}

/** `chart “Revenue” (charts/revenue-1a2b3c4d.yaml): renamed “A” → “B”` */
export const wordsOf = ({ path, asset, change, sentences }: SyncFile): string =>
	`${asset ? `${asset.kind} “${asset.name}” (${path})` : path}: ${sentences.join('; ') || change}`;
