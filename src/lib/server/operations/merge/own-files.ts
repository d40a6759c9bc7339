import { assetKindOf } from '#lib/domain/asset.ts';
import { counted } from '#lib/domain/compare/words.ts';
import type { Oid } from '#lib/domain/ids.ts';
import type { Choice, Choices, Conflict, ToldConflict, ToldSide } from '#lib/domain/merge/conflict.ts';
import { mapping, type Value } from '#lib/domain/value.ts';
import { BoundedMap } from '../../git/bounded-map.ts';
import type { Repo } from '../../git/exec.ts';
import { mergeFile } from '../../git/merge-file.ts';
import { readBlob, readListing } from '../../git/objects.ts';
import { blobOid } from '../../superset/bundle/asset.ts';

/** A file of the repository that holds no asset: a README, `.gitattributes`. */
export interface OwnFile {
	readonly oid: Oid;
	read(): Promise<Uint8Array>;
}

export type OwnFiles = ReadonlyMap<string, OwnFile>;

export interface MergedOwnFiles {
	/** All of them; what is undecided as mine has it. */
	readonly files: OwnFiles;
	/** What leads there from mine; `null`: it goes. */
	readonly edits: ReadonlyMap<string, OwnFile | null>;
	readonly conflicts: readonly Conflict[];
}

export async function readOwnFiles(repo: Repo, commit: Oid): Promise<OwnFiles> {
	const own = [...(await readListing(repo, commit))].filter(([path]) => assetKindOf(path) === undefined);
	return new Map(own.map(([path, oid]) => [path, { oid, read: () => readBlob(repo, oid) }]));
}

/** File by file: what one side changed is taken, what both changed is merged by lines. */
export async function mergeOwnFiles(
	{ base, mine, theirs }: { readonly base: OwnFiles; readonly mine: OwnFiles; readonly theirs: OwnFiles },
	choices: Choices
): Promise<MergedOwnFiles> {
	const files = new Map<string, OwnFile>();
	const edits = new Map<string, OwnFile | null>();
	const conflicts: Conflict[] = [];
	for (const path of [...new Set([...mine.keys(), ...theirs.keys()])].sort()) {
		const sides = { base: base.get(path), mine: mine.get(path), theirs: theirs.get(path) };
		let taken = await mergedFile(sides);
		if (taken === CONFLICT) {
			const conflict = await conflictOf(path, sides);
			conflicts.push(conflict);
			taken = chosenFile(sides, choices.get(conflict.id));
		}
		if (taken) files.set(path, taken);
		if (taken?.oid !== sides.mine?.oid) edits.set(path, taken ?? null);
	}
	return { files, edits, conflicts };
}

/** Conflicts of such files in words, as `tellMergeOf` tells those of assets. */
export const tellOwnFiles = (conflicts: readonly Conflict[], choices: Choices): ToldConflict[] =>
	conflicts.map((conflict) => ({
		...conflict,
		...{ label: conflict.kind === 'text' ? 'Text of the file' : 'File', area: 'other' },
		base: toldSide(conflict.base, conflict.base, 'not there'),
		mine: toldSide(conflict.mine, conflict.base, 'removed'),
		theirs: toldSide(conflict.theirs, conflict.base, 'removed'),
		choice: toldChoice(choices.get(conflict.id))
	}));

interface Sides {
	readonly base: OwnFile | undefined;
	readonly mine: OwnFile | undefined;
	readonly theirs: OwnFile | undefined;
}

const CONFLICT = Symbol('conflict');

async function mergedFile({ base, mine, theirs }: Sides): Promise<OwnFile | undefined | typeof CONFLICT> {
	if (mine?.oid === theirs?.oid || base?.oid === theirs?.oid) return mine;
	if (base?.oid === mine?.oid) return theirs;
	if (!mine || !theirs) return CONFLICT;
	const merged = await mergedText(mine, theirs, base);
	return merged ? fileOf(merged) : CONFLICT;
}

/** Files of the same ids always merge to the same: whoever decides the next conflict need not start git again. */
async function mergedText(mine: OwnFile, theirs: OwnFile, base: OwnFile | undefined): Promise<Uint8Array | null> {
	const key = [base?.oid, mine.oid, theirs.oid].join(' ');
	const known = knownMerges.get(key);
	if (known !== undefined) return known;
	const bytes = {
		base: (await base?.read()) ?? new Uint8Array(),
		mine: await mine.read(),
		theirs: await theirs.read()
	};
	const merged = await mergeFile(bytes);
	knownMerges.set(key, merged);
	return merged;
}

const knownMerges = new BoundedMap<string, Uint8Array | null>(4 * 1024 * 1024, (merged) => 200 + (merged?.length ?? 0));

const fileOf = (bytes: Uint8Array): OwnFile => ({ oid: blobOid(bytes), read: async () => bytes });

function chosenFile({ mine, theirs }: Sides, choice: Choice | undefined): OwnFile | undefined {
	if (!choice) return mine;
	if ('keep' in choice) return choice.keep === 'mine' ? mine : theirs;
	return typeof choice.value === 'string' ? fileOf(Buffer.from(choice.value, 'utf8')) : mine;
}

async function conflictOf(path: string, { base, mine, theirs }: Sides): Promise<Conflict> {
	return {
		...{ id: `file ${path}`, kind: mine && theirs ? 'text' : 'removed', path: [], alongside: [] },
		asset: { kind: 'form', uuid: null, name: path, path },
		...{ base: await valueOf(base), mine: await valueOf(mine), theirs: await valueOf(theirs) }
	};
}

/** The text; of a file that is none, what tells it from another. */
async function valueOf(file: OwnFile | undefined): Promise<Value | undefined> {
	const bytes = await file?.read();
	if (!file || !bytes) return undefined;
	try {
		const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
		if (!text.includes('\0')) return text;
	} catch {
		// no text
	}
	return mapping([
		['bytes', bytes.byteLength],
		['id', file.oid]
	]);
}

function toldSide(value: Value | undefined, base: Value | undefined, absent: string): ToldSide {
	const text = typeof value === 'string' ? value : null;
	const did = value === undefined ? 'removed' : base === undefined ? 'added' : 'changed';
	const lines = text?.replace(/\n$/, '').split('\n').length ?? 0;
	const words =
		value === undefined ? absent : text === null ? 'no text' : text === '' ? 'empty' : counted(lines, 'line');
	return { words, sentences: value === base ? [] : [did], text };
}

const toldChoice = (choice: Choice | undefined): ToldConflict['choice'] =>
	choice
		? 'keep' in choice
			? { kind: 'keep', keep: choice.keep }
			: { kind: 'edited', text: typeof choice.value === 'string' ? choice.value : '' }
		: null;
