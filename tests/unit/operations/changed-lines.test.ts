import fc from '#tests/support/fast-check.ts';
import { expect, test } from 'vitest';
import { changedLines, packLines, searchableLines, unpackLines } from '#lib/server/operations/history/changed-lines.ts';

const lines = fc.array(fc.constantFrom('a', 'b', 'c', '=x', '+y', '-z', 'a longer one'), { maxLength: 12 });
const countOf = (all: readonly string[], line: string) => all.filter((one) => one === line).length;

test('INDEX-3 what is added and removed makes of the one form the other, but for the order', () => {
	fc.assert(
		fc.property(lines, lines, (before, after) => {
			const changed = changedLines('p', before, after);
			for (const line of new Set([...before, ...after])) {
				const of = (change: string) => changed.filter((one) => one.text === line && one.change === change).length;
				expect(countOf(before, line) + of('added') - of('removed')).toBe(countOf(after, line));
				expect(of('added') === 0 || of('removed') === 0).toBe(true);
			}
		})
	);
});

test('INDEX-3 lines come back as they were packed, each once, as many as there is room for', () => {
	fc.assert(
		fc.property(lines, lines, fc.nat(60), (before, after, most) => {
			const changed = [...changedLines('p', before, after), ...changedLines('q', after, before)];
			const unique = changed.filter(
				(line, at) => changed.findIndex((one) => one.text === line.text && one.change === line.change) === at
			);
			expect([...unpackLines(packLines(changed, 10_000))]).toEqual(unique);
			const some = [...unpackLines(packLines(changed, most))];
			expect(some).toEqual(unique.slice(0, some.length));
			expect(some.reduce((sum, { text }) => sum + text.length + 1, 0)).toBeLessThanOrEqual(most);
		})
	);
});

test('INDEX-3 no line of what is no text, none that is blank, none that is machine-made', () => {
	const yaml = 'a: 1\n\nquery_context: |-\n  made\n  too\nb:\n  - c  \n';
	expect(searchableLines('charts/x.yaml', Buffer.from(yaml))).toEqual(['a: 1', 'b:', '- c']);
	expect(searchableLines('x.png', Buffer.from('a\0b'))).toEqual([]);
	expect(searchableLines('x.sql', Buffer.from(`${'x'.repeat(9_000)}\n`))[0]).toHaveLength(4_000);
});
