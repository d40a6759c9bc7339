import { expect, test } from 'vitest';
import type { Oid } from '#lib/domain/ids.ts';
import type { SyncConflict, SyncPreview } from '#lib/domain/sync.ts';
import { orphanLines, syncStateOf, syncVerb } from '#lib/features/branches/sync-state.ts';
import { syncedWords } from '#lib/features/branches/synced.ts';

const HEAD = 'a'.repeat(40) as Oid;
const URL = 'https://git.example/sales.git';
const branch = (ahead: number, behind: number) => ({ place: 'here', remote: { head: HEAD, ahead, behind } }) as const;

test.each([
	[branch(0, 0), 'Up to date', 'current'],
	[branch(2, 0), 'Push ↑2', 'push'],
	[branch(0, 1), 'Pull ↓1', 'pull'],
	[branch(2, 1), 'Pull and push ↑2 ↓1', 'both'],
	[{ place: 'here', remote: null } as const, 'Publish branch', 'publish']
])('SYNCBUTTON-1 %j says %s', (standing, words, kind) => {
	expect(syncStateOf(standing, URL, null)).toMatchObject({ words, kind });
});

test('SYNCBUTTON-1 a merge that waits comes first, and without a remote or on origin/… there is no button', () => {
	const merge = { id: 'm1', purpose: 'merge' } as const;
	expect(syncStateOf(branch(2, 1), URL, merge)).toEqual({ kind: 'merge', words: 'Finish merge', mergeId: 'm1' });
	expect(syncStateOf(branch(2, 1), null, merge)).toMatchObject({ kind: 'merge' });
	expect(syncStateOf(branch(2, 1), null, null)).toBeNull();
	expect(syncStateOf({ place: 'origin', remote: null }, URL, null)).toBeNull();
});

const conflict = (count: number): SyncConflict => ({
	path: 'charts/a.yaml',
	asset: { kind: 'chart', uuid: null, name: 'A', path: 'charts/a.yaml' },
	questions: Array.from({ length: count }, (_, at) => `Question ${at}`)
});

test.each([
	[0, 0, [], null],
	[1, 0, [], 'Push 1 commit'],
	[0, 2, [], 'Pull 2 commits'],
	[3, 1, [], 'Pull 1 commit and push 3'],
	[3, 1, [conflict(2), conflict(1)], 'Pull and decide 3 conflicts']
])('SYNCBUTTON-2 ahead %i, behind %i: the button says %#', (ahead, behind, conflicts, verb) => {
	expect(syncVerb({ ahead, behind, conflicts })).toBe(verb);
});

test('SYNCBUTTON-3 what is left behind is named by environment', () => {
	const asset = (name: string) => ({ kind: 'chart', uuid: null, name }) as const;
	const orphans: SyncPreview['will_orphan'] = [
		{ environment: 'dev', asset: asset('A') },
		{ environment: 'prod', asset: asset('A') },
		{ environment: 'dev', asset: asset('B') }
	];
	expect(orphanLines(orphans)).toEqual([
		{ environment: 'dev', names: ['A', 'B'] },
		{ environment: 'prod', names: ['A'] }
	]);
});

const done = { kind: 'done', head: HEAD } as const;
test.each([
	[{ ...done, pulled: 'nothing', pushed: true } as const, 'main is pushed to git.example.'],
	[{ ...done, pulled: 'fast_forward', pushed: false } as const, 'main has all of git.example now.'],
	[{ ...done, pulled: 'merged', pushed: true } as const, 'main took in what git.example had, and is pushed.'],
	[{ kind: 'up_to_date', head: HEAD } as const, 'main and git.example have the same.'],
	[{ kind: 'running' } as const, 'main is still being pulled and pushed.']
])('SYNCBUTTON-4 %j is told: %s', (outcome, message) => {
	expect(syncedWords('main', 'git.example', outcome)).toMatchObject({ toast: { message } });
});

test('SYNCBUTTON-4 what did not go well stands in place with the next step', () => {
	const rejected = { kind: 'rejected', head: HEAD, reason: 'moved', message: '', offers: [] } as const;
	expect(syncedWords('main', 'git.example', rejected)).toMatchObject({ notDone: { isBehind: true } });
	const conflicts = { kind: 'conflicts', mergeId: 'm', count: 2 } as const;
	expect(syncedWords('main', 'git.example', conflicts)).toMatchObject({
		notDone: { message: '2 conflicts cannot be merged without you.', hint: 'The merge waits for your decisions.' }
	});
});
