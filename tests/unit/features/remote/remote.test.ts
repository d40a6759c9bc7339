import { expect, test } from 'vitest';
import { kindOfAddress } from '#lib/features/remote/address-kind.ts';
import { remoteChecks } from '#lib/features/remote/test-checks.ts';

test.each([
	['https://git.example/a.git', 'token'],
	[' HTTP://git.example/a.git', 'token'],
	['git@git.example:team/a.git', 'ssh'],
	['ssh://git@git.example:22/a.git', 'ssh'],
	['git.exam', null],
	['', null]
])('DASH-11 the address “%s” is one for %s', (address, kind) => {
	expect(kindOfAddress(address)).toBe(kind);
});

test('DASH-11 what a test found is said line by line', () => {
	const ok = {
		kind: 'ok',
		host: 'git.example',
		defaultBranch: 'main',
		branchCount: 2,
		tagCount: 1,
		readOnly: null
	} as const;
	const lines = (test: Parameters<typeof remoteChecks>[0]) =>
		remoteChecks(test).map(({ label, standing, detail }) => [standing, label, detail]);
	expect(lines(null)).toEqual([]);
	expect(lines(ok)).toEqual([
		['ok', 'git.example lets us in', undefined],
		['ok', 'The repository is there', '2 branches, 1 tag; its default branch is main.'],
		['ok', 'Branches may be published', 'Asked without sending anything.']
	]);
	expect(lines({ ...ok, branchCount: 0, tagCount: 0, defaultBranch: null })[1]![2]).toContain('It is empty');
	const readOnly = { message: 'git.example does not allow this.', hint: 'Give it the right.' };
	expect(lines({ ...ok, readOnly })[2]).toEqual([
		...['warning', 'It may be read, not written'],
		'git.example does not allow this. Give it the right. Until then nothing can be published.'
	]);
	expect(lines({ kind: 'failed', code: 'remote_failed', message: 'No.', hint: 'Do this.' })).toEqual([
		['failed', 'It cannot be connected', 'No. Do this.']
	]);
});
