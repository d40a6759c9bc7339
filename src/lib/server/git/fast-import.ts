import type { Person } from '#lib/domain/commit.ts';
import { Oid } from '#lib/domain/ids.ts';
import { cleanMessage, cleanPerson, rawDate } from './commit-text.ts';
import type { Edit } from './edits.ts';
import { runGit, type Repo } from './exec.ts';
import { quotePath } from './paths.ts';

export interface NewCommit {
	/** The tree whose files stay; `null` for none. */
	readonly baseTree: Oid | null;
	/** The first parent's tree is the base, so that it need not be named again. */
	readonly baseIsFirstParent: boolean;
	readonly edits: readonly Edit[];
	readonly parents: readonly Oid[];
	readonly message: string;
	readonly author: Person;
	readonly at: number;
}

/** fast-import wants a ref; this one is taken back in the same stream, so it is never written. */
const NO_REF = 'refs/scratch/fast-import';

/**
 * Store changed files, their folders and a commit, in one process, and move no ref. What no ref reaches is invisible
 * and goes away with the next repack.
 *
 * @see https://git-scm.com/docs/git-fast-import
 */
export async function importCommit(repo: Repo, commit: NewCommit): Promise<{ commit: Oid; tree: Oid }> {
	const { stdout } = await runGit(repo, ['fast-import', '--quiet', '--done', '--date-format=raw'], {
		stdin: commitStream(commit),
		// So few objects become single files, not a pack each; many become a pack.
		config: ['fastimport.unpackLimit=200', 'core.fsync=committed,loose-object', 'core.fsyncMethod=batch']
	});
	const [oid, , , tree] = stdout.toString('utf8').split(/[\n \t]/);
	return { commit: Oid.parse(oid), tree: Oid.parse(tree) };
}

/** What fast-import reads. It answers with the commit on one line and `040000 tree <oid>` on the next. */
export function commitStream(commit: NewCommit): Buffer {
	const stream: Uint8Array[] = [];
	const line = (text: string) => stream.push(Buffer.from(`${text}\n`));
	const data = (bytes: Uint8Array) => {
		line(`data ${bytes.byteLength}`);
		stream.push(bytes);
		line('');
	};
	const { name, email } = cleanPerson(commit.author);
	const signature = `${name} <${email}> ${rawDate(commit.at)}`;

	line(`commit ${NO_REF}\nmark :1\nauthor ${signature}\ncommitter ${signature}`);
	data(Buffer.from(cleanMessage(commit.message)));
	commit.parents.forEach((parent, i) => line(`${i === 0 ? 'from' : 'merge'} ${parent}`));
	if (!commit.baseIsFirstParent) line(commit.baseTree ? `M 040000 ${commit.baseTree} ""` : 'deleteall');
	for (const { path, bytes } of commit.edits) {
		if (bytes === null) {
			line(`D ${quotePath(path)}`);
		} else {
			line(`M 100644 inline ${quotePath(path)}`);
			data(bytes);
		}
	}
	line(`\nget-mark :1\nls :1 ""\nreset ${NO_REF}\n\ndone`);
	return Buffer.concat(stream);
}
