import { expect, test } from 'vitest';
import { CHART, mergeWorld, type MergeWorld } from '#tests/support/operations/merge-world.ts';

const README = 'one\ntwo\nthree\nfour\nfive\nsix\n';

/** Both branches have a README, and each commits its own files on top. */
async function withReadmes(
	mine: Parameters<MergeWorld['commit']>[1],
	theirs: Parameters<MergeWorld['commit']>[1],
	first: Parameters<MergeWorld['commit']>[1] = { 'README.md': README }
) {
	const world = await mergeWorld();
	await world.put('side', await world.commit('main', first));
	await world.commit('main', mine);
	await world.commit('side', theirs);
	return { ...world, started: await world.start('side') };
}

test('MERGING-20 files that hold no asset: what one side changed is taken, also what it removed', async () => {
	const { started, text } = await withReadmes(
		{ 'README.md': 'Mine\n', 'docs/new.txt': 'Mine\n', 'gone.txt': null },
		{ '.gitattributes': '*.yaml diff\n', 'old.bin': Buffer.from([0, 255, 1]) },
		{ 'README.md': README, 'gone.txt': 'x', 'old.bin': Buffer.from([0, 255]) }
	);
	expect(started).toMatchObject({ kind: 'merged' });
	expect(await text('main', 'README.md')).toBe('Mine\n');
	expect(await text('main', 'docs/new.txt')).toBe('Mine\n');
	expect(await text('main', '.gitattributes')).toBe('*.yaml diff\n');
	expect(await text('main', 'gone.txt')).toBeUndefined();
	expect(await text('main', 'old.bin')).toBe(Buffer.from([0, 255, 1]).toString('utf8'));
});

test('MERGING-20 lines that do not touch are merged as git does', async () => {
	const { started, text } = await withReadmes(
		{ 'README.md': README.replace('one', 'ONE') },
		{ 'README.md': README.replace('six', 'SIX') }
	);
	expect(started).toMatchObject({ kind: 'merged' });
	expect(await text('main', 'README.md')).toBe('ONE\ntwo\nthree\nfour\nfive\nSIX\n');
});

test('MERGING-21 the same lines are a conflict of the file, which is decided or written by hand', async () => {
	const { started, show, decide, finish, text } = await withReadmes(
		{ 'README.md': README.replace('one', 'mine') },
		{ 'README.md': README.replace('one', 'theirs') }
	);
	if (started.kind !== 'conflicts') throw new Error(started.kind);
	const { conflicts } = await show(started.mergeId);
	expect(conflicts).toMatchObject([
		{
			...{ id: 'file README.md', kind: 'text', asset: { kind: 'form', name: 'README.md' }, area: 'other' },
			...{ base: { text: README, sentences: [] }, mine: { words: '6 lines', sentences: ['changed'] } },
			theirs: { text: README.replace('one', 'theirs') }
		}
	]);
	const id = conflicts[0]!.id;
	const marked = 'one\r\n<<<<<<< main\nmine\n=======\ntheirs\n>>>>>>> side\n';
	await expect(decide(started.mergeId, [{ id, text: marked }])).rejects.toMatchObject({
		code: 'invalid_input',
		issues: [{ path: ['decisions', 0, 'text'], message: expect.stringMatching(/^line 2: /) }],
		hint: expect.stringMatching(/\w/)
	});
	expect(await decide(started.mergeId, [{ id, text: 'both: mine\r\nand theirs\n' }])).toMatchObject({
		...{ decided: 1, message: expect.stringContaining('edited by hand') },
		conflicts: [{ choice: { kind: 'edited' } }]
	});
	expect(await finish(started.mergeId)).toMatchObject({ kind: 'merged' });
	expect(await text('main', 'README.md')).toBe('both: mine\nand theirs\n');
});

test('MERGING-21 a file that one side removed and the other changed, and one that is no text, keep one side', async () => {
	const { started, show, decide, finish, text } = await withReadmes(
		{ 'README.md': null, 'logo.png': Buffer.from([0, 1]) },
		{ 'README.md': 'Theirs\n', 'logo.png': Buffer.from([0, 2]) },
		{ 'README.md': README, 'logo.png': Buffer.from([0]) }
	);
	if (started.kind !== 'conflicts') throw new Error(started.kind);
	expect((await show(started.mergeId)).conflicts).toMatchObject([
		{ id: 'file README.md', kind: 'removed', mine: { words: 'removed', text: null }, theirs: { words: '1 line' } },
		{ id: 'file logo.png', kind: 'text', mine: { words: 'no text', text: null } }
	]);
	const refused = decide(started.mergeId, [{ id: 'file logo.png', text: 'x' }]);
	await expect(refused).rejects.toMatchObject({ code: 'invalid_input', hint: expect.stringContaining('Keep one') });
	await decide(started.mergeId, [
		{ id: 'file README.md', keep: 'mine' },
		{ id: 'file logo.png', keep: 'theirs' }
	]);
	expect(await finish(started.mergeId)).toMatchObject({ kind: 'merged' });
	expect(await text('main', 'README.md')).toBeUndefined();
	expect(await text('main', 'logo.png')).toBe('\0\u0002');
});

test('MERGING-22 branches merged into one another both ways merge again over both bases', async () => {
	const world = await mergeWorld();
	const { set, commit, head, start, get, text } = world;
	await commit('main', { 'README.md': README.replace('one', 'ONE') });
	const mine = await set('main', CHART, 'cache_timeout', '10');
	const theirs = await commit('side', { 'notes.txt': 'Side\n' });
	expect(await start('side')).toMatchObject({ kind: 'merged' });
	await world.put('other', await head('main'));
	// The other way round, from the same two commits: from here on there are two best common ancestors.
	expect(await start(mine, { branch: 'side', expectedHead: theirs })).toMatchObject({ kind: 'merged' });
	await set('main', 'Revenue, shared', 'cache_timeout', '30');
	await commit('side', { 'notes.txt': 'Side, again\n' });
	const made = await start('side');
	expect(made).toMatchObject({ kind: 'merged' });
	expect(await get('main', CHART, 'cache_timeout')).toBe('10');
	expect(await get('main', 'Revenue, shared', 'cache_timeout')).toBe('30');
	expect(await text('main', 'notes.txt')).toBe('Side, again\n');
	expect(await text('main', 'README.md')).toBe(README.replace('one', 'ONE'));
});

test('MERGING-22 bases of bases are merged as well', async () => {
	const { set, start, head, get } = await mergeWorld();
	for (let round = 1; round <= 4; round++) {
		const mine = await set('main', CHART, 'cache_timeout', `${round}`);
		const theirs = await set('side', 'Revenue, shared', 'cache_timeout', `${round}0`);
		expect(await start(theirs)).toMatchObject({ kind: 'merged' });
		expect(await start(mine, { branch: 'side', expectedHead: theirs })).toMatchObject({ kind: 'merged' });
	}
	await set('side', CHART, 'cache_timeout', '5');
	expect(await start('side')).toMatchObject({ kind: 'merged' });
	expect(await get(await head('main'), CHART, 'cache_timeout')).toBe('5');
	expect(await get('main', 'Revenue, shared', 'cache_timeout')).toBe('40');
});

test('MERGING-22 what the bases disagree on is asked again, whichever of them is older', async () => {
	const world = await mergeWorld();
	const { set, commit, start, head, decide, finish, show, get } = world;
	await commit('main', { 'README.md': 'Mine\n' });
	const mine = await set('main', CHART, 'cache_timeout', '10');
	await commit('side', { 'README.md': 'Theirs\n' });
	const theirs = await set('side', CHART, 'cache_timeout', '20');
	const settle = async (branch: string, from: string, keep: 'mine' | 'theirs') => {
		const started = await start(from, { branch, expectedHead: await head(branch) });
		if (started.kind !== 'conflicts') throw new Error(started.kind);
		const { conflicts } = await show(started.mergeId);
		const decisions = conflicts.map(({ id }) => ({ id, keep }));
		await decide(started.mergeId, decisions);
		expect(await finish(started.mergeId)).toMatchObject({ kind: 'merged' });
		return decisions.length;
	};
	expect(await settle('main', theirs, 'mine')).toBe(2);
	expect(await settle('side', mine, 'mine')).toBe(2);
	await set('main', 'Revenue, shared', 'cache_timeout', '30');
	expect(await settle('main', 'side', 'theirs')).toBe(2);
	expect(await get('main', CHART, 'cache_timeout')).toBe('20');
	expect(await get('main', 'Revenue, shared', 'cache_timeout')).toBe('30');
});
