import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { deployedWorld, lastDeployment } from '#tests/support/operations/deployed-world.ts';
import { deployedIn } from '#tests/support/operations/steps.ts';
import { deployMain } from '#tests/support/whole-way.ts';

test('DEPLOY-33 somebody who captures in the same moment stops neither the plan nor the proof', async () => {
	const { app, prod, dashboardId, second } = await deployedWorld();
	const live = 'refs/environments/prod/live';
	const git = (...args: string[]) =>
		execFileSync(
			'git',
			[
				'-c',
				'user.name=Ada',
				'-c',
				'user.email=ada@example.org',
				`--git-dir=${app.repoOf(dashboardId).gitDir}`,
				...args
			],
			{ encoding: 'utf8' }
		).trim();
	let moved = 0;
	prod.onRequest = (request) => {
		// While an export is made, somebody else's capture of the same comes first; not for ever.
		if (!request.includes('/export/') || moved === 2) return;
		moved += 1;
		git('update-ref', live, git('commit-tree', '-p', live, '-m', 'Capture', `${live}^{tree}`));
	};
	const { deployment } = await deployMain(app, dashboardId, 'prod');
	prod.onRequest = undefined;
	expect(moved).toBe(2);
	expect(deployment.state).toBe('verified');
	expect(await deployedIn(app, dashboardId)).toBe(second);
	expect((await lastDeployment(app, dashboardId)).failure).toBeNull();
});
