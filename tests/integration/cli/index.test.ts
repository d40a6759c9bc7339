import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '#tests/support/app.ts';
import { dashbranch, emptyFolder } from '#tests/support/command-line.ts';
import { makeHistory } from '../git/repo.ts';
import { historyWorld } from '../operations/history/history-world.ts';

test('CLI-18 the index of a data folder is made anew while a server runs on it', async ({ world }) => {
	const { dashboardId, repo, list } = await historyWorld(world);
	makeHistory(repo, 30);
	const told = await dashbranch(['index', 'rebuild', '--data', world.dir, '--json']);
	expect([told.code, told.err, told.json()]).toEqual([
		...[0, '', { dashboards: [{ id: dashboardId, title: 'Sales', commits: 30 }] }]
	]);
	const words = await dashbranch(['index', 'rebuild'], { env: { DATA_DIR: world.dir } });
	expect([words.code, words.out]).toEqual([0, `${dashboardId}      30 commits  Sales\n`]);
	expect(await list({ search: 'commit', limit: 1 })).toMatchObject({ total: 30, indexing: null });
});

test('CLI-18 a folder that is none of Dashbranch’s is refused and left as it was', async () => {
	const folder = await emptyFolder();
	const { code, json } = await dashbranch(['index', 'rebuild', '--data', folder, '--json']);
	expect([code, json()]).toMatchObject([
		4,
		{ error: { code: 'not_found', hint: expect.stringContaining('DATA_DIR') } }
	]);
	expect(existsSync(join(folder, 'dashbranch.sqlite'))).toBe(false);
});
