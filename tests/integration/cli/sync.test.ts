import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Repo } from '#lib/server/git/exec.ts';
import { closeRepo } from '#lib/server/git/objects.ts';
import { initRepo } from '#lib/server/git/write.ts';
import { publishBranch } from '#lib/server/operations/branch/publish.ts';
import { connectRemote } from '#lib/server/operations/remote/connect.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { contextFor } from '#tests/support/app.ts';
import { startHost, TOKEN, type GitHost } from '#tests/support/git-host.ts';
import { OWN_CHART, SHARED_CHART, TITLE } from '#tests/support/operations/practice-world.ts';
import { deployMain } from '#tests/support/whole-way.ts';
import { git } from '../git/repo.ts';
import { commitIn, headIn } from '../operations/sync/sync-world.ts';
import { served, type Served } from './served.ts';

interface Remoted extends Served {
	readonly host: GitHost;
	readonly theirs: Repo;
	readonly ours: Repo;
}

/** A server whose dashboard has its `main` on a git remote. */
async function remoted(): Promise<Remoted> {
	const world = await served({ env: { DASHBRANCH_ALLOWED_HOSTS: '127.0.0.1' } });
	const { app, dashboardId } = world;
	const theirs = await initRepo(join(world.world.dir, 'host', 'sales.git'));
	git(theirs, ['config', 'http.receivepack', 'true']);
	const host = await startHost(join(world.world.dir, 'host'));
	onTestFinished(async () => {
		await closeRepo(theirs);
		await host.close();
	});
	const access = { kind: 'token', url: host.url, username: 'ada', token: TOKEN };
	await execute(connectRemote, contextFor(app), { dashboardId, ...access });
	await execute(publishBranch, contextFor(app), { dashboardId, name: 'main' });
	return { ...world, host, theirs, ours: app.repoOf(dashboardId) };
}

test('CLI-35 sync says what it would do, does it, and says what became of it', async () => {
	const { run, theirs, ours } = await remoted();
	const there = await commitIn(theirs, { [OWN_CHART]: 'Theirs' }, { files: { 'README.md': 'Hello\n' } });
	await commitIn(ours, { [SHARED_CHART]: 'Mine' });
	const preview = await run(['sync', TITLE, '--preview']);
	expect(preview.out).toContain(`“${TITLE}”, main: 1 to pull, 1 to push`);
	expect(preview.out).toMatch(
		/pull ~ chart “Theirs” charts\/theirs-3ebfefa8.yaml\n {4}renamed “Own chart a” → “Theirs”/
	);
	expect(preview.out).toMatch(/pull \+ README.md\npush ~ chart “Mine”/);
	expect([preview.code, await headIn(theirs)]).toEqual([0, there]);

	const pulled = await run(['sync', TITLE, '--pull', '--verbose']);
	expect([pulled.code, pulled.out]).toEqual([0, expect.stringContaining('main: pulled and merged, now at')]);
	expect(pulled.err).toContain('Pull: chart “Theirs”');
	const done = await run(['sync', TITLE, '--json']);
	const head = await headIn(ours);
	expect([done.code, JSON.parse(done.out)]).toMatchObject([
		0,
		{ dashboard: { title: TITLE }, synced: { kind: 'done', head, pulled: 'nothing', pushed: true } }
	]);
	expect(await headIn(theirs)).toBe(head);
	const again = await run(['sync', TITLE]);
	expect([again.code, again.out]).toEqual([0, expect.stringContaining('in step with the git remote')]);
	expect(JSON.parse((await run(['sync', TITLE, '--preview', '--json'])).out)).toMatchObject({
		preview: { is_empty: true }
	});
});

test('CLI-35 what has to be decided, or was not taken, ends with 1 and names the way on', async () => {
	const { run, app, dashboardId, theirs, ours } = await remoted();
	await commitIn(theirs, { [OWN_CHART]: 'Theirs' });
	const push = await run(['sync', TITLE, '--push']);
	expect([push.code, push.out]).toEqual([1, expect.stringMatching(/not pushed[^]*Pull, then push[^]*by force/)]);
	expect((await run(['sync', TITLE])).code).toBe(0);

	await deployMain(app, dashboardId, 'prod');
	const slim = await commitIn(theirs, {}, { files: await withoutChart(theirs) });
	const preview = await run(['sync', TITLE, '--preview']);
	expect([preview.code, preview.out]).toEqual([1, expect.stringContaining('orphan chart “Theirs” in prod')]);
	const asked = await run(['sync', TITLE]);
	expect([asked.code, asked.out]).toEqual([1, expect.stringContaining('Add --confirm-orphans')]);
	expect((await run(['sync', TITLE, '--confirm-orphans'])).code).toBe(0);
	expect(await headIn(ours)).toBe(slim);

	git(theirs, ['update-ref', '-d', 'refs/heads/main']);
	const gone = await run(['sync', TITLE]);
	expect([gone.code, gone.out]).toEqual([1, expect.stringMatching(/deleted this branch[^]*Publish the branch again/)]);
});

/** What takes the chart `3ebfefa8` out of the tree and off the layout of its dashboard. */
async function withoutChart(repo: Repo): Promise<Record<string, string | null>> {
	const paths = git(repo, ['ls-tree', '-r', '--name-only', 'main']).split('\n');
	const chart = paths.find((path) => path.includes('3ebfefa8'))!;
	const dashboard = paths.find((path) => path.startsWith('dashboards/'))!;
	const text = `${git(repo, ['show', `main:${dashboard}`])}\n`;
	const node = /^ {2}CHART-eda15e948cb3:\n(?: {4}.*\n)+/m;
	return { [chart]: null, [dashboard]: text.replace(node, '').replace(/^ {4}- CHART-eda15e948cb3\n/m, '') };
}

test('CLI-36 conflicts are decided by path', async () => {
	const { run, theirs, ours } = await remoted();
	await commitIn(theirs, { [OWN_CHART]: 'Theirs' });
	await commitIn(ours, { [OWN_CHART]: 'Mine' });
	const path = 'charts/mine-3ebfefa8.yaml';
	const preview = await run(['sync', TITLE, '--preview']);
	expect([preview.code, preview.out]).toEqual([1, expect.stringContaining(`conflict chart “Mine” ${path}`)]);
	expect((await run(['sync', TITLE, '--preview', '--keep-local', path])).code).toBe(0);
	const both = await run(['sync', TITLE, '--keep-local', path, '--keep-remote', path]);
	expect([both.code, both.err]).toEqual([2, expect.stringContaining('cannot be kept from both sides')]);
	const undecided = await run(['sync', TITLE]);
	expect([undecided.code, undecided.out]).toEqual([1, expect.stringContaining('1 to decide; nothing was changed')]);
	const done = await run(['sync', TITLE, '--keep-remote', path]);
	expect([done.code, done.out]).toEqual([0, expect.stringContaining('pulled and merged, pushed')]);
	expect(git(ours, ['ls-tree', '-r', '--name-only', 'main'])).toContain('charts/theirs-3ebfefa8.yaml');
});
