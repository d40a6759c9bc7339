import { expect, test } from 'vitest';
import { Oid } from '#lib/domain/ids.ts';
import { BranchName, branchRef } from '#lib/domain/refs.ts';
import { parsePush } from '#lib/server/git/push.ts';

const oid = Oid.parse('1'.repeat(40));
const pushes = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ ref: branchRef(BranchName.parse(name)), oid }));

test('GIT-53 each line says what became of one ref', () => {
	const text = [
		'To https://host/a.git',
		`=\t${oid}:refs/heads/b\t[up to date]`,
		`*\t${oid}:refs/heads/a\t[new branch]`,
		`!\t${oid}:refs/heads/c\t[rejected] (non-fast-forward)`,
		`!\t${oid}:refs/heads/d\t[remote rejected] (protected branch hook declined)`,
		`!\t${oid}:refs/heads/e\t[remote failure] (remote failed to report status)`
	];
	expect(
		parsePush(text.join('\n'), pushes).map((result) => (result.kind === 'rejected' ? result.reason : result.kind))
	).toEqual([...['pushed', 'up_to_date', 'not_fast_forward', 'refused', 'refused']]);
});

test('GIT-53 cheerful words without a line for the ref are no success', () => {
	expect(parsePush('Everything up-to-date\nDone\n', pushes)).toEqual([]);
	expect(parsePush(`*\t${oid}:refs/heads/other\t[new branch]\nDone`, pushes)).toEqual([]);
});
