import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** A file of the canonical tree, changed: its path begins with this, and this text becomes that one. */
export interface FileEdit {
	readonly path: string;
	readonly from: string;
	readonly to: string;
}

/** Git on a bare repository, as somebody else who works there. */
export function gitAsEve(gitDir: string, args: readonly string[], input?: string): string {
	const eve = { NAME: 'Eve', EMAIL: 'eve@example.org' };
	const people = ['AUTHOR', 'COMMITTER'].flatMap((who) => Object.entries(eve).map(([k, v]) => [`GIT_${who}_${k}`, v]));
	const env = {
		...process.env,
		...Object.fromEntries(people),
		GIT_CONFIG_GLOBAL: '/dev/null',
		GIT_INDEX_FILE: join(gitDir, 'eve.index')
	};
	return execFileSync('git', [`--git-dir=${gitDir}`, ...args], { env, encoding: 'utf8', input }).trimEnd();
}

/**
 * Somebody else changes files of a branch of a bare repository, in one commit on top of it.
 *
 * @returns the commit
 */
export function commitEdits(
	gitDir: string,
	{
		branch,
		from = branch,
		subject,
		edits
	}: { branch: string; from?: string; subject: string; edits: readonly FileEdit[] }
): string {
	const git = (args: readonly string[], input?: string) => gitAsEve(gitDir, args, input);
	git(['read-tree', from]);
	const paths = git(['ls-tree', '-r', '--name-only', from]).split('\n');
	for (const edit of edits) {
		const path = paths.find((one) => one.startsWith(edit.path));
		if (!path) throw new Error(`There is no file ${edit.path}… in ${from}.`);
		const before = git(['cat-file', 'blob', `${from}:${path}`]);
		const after = before.replace(edit.from, edit.to);
		if (after === before) throw new Error(`${path} of ${from} does not hold what is to be changed.`);
		const blob = git(['hash-object', '-w', '--stdin'], `${after}\n`);
		git(['update-index', '--cacheinfo', `100644,${blob},${path}`]);
	}
	const commit = git(['commit-tree', git(['write-tree']), '-p', from, '-m', subject]);
	git(['update-ref', `refs/heads/${branch}`, commit]);
	return commit;
}
