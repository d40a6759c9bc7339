import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { EnvironmentName } from '#lib/domain/ids.ts';
import { liveRef, type RefName } from '#lib/domain/refs.ts';
import { readRefFiles } from '#lib/server/git/ref-files.ts';
import { moveRef, resolveRef } from '#lib/server/git/refs.ts';
import type { Repo } from '#lib/server/git/exec.ts';
import { branch, commit, expect, git, main, test } from './repo.ts';

const live = liveRef(EnvironmentName.parse('dev'));

/** What git itself says of the same names. */
async function byGit(repo: Repo, names: readonly RefName[]): Promise<Map<RefName, string>> {
	const said = new Map<RefName, string>();
	for (const name of names) {
		const oid = await resolveRef(repo, name);
		if (oid) said.set(name, oid);
	}
	return said;
}

test('GIT-37 refs that are read without git are what git says: loose, packed, moved since, gone, never there', async ({
	repo
}) => {
	const one = await commit(repo, { 'a.yaml': '1' });
	const two = await commit(repo, { 'a.yaml': '2' });
	const names = [main, live, branch('work'), branch('team/one'), branch('team'), branch('work/below'), branch('none')];
	for (const ref of [live, branch('work'), branch('team/one')]) await moveRef(repo, ref, { from: null, to: one });
	const same = async () => expect(await readRefFiles(repo, names)).toEqual(await byGit(repo, names));
	await same();
	git(repo, ['pack-refs', '--all']);
	await same();
	await moveRef(repo, branch('work'), { from: one, to: two });
	await moveRef(repo, branch('team/one'), { from: one, to: null });
	await same();
	expect(await readRefFiles(repo, [branch('work')])).toEqual(new Map([[branch('work'), two]]));
});

test('GIT-37 git is asked where a ref points at another one, or a repository keeps its refs another way', async ({
	repo
}) => {
	const one = await commit(repo, { 'a.yaml': '1' });
	git(repo, ['symbolic-ref', branch('alias'), main]);
	expect(await readRefFiles(repo, [branch('alias')])).toEqual(new Map([[branch('alias'), one]]));
	await mkdir(join(repo.gitDir, 'reftable'));
	expect(await readRefFiles(repo, [main, branch('none')])).toEqual(new Map([[main, one]]));
});
