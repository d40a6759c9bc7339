import { Oid } from '#lib/domain/ids.ts';
import { countAheadBehind } from '#lib/server/git/ancestry.ts';
import { measureMany } from '#lib/server/git/many-distances.ts';
import { expect, git, makeHistory, test } from './repo.ts';

/** The same numbers at each run. */
function numbers(seed: number): (below: number) => number {
	let state = seed;
	return (below) => {
		state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
		return state % below;
	};
}

test('GIT-47 distances of many branches are git’s own, through merges and histories with nothing in common', async ({
	repo
}) => {
	const next = numbers(7);
	const tree = git(repo, ['write-tree']);
	const commits: Oid[] = [];
	for (let i = 0; i < 60; i++) {
		const count = Math.min(i, i % 20 === 0 ? 0 : 1 + next(3));
		const parents = new Set(Array.from({ length: count }, () => commits[i - 1 - next(Math.min(i, 8))]!));
		const args = [...parents].flatMap((parent) => ['-p', parent]);
		commits.push(Oid.parse(git(repo, ['commit-tree', tree, '-m', `Commit ${i}`, ...args])));
	}
	for (const base of [commits[59]!, commits[31]!, commits[0]!]) {
		const own = commits.map((head) => {
			const [ahead, behind] = git(repo, ['rev-list', '--count', '--left-right', `${head}...${base}`]).split('\t');
			return { ahead: Number(ahead), behind: Number(behind) };
		});
		expect(await measureMany(repo, commits, base)).toEqual(own);
		expect(
			await countAheadBehind(
				repo,
				commits.map((head) => ({ head, base }))
			)
		).toEqual(own);
	}
});

test('GIT-47 500 branches of a long history are measured at once', async ({ repo }) => {
	makeHistory(repo, 2000);
	const all = git(repo, ['rev-list', 'main'])
		.split('\n')
		.map((oid) => Oid.parse(oid));
	const heads = Array.from({ length: 500 }, (_, i) => all[i * 3]!);
	const counts = await countAheadBehind(
		repo,
		heads.map((head) => ({ head, base: all[0]! }))
	);
	expect(counts.map(({ ahead, behind }) => [ahead, behind])).toEqual(heads.map((_, i) => [0, i * 3]));
});
