import { expect, test } from 'vitest';
import type { ComparedSide } from '#lib/domain/compare/side.ts';
import { Oid } from '#lib/domain/ids.ts';
import { sidesLike } from '#lib/features/compare/sides.ts';

const side = (kind: ComparedSide['kind'], name: string, digit: string): ComparedSide => ({
	...{ kind, name, side: name, commit: Oid.parse(digit.repeat(40)), at: null }
});
const SIDES = [
	side('commit', 'Filter by category', 'a'),
	side('tag', 'v1.1', 'b'),
	side('branch', 'feature/Größe', 'c'),
	side('environment', 'prod', 'd')
];
const found = (search: string) => sidesLike(SIDES, search).map(({ kind, sides }) => `${kind} ${sides.length}`);

test('COMPAREPAGE-1 environments come first, then branches, tags, commits; kinds without one are left out', () => {
	expect(found('')).toEqual(['environment 1', 'branch 1', 'tag 1', 'commit 1']);
	expect(sidesLike([], '')).toEqual([]);
});

test('COMPAREPAGE-1 each word of the search is in the name, in any case, or begins the id', () => {
	expect(found('GRÖSSE')).toEqual([]);
	expect(found('größe FEATURE')).toEqual(['branch 1']);
	expect(found('bbbb')).toEqual(['tag 1']);
	expect(found('.*')).toEqual([]);
});
