import type { Person } from '#lib/domain/commit.ts';
import { Oid } from '#lib/domain/ids.ts';
import type { RefName } from '#lib/domain/refs.ts';
import type { RefPrefix } from './arguments.ts';
import { cleanMessage, cleanPerson, parseTag, rawDate } from './commit-text.ts';
import { runGit, type Repo } from './exec.ts';
import { readCommits } from './objects.ts';
import { readerOf } from './reader.ts';
import { listRefs } from './refs.ts';

/** A tag as an object, for a ref to name it. */
export interface TagObject {
	/** Its name; a ref may have another one. */
	readonly name: string;
	readonly commit: Oid;
	readonly message: string;
	readonly tagger: Person;
	/** Milliseconds since the Unix epoch; git keeps whole seconds. */
	readonly at: number;
}

/** A ref that names a tag object; one that names a commit itself has no `note`. */
export interface NotedRef {
	readonly ref: RefName;
	readonly commit: Oid;
	/** What the ref names itself, for {@link moveRef}. */
	readonly target: Oid;
	readonly note: Omit<TagObject, 'commit'> | null;
}

/** Of all notes of one repository. */
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * Write a tag that no ref names yet.
 * @returns its object id
 * @throws {NotFound} when there is no such commit.
 */
export async function writeTag(repo: Repo, { name, commit, message, tagger, at }: TagObject): Promise<Oid> {
	const by = cleanPerson(tagger);
	await readCommits(repo, [commit]);
	const { stdout } = await runGit(repo, ['mktag'], {
		stdin:
			`object ${commit}\ntype commit\ntag ${name}\n` +
			`tagger ${by.name} <${by.email}> ${rawDate(at)}\n\n${cleanMessage(message)}`
	});
	return Oid.parse(stdout.toString('utf8').trim());
}

/** Refs under a prefix with the tags that they name, in order of name. */
export async function listNoted(repo: Repo, prefix: RefPrefix): Promise<NotedRef[]> {
	const refs = await listRefs(repo, prefix);
	const annotated = refs.filter(({ oid, target }) => oid !== target).map(({ target }) => target);
	const notes = new Map(await readTags(repo, annotated));
	return refs.map(({ ref, oid, target }) => ({ ref, commit: oid, target, note: notes.get(target) ?? null }));
}

/** What an object id stands for: a tag, or a commit without a note. @throws {NotFound} when it is neither. */
export async function readNote(
	repo: Repo,
	oid: Oid
): Promise<{ readonly commit: Oid; readonly note: Omit<TagObject, 'commit'> | null }> {
	const [found] = await readTags(repo, [oid]);
	if (!found) await readCommits(repo, [oid]);
	return { commit: found ? found[1].commit : oid, note: found ? found[1] : null };
}

async function readTags(repo: Repo, oids: readonly Oid[]): Promise<[Oid, TagObject][]> {
	if (oids.length === 0) return [];
	const answers = await readerOf(repo).read(oids, MAX_BYTES);
	return answers.flatMap((answer, i): [Oid, TagObject][] => {
		if (typeof answer === 'string' || answer.type !== 'tag') return [];
		const { object, name, tagger, taggedAt, message } = parseTag(answer.bytes);
		return [[oids[i]!, { name, commit: object, message, tagger, at: taggedAt }]];
	});
}
