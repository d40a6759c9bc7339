import { expect, test } from 'vitest';
import type { BranchSummary } from '#lib/domain/commit.ts';
import { branchesLike } from '#lib/features/branches/search.ts';

const branches = ['main', 'feature/regions', 'Fix/Alert-threshold'].map((name) => ({ name }) as BranchSummary);
const found = (search: string) => branchesLike(branches, search).map(({ name }) => name);

test.each([
	['', ['main', 'feature/regions', 'Fix/Alert-threshold']],
	['  ', ['main', 'feature/regions', 'Fix/Alert-threshold']],
	['REG', ['feature/regions']],
	['thres fix', ['Fix/Alert-threshold']],
	['main regions', []]
])('DASH-2 “%s” finds %o', (search, names) => {
	expect(found(search)).toEqual(names);
});
