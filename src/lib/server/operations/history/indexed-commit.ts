import { assetKindOf, type AssetKind } from '#lib/domain/asset.ts';
import type { CommitSummary } from '#lib/domain/commit.ts';
import { assetSuffixOf, type TouchedChange } from '#lib/domain/history.ts';
import type { Oid } from '#lib/domain/ids.ts';
import { fold, indexText } from '#lib/domain/search-words.ts';
import type { FileChange } from '#lib/domain/tree.ts';
import type { NewCommit } from '../../db/commit-index.ts';
import { parseYaml } from '../../superset/bundle/yaml.ts';
import { changedLines, packLines, type ChangedLine } from './changed-lines.ts';

/** One file of a commit, as far as it could be read. */
export interface ReadFile {
	readonly lines: readonly string[];
}

/** What is known of a commit when it goes into the index. */
export interface CommitToIndex {
	readonly commit: CommitSummary;
	/** Against the first parent. `null`: too much to tell. */
	readonly changes: readonly FileChange[] | null;
	/** Paths that a merge has otherwise than each of its parents; `null`: it is no merge, so every change is its own. */
	readonly own: ReadonlySet<string> | null;
	/** Content of a file; `undefined` for one that is too large, or no text. */
	file(oid: Oid): ReadFile | undefined;
}

/** Of one commit so many UTF-16 units of lines are searchable. */
export const MOST_TEXT = 128 * 1024;

/** A file that a commit changed; a rename is one. */
interface Touched {
	readonly path: string;
	readonly previousPath: string | null;
	readonly change: TouchedChange;
	readonly before: Oid | null;
	readonly after: Oid | null;
}

/** What the index holds of one commit. */
export function indexedCommit({ commit, changes, own, file }: CommitToIndex): NewCommit {
	const touched = touchedFiles(changes ?? []);
	const linesOf = (oid: Oid | null) => (oid === null ? [] : (file(oid)?.lines ?? []));
	const assets = touched.flatMap(({ path, previousPath, change, before, after }) => {
		const kind = assetKindOf(path);
		if (!kind || kind === 'form') return [];
		return {
			...{ path, previous_path: previousPath, suffix: assetSuffixOf(path) ?? null, kind, change },
			name: nameIn(kind, path, linesOf(after ?? before)),
			is_own: own === null || own.has(path) || (previousPath !== null && own.has(previousPath)) ? 1 : 0,
			...{ before_oid: before, after_oid: after }
		};
	});
	const lines = packLines(
		[...touched]
			.sort(bySearched)
			.flatMap(({ path, before, after }): ChangedLine[] =>
				assetKindOf(path) === 'form' ? [] : changedLines(path, linesOf(before), linesOf(after))
			),
		MOST_TEXT
	);
	const told = [
		...[commit.subject, commit.body.slice(0, MOST_TEXT), commit.author.name, commit.author.email],
		...assets.map(({ name }) => name)
	].join('\n');
	const text = lines === '' ? '' : lines.replace(/^=.*\n|^[+-]/gm, '');
	return {
		commit: {
			...{ oid: commit.oid, author_name: commit.author.name, author_email: commit.author.email },
			...{ committed_at: commit.committedAt, subject: commit.subject }
		},
		assets,
		text: { lines, told_folded: fold(told), lines_folded: fold(text) },
		words: { told: indexText(told), lines: indexText(text) }
	};
}

/** Where there are more lines than are kept, those of SQL come first and those of places in the layout last. */
const RANKS: readonly (AssetKind | undefined)[] = [
	'dataset',
	'chart',
	undefined,
	'theme',
	'tags',
	'database',
	'dashboard'
];

const bySearched = (a: Touched, b: Touched): number =>
	RANKS.indexOf(assetKindOf(a.path)) - RANKS.indexOf(assetKindOf(b.path)) || (a.path < b.path ? -1 : 1);

/** The same asset under another path is a rename, as git finds one by content. */
function touchedFiles(changes: readonly FileChange[]): Touched[] {
	const removed = new Map<string, FileChange & { kind: 'removed' }>();
	for (const change of changes) if (change.kind === 'removed') removed.set(identityOf(change.path), change);
	const files: Touched[] = [];
	for (const change of changes) {
		if (change.kind === 'removed') continue;
		const { path, kind, to } = change;
		const old = kind === 'added' ? removed.get(identityOf(path)) : undefined;
		if (old) removed.delete(identityOf(path));
		const before = kind === 'modified' ? change.from : (old?.from ?? null);
		files.push({ path, previousPath: old?.path ?? null, change: old ? 'renamed' : kind, before, after: to });
	}
	for (const { path, from } of removed.values()) {
		files.push({ path, previousPath: null, change: 'removed', before: from, after: null });
	}
	return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** What stays when an asset is renamed; a path that is none of an asset's is itself. */
function identityOf(path: string): string {
	const suffix = assetSuffixOf(path);
	return suffix === undefined ? path : `${assetKindOf(path) ?? path} ${suffix}`;
}

const KEY_OF_NAME: Partial<Record<AssetKind, string>> = {
	...{ dashboard: 'dashboard_title', chart: 'slice_name', dataset: 'table_name' },
	...{ database: 'database_name', theme: 'theme_name' }
};

/** The name that a file's own line gives its asset; else the readable part of the path. */
function nameIn(kind: AssetKind, path: string, lines: readonly string[]): string {
	if (kind === 'tags') return 'Tags';
	const key = `${KEY_OF_NAME[kind] ?? 'name'}: `;
	const line = lines.find((one) => one.startsWith(key));
	if (line !== undefined) {
		try {
			const value = parseYaml(line.slice(key.length));
			if (typeof value === 'string' && value !== '') return value;
			if (typeof value === 'number') return line.slice(key.length);
		} catch {
			// A text that goes on in the next line, or no YAML: the path has to do.
		}
	}
	const file = path.slice(path.lastIndexOf('/') + 1);
	return file.replace(/(?:-[0-9a-f]{8,32})?\.yaml$/, '') || file;
}
