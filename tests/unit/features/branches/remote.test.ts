import { expect, test } from 'vitest';
import { hostOfRemote } from '#lib/domain/remote.ts';
import { Oid } from '#lib/domain/ids.ts';
import { fetchedWords } from '#lib/features/branches/fetched.ts';
import { lockOfRemote, ownName } from '#lib/features/branches/own-name.ts';
import { publishedWords } from '#lib/features/branches/published.ts';
import { standingOf } from '#lib/features/branches/standing.ts';

const head = Oid.parse('a'.repeat(40));

test.each([
	[null, 'only here', 'Publish', false],
	[{ ahead: 2, behind: 0 }, '2 commits to publish', 'Publish 2 commits', false],
	[{ ahead: 1, behind: 0 }, '1 commit to publish', 'Publish 1 commit', false],
	[{ ahead: 0, behind: 1 }, '1 commit to get', null, true],
	[{ ahead: 2, behind: 1 }, '2 to publish, 1 to get', null, true],
	[{ ahead: 0, behind: 0 }, 'published', null, false]
])('DASH-17 a branch that is %o from the remote’s', (apart, words, publish, isBehind) => {
	expect(standingOf({ remote: apart && { head, ...apart } })).toMatchObject({ words, publish, isBehind });
});

test('DASH-17 what came of publishing is told in a toast, what was rejected in place with the next step', () => {
	const told = (outcome: Parameters<typeof publishedWords>[2]) => publishedWords('main', 'git.example', outcome);
	expect(told({ kind: 'pushed' })).toEqual({ toast: { message: 'main is published to git.example.' } });
	expect(told({ kind: 'up_to_date' })).toEqual({ toast: { message: 'git.example has all of main already.' } });
	expect(told({ kind: 'running' })).toMatchObject({ toast: { detail: expect.stringContaining('jobs') } });
	for (const reason of ['not_fast_forward', 'moved'] as const) {
		expect(told({ kind: 'rejected', reason, message: 'fetch first' })).toMatchObject({
			notDone: { title: 'main was not published', hint: expect.stringContaining('Fetch first'), isBehind: true }
		});
	}
	expect(told({ kind: 'rejected', reason: 'refused', message: 'pre-receive hook declined' })).toEqual({
		notDone: {
			title: 'main was not published',
			message: 'git.example did not take it: pre-receive hook declined.',
			hint: expect.stringContaining('protected branch')
		}
	});
});

test('DASH-13 what a fetch brought is said in numbers', () => {
	const told = (more: object) =>
		fetchedWords('git.example', { fetchedAt: 1, moved: 0, gone: 0, tags: 0, passedOver: [], ...more });
	expect(told({})).toEqual({ toast: { message: 'Nothing new on git.example.', detail: undefined } });
	expect(told({ moved: 1, gone: 2, tags: 3 })).toMatchObject({
		toast: { message: 'From git.example: 1 branch new or moved, 2 branches gone there, 3 new tags.' }
	});
	expect(told({ passedOver: ['refs/heads/a', 'b', 'c', 'd'] })).toMatchObject({
		toast: { detail: '4 names passed over: refs/heads/a, b, c, …' }
	});
	expect(fetchedWords('git.example', null)).toMatchObject({
		toast: { message: 'git.example is still being fetched.' }
	});
});

test.each([
	['https://git.example:8443/a.git', 'git.example'],
	['ssh://git@git.example/a.git', 'git.example'],
	['git@git.example:team/a.git', 'git.example'],
	['practice', 'practice']
])('DASH-13 %s is on %s', (url, host) => {
	expect(hostOfRemote(url)).toBe(host);
});

test('DASH-16 a branch of the remote has its own name here', () => {
	expect(['origin/a/b', 'origin/origin/x', 'main'].map(ownName)).toEqual(['a/b', 'origin/x', 'main']);
});

test('DASH-19 a branch of the remote says why nothing is written to it, and what to do', () => {
	const lockOf = (name: string, place: 'here' | 'origin') =>
		lockOfRemote({ branch: { name, place }, branches: [{ name: 'main' }] });
	expect(lockOf('main', 'here')).toBeNull();
	expect(lockOf('origin/feature', 'origin')).toMatch(/get it first.*feature here/);
	expect(lockOf('origin/main', 'origin')).toMatch(/look at main here/);
});
