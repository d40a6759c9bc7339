import { resolve } from 'node:path';
import type { CommitSummary } from '#lib/domain/commit.ts';
import type { Oid } from '#lib/domain/ids.ts';
import type { TreeListing } from '#lib/domain/tree.ts';
import type { BatchAnswer } from './batch-output.ts';
import { BoundedMap } from './bounded-map.ts';
import { CatFile, CatFileDied } from './cat-file.ts';
import type { Repo } from './exec.ts';
import type { TreeEntry } from './tree-entries.ts';

/** A repository that nobody read for so long gives back its process and its memory. */
const IDLE_MS = 60_000;
const MAX_OPEN = 32;
const ATTEMPTS = 3;

/** `ahead`: commits that a head has and its base lacks; `behind`: the other way round. */
export interface Distance {
	readonly ahead: number;
	readonly behind: number;
}

/** What we hold of one repository while it is being read. Objects never change, so what was read stays right. */
export class Reader {
	readonly commits = new BoundedMap<Oid, CommitSummary>(12_000);
	readonly trees = new BoundedMap<Oid, readonly TreeEntry[]>(20_000, (entries) => entries.length + 1);
	/** Of trees of commits: the id of their assets alone. */
	readonly assetTrees = new BoundedMap<Oid, Oid>(20_000);
	readonly listings = new BoundedMap<Oid, TreeListing>(40_000, (listing) => listing.size + 1);
	/** Whole histories, by where they start and what they pass over. */
	readonly histories = new BoundedMap<string, readonly Oid[]>(50_000, (oids) => oids.length + 1);
	/** How far apart two commits are, by `<head>...<base>`. */
	readonly distances = new BoundedMap<string, Distance>(2_000);
	/** For the tips of branches and tags: the newest commit of each tree, and of each tree of assets. */
	readonly commitsByTree = new BoundedMap<string, ReadonlyMap<Oid, Oid>>(2);

	readonly #repo: Repo;
	readonly #idle: NodeJS.Timeout;
	#process: CatFile | undefined;
	#closed = false;

	constructor(repo: Repo, onIdle: () => void, idleMs: number) {
		this.#repo = repo;
		this.#idle = setTimeout(onIdle, idleMs).unref();
	}

	/** Read objects through the long-lived process; on a new one when it died, for reading twice does no harm. */
	async read(oids: readonly Oid[], maxBytes: number): Promise<BatchAnswer[]> {
		for (let attempt = 1; ; attempt++) {
			if (this.#closed) return readerOf(this.#repo).read(oids, maxBytes); // closed while its caller was waiting
			this.#idle.refresh();
			if (!this.#process || this.#process.isGone) this.#process = new CatFile(this.#repo);
			try {
				return await this.#process.read(oids, maxBytes);
			} catch (error) {
				if (!(error instanceof CatFileDied) || attempt === ATTEMPTS) throw error;
			}
		}
	}

	touch(): void {
		if (!this.#closed) this.#idle.refresh();
	}

	get isBusy(): boolean {
		return this.#process?.isBusy ?? false;
	}

	/** The process that reads now, if any. */
	get pid(): number | undefined {
		return this.#process?.isGone ? undefined : this.#process?.pid;
	}

	async close(): Promise<void> {
		this.#closed = true;
		clearTimeout(this.#idle);
		await this.#process?.end();
	}
}

const readers = new Map<string, Reader>();

/** The reader of a repository; opened when there is none. Opens no process before something is read. */
export function readerOf(repo: Repo, idleMs = IDLE_MS): Reader {
	const key = resolve(repo.gitDir);
	let reader = readers.get(key);
	if (!reader) {
		makeRoom();
		const opened = new Reader(repo, () => (opened.isBusy ? opened.touch() : void closeReader(key)), idleMs);
		reader = opened;
	}
	readers.delete(key); // and in again at the end: the first one is the one used longest ago
	readers.set(key, reader);
	reader.touch();
	return reader;
}

/** Give back what is held of one repository, e.g. before its folder is removed. */
export const closeRepo = (repo: Repo): Promise<void> => closeReader(resolve(repo.gitDir));

/** End every long-lived process of git. Reading again opens new ones. */
export async function closeGit(): Promise<void> {
	await Promise.all([...readers.keys()].map(closeReader));
}

async function closeReader(key: string): Promise<void> {
	const reader = readers.get(key);
	readers.delete(key);
	await reader?.close();
}

function makeRoom(): void {
	for (const [key, reader] of readers) {
		if (readers.size < MAX_OPEN) return;
		if (!reader.isBusy) void closeReader(key);
	}
}
