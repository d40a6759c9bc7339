import { execFileSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { InvalidInput } from '#lib/domain/errors.ts';
import { BranchName, remoteRef, TagName, tagRef } from '#lib/domain/refs.ts';
import { createTag } from '#lib/server/git/branches.ts';
import { pushRefs } from '#lib/server/git/push.ts';
import { resolveRef } from '#lib/server/git/refs.ts';
import { test } from './host.ts';
import { ada, at, branch, commit, expect, main } from './repo.ts';

const tracking = (name: string) => remoteRef(BranchName.parse(name));

test('GIT-53 push: new, forward, the same, thrown back, with and without lease', async ({ repo, theirs, host }) => {
	const one = await commit(repo, { 'a.yaml': '1' });
	const push = (...pushes: Parameters<typeof pushRefs>[2]['pushes'][number][]) =>
		pushRefs(repo, host.access(), { pushes });
	const tag = tagRef(TagName.parse('v1'));
	const tagOid = await createTag(repo, { name: TagName.parse('v1'), commit: one, message: 'm', tagger: ada, at });
	expect(await push({ ref: main, oid: one }, { ref: tag, oid: tagOid })).toEqual([
		{ ref: main, kind: 'pushed' },
		{ ref: tag, kind: 'pushed' }
	]);
	expect(await resolveRef(theirs, main)).toBe(one);
	expect(await resolveRef(theirs, tag)).toBe(one);
	expect(await resolveRef(repo, tracking('main'))).toBe(one);
	expect(await push({ ref: main, oid: one })).toEqual([{ ref: main, kind: 'up_to_date' }]);

	const other = await commit(theirs, { 'b.yaml': 'by somebody else' });
	const two = await commit(repo, { 'a.yaml': '2' });
	const work = branch('work');
	expect(await push({ ref: main, oid: two }, { ref: work, oid: two })).toEqual([
		{ ref: main, kind: 'rejected', reason: 'not_fast_forward', message: 'fetch first' },
		{ ref: work, kind: 'pushed' }
	]);
	expect(await push({ ref: main, oid: two, force: true, lease: one })).toEqual([
		{ ref: main, kind: 'rejected', reason: 'moved', message: 'stale info' }
	]);
	expect(await resolveRef(theirs, main)).toBe(other);
	expect(await push({ ref: main, oid: two, force: true, lease: other })).toEqual([{ ref: main, kind: 'pushed' }]);
	expect(await push({ ref: work, oid: null, force: true, lease: two })).toEqual([{ ref: work, kind: 'pushed' }]);
	expect(await resolveRef(theirs, work)).toBeNull();
	expect(await resolveRef(repo, tracking('work'))).toBeNull();
	expect(await push()).toEqual([]);
	await expect(push({ ref: tracking('main'), oid: two })).rejects.toThrow(InvalidInput);
});

test('GIT-53 a rule of the host is an answer with its words', async ({ repo, theirs, host }) => {
	const one = await commit(repo, { 'a.yaml': '1' });
	const hook = join(theirs.gitDir, 'hooks', 'update');
	await mkdir(join(theirs.gitDir, 'hooks'));
	execFileSync('sh', ['-c', `printf '#!/bin/sh\\n[ "$1" != refs/heads/main ]' > '${hook}'; chmod +x '${hook}'`]);
	const pushes = [
		{ ref: main, oid: one },
		{ ref: branch('work'), oid: one }
	];
	expect(await pushRefs(repo, host.access(), { pushes })).toEqual([
		{ ref: main, kind: 'rejected', reason: 'refused', message: 'hook declined' },
		{ ref: branch('work'), kind: 'pushed' }
	]);
	expect(await resolveRef(repo, tracking('main'))).toBeNull();
});
