import { AlreadyExists, GitFailed, NotFound, RefMoved } from '#lib/domain/errors.ts';
import { Oid } from '#lib/domain/ids.ts';
import { RefName } from '#lib/domain/refs.ts';
import { refPattern, type RefPrefix } from './arguments.ts';
import { runGit, type Repo } from './exec.ts';

export interface Ref {
	readonly ref: RefName;
	/** The commit, also where the ref is an annotated tag. */
	readonly oid: Oid;
	/** The object that the ref itself names: for an annotated tag the tag. What {@link moveRef} compares with. */
	readonly target: Oid;
}

/** One step of a transaction: `from` null creates, `to` null deletes, both null proves that there is none. */
export interface RefMove {
	readonly ref: RefName;
	readonly from: Oid | null;
	readonly to: Oid | null;
}

const ATTEMPTS = 2;

/** A ref name can hold neither NUL nor a line end. */
const FORMAT = '--format=%(refname)%00%(objectname)%00%(*objectname)';

/** The commit that a ref is at; `null` when there is no such ref. An annotated tag gives its commit. */
export async function resolveRef(repo: Repo, ref: RefName): Promise<Oid | null> {
	return (await findRef(repo, ref))?.oid ?? null;
}

/** A ref with both its commit and what it names itself. Exact: git's own guessing of short names has no part in it. */
export async function findRef(repo: Repo, ref: RefName): Promise<Ref | undefined> {
	return (await listRefs(repo, ref)).find((found) => found.ref === ref);
}

/**
 * All refs under a prefix (`refs/heads/`, `refs/`), in order of name. Refs whose names are none of ours are passed over.
 * Those who ask at the same moment share one process of git: a page asks for the same refs many times.
 */
export async function listRefs(repo: Repo, prefix: RefPrefix): Promise<Ref[]> {
	const asked = listingsOf(repo);
	for (const [wider, listing] of asked) {
		if (isUnder(prefix, wider)) return (await listing).filter(({ ref }) => isUnder(ref, prefix));
	}
	const listing = readRefs(repo, prefix).finally(() => asked.get(prefix) === listing && asked.delete(prefix));
	asked.set(prefix, listing);
	return listing;
}

async function readRefs(repo: Repo, prefix: RefPrefix): Promise<Ref[]> {
	const { stdout } = await runGit(repo, ['for-each-ref', FORMAT, refPattern(prefix)]);
	return stdout
		.toString('utf8')
		.split('\n')
		.flatMap((line) => {
			const [name, target, peeled] = line.split('\0');
			const ref = RefName.safeParse(name);
			if (!ref.success) return [];
			return [{ ref: ref.data, target: Oid.parse(target), oid: Oid.parse(peeled || target) }];
		});
}

/** `for-each-ref`'s own rule: the whole name, or up to a slash. */
const isUnder = (name: string, prefix: string): boolean =>
	name === prefix || name.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`);

/** Listings under way, by repository and prefix. */
const listings = new Map<string, Map<string, Promise<Ref[]>>>();

function listingsOf({ gitDir }: Repo): Map<string, Promise<Ref[]>> {
	const known = listings.get(gitDir) ?? new Map<string, Promise<Ref[]>>();
	listings.set(gitDir, known);
	return known;
}

/** What began before a ref moved may not have seen it: nobody who asks from now on gets it. */
export const forgetListings = ({ gitDir }: Repo): void => void listings.delete(gitDir);

/**
 * Move a ref, but only from where the caller believes it to be.
 *
 * @throws {RefMoved} when it is somewhere else. Nothing was changed.
 * @throws {AlreadyExists} when a new ref would be a folder of another (`a` and `a/b`).
 * @throws {NotFound} when there is no such object to move to.
 */
export function moveRef(repo: Repo, ref: RefName, move: { from: Oid | null; to: Oid | null }): Promise<void> {
	return moveRefs(repo, [{ ref, ...move }]);
}

/** Move several refs in one transaction: all, or none. @throws as {@link moveRef} */
export async function moveRefs(repo: Repo, moves: readonly RefMove[]): Promise<void> {
	if (moves.length === 0) return;
	const stdin = `start\n${moves.map(commandOf).join('')}prepare\ncommit\n`;
	for (let attempt = 1; ; attempt++) {
		try {
			await runGit(repo, ['update-ref', '--no-deref', '--stdin'], { stdin }).finally(() => forgetListings(repo));
			return;
		} catch (error) {
			if (!(error instanceof GitFailed)) throw error;
			await explain(repo, moves, error);
			// Every ref is where it should be: somebody held a lock for a moment. Git has waited for it already.
			if (attempt === ATTEMPTS) throw error;
		}
	}
}

function commandOf({ ref, from, to }: RefMove): string {
	const nothing = '0'.repeat((from ?? to ?? '').length || 40);
	if (to) return `update ${ref} ${to} ${from ?? nothing}\n`;
	return from ? `delete ${ref} ${from}\n` : `verify ${ref} ${nothing}\n`;
}

/** Ask git where the refs are rather than read its message. */
async function explain(repo: Repo, moves: readonly RefMove[], cause: GitFailed): Promise<void> {
	const refs = await listRefs(repo, 'refs/');
	const targets = new Map(refs.map(({ ref, target }) => [ref, target]));
	for (const { ref, from } of moves) {
		if ((targets.get(ref) ?? null) !== from) throw new RefMoved(ref, cause);
	}
	for (const { ref, to } of moves) {
		if (!to) continue;
		const clash = refs.find((other) => other.ref.startsWith(`${ref}/`) || ref.startsWith(`${other.ref}/`));
		if (clash) {
			throw new AlreadyExists(`There is a ${clash.ref} already, so there can be no ${ref}.`, {
				hint: 'Choose a name that is no folder of the other one.',
				cause
			});
		}
		const { exitCode } = await runGit(repo, ['cat-file', '-e', to], { okCodes: [0, 1, 128] });
		if (exitCode !== 0) throw new NotFound('commit', to, { cause });
	}
}
