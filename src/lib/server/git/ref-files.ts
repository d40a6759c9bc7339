import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Oid } from '#lib/domain/ids.ts';
import type { RefName } from '#lib/domain/refs.ts';
import type { Repo } from './exec.ts';
import { resolveRef } from './refs.ts';

/**
 * The commits that branches and refs of environments are at; those that are not there are left out. Read from git's own
 * files (`git help gitrepository-layout`), for those who ask about hundreds of repositories at once: a process of git for
 * each takes longer than all else. Where a repository keeps its refs another way, or one is no plain object id, git is
 * asked. Not for tags, which may be objects of their own.
 */
export async function readRefFiles(repo: Repo, names: readonly RefName[]): Promise<Map<RefName, Oid>> {
	const ask = async (ref: RefName) => [ref, await resolveRef(repo, ref)] as const;
	const isPlain = !(await exists(join(repo.gitDir, 'reftable')));
	// What is packed meanwhile is written there before its own file goes: so the files first.
	const loose = await Promise.all(names.map((name) => (isPlain ? textOf(join(repo.gitDir, name)) : null)));
	const packed = isPlain && loose.includes(null) ? ((await textOf(join(repo.gitDir, 'packed-refs'))) ?? '') : '';
	const found = await Promise.all(
		names.map((name, at) => {
			const text = loose[at] ?? lineOf(packed, name);
			if (isPlain && text === null) return [name, null] as const;
			const oid = Oid.safeParse(text?.trim());
			return oid.success ? ([name, oid.data] as const) : ask(name);
		})
	);
	return new Map(found.flatMap(([name, oid]) => (oid ? [[name, oid] as const] : [])));
}

/** The object id on the line of a ref: `<id> <name>`. */
function lineOf(packed: string, name: RefName): string | null {
	const end = packed.indexOf(` ${name}\n`);
	return end < 0 ? null : packed.slice(packed.lastIndexOf('\n', end) + 1, end);
}

/** `null` where there is no such file: also where a part of its path is one, or it is a folder. */
async function textOf(path: string): Promise<string | null> {
	try {
		return await readFile(path, 'utf8');
	} catch (cause) {
		if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes((cause as NodeJS.ErrnoException).code ?? '')) return null;
		throw cause;
	}
}

const exists = (path: string): Promise<boolean> =>
	stat(path).then(
		() => true,
		() => false
	);
