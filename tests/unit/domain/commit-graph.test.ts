import fc from '#tests/support/fast-check.ts';
import { expect, test } from 'vitest';
import { graphOf } from '#lib/domain/commit-graph.ts';

/** Any history from new to old: parents of a commit are among those that come later, or unknown. */
const histories = fc
	.array(fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 3 }), { maxLength: 60 })
	.map((steps) =>
		steps.map((backs, at) => ({ oid: `c${at}`, parents: [...new Set(backs)].map((back) => `c${at + back}`) }))
	);

test('GRAPH-1 each line goes from a commit to its parent without a gap, and no lane holds two', () => {
	fc.assert(
		fc.property(histories, (commits) => {
			const rows = graphOf(commits);
			const rowOf = new Map(rows.map((row, at) => [row.oid, at]));
			for (const [at, { oid, parents }] of commits.entries()) {
				expect(rows[at]!.oid).toBe(oid);
				for (const parent of parents) {
					let lane = rows[at]!.edges.find((edge) => edge.starts && edge.towards === parent)!.to;
					const end = rowOf.get(parent) ?? rows.length;
					for (let row = at + 1; row < end; row++) {
						const edge = rows[row]!.edges.find((one) => !one.starts && one.from === lane && one.towards === parent)!;
						expect(edge).toBeDefined();
						lane = edge.to;
					}
					if (rows[end]) expect(rows[end]).toMatchObject({ lane, hasChild: true });
				}
			}
		})
	);
});

test('GRAPH-1 lanes are no more than commits that are waited for, and none is taken twice', () => {
	fc.assert(
		fc.property(histories, (commits) => {
			for (const { lane, edges, width } of graphOf(commits)) {
				const targets = new Map<number, string>();
				for (const { to, towards } of edges) {
					expect(targets.get(to) ?? towards).toBe(towards);
					targets.set(to, towards);
				}
				const passing = edges.filter(({ starts }) => !starts).map(({ from }) => from);
				expect(passing).not.toContain(lane);
				expect(new Set(passing).size).toBe(passing.length);
				expect(Math.max(lane, ...targets.keys())).toBeLessThan(width);
			}
			const most = Math.max(0, ...graphOf(commits).map(({ width }) => width));
			expect(most).toBeLessThanOrEqual(commits.length + new Set(commits.flatMap(({ parents }) => parents)).size);
		})
	);
});

test('GRAPH-1 a line of commits stays in one lane; a branch leaves it and comes back', () => {
	const rows = graphOf([
		{ oid: 'merge', parents: ['b', 'x'] },
		{ oid: 'x', parents: ['a'] },
		{ oid: 'b', parents: ['a'] },
		{ oid: 'a', parents: [] }
	]);
	expect(rows.map(({ lane, width }) => [lane, width])).toEqual([
		[0, 2],
		[1, 2],
		[0, 2],
		[0, 1]
	]);
});

test('GRAPH-1 first parents of the newest commit stay at the left, whatever waits for them elsewhere', () => {
	fc.assert(
		fc.property(histories, (commits) => {
			const rows = graphOf(commits);
			const rowOf = new Map(commits.map(({ oid }, at) => [oid, at]));
			for (let at = commits.length ? 0 : undefined; at !== undefined;) {
				expect(rows[at]!.lane).toBe(0);
				at = rowOf.get(commits[at]!.parents[0] ?? '');
			}
		})
	);
});

test('GRAPH-1 a parent that is listed before its child gets no line, and one commit twice no second one', () => {
	const rows = graphOf([
		{ oid: 'a', parents: [] },
		{ oid: 'b', parents: ['a', 'z', 'z'] }
	]);
	expect(rows[1]!.edges).toEqual([{ from: 0, to: 0, towards: 'z', starts: true }]);
});
