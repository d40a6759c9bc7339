import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Oid } from '#lib/domain/ids.ts';
import { BranchName, branchRef } from '#lib/domain/refs.ts';
import type { Repo } from '#lib/server/git/exec.ts';
import { closeRepo } from '#lib/server/git/objects.ts';
import { resolveRef } from '#lib/server/git/refs.ts';
import { commitEdits, initRepo } from '#lib/server/git/write.ts';
import { connectRemote } from '#lib/server/operations/remote/connect.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { contextFor } from '#tests/support/app.ts';
import { serve, startHost, TOKEN, type GitHost } from '#tests/support/git-host.ts';
import { branchedWorld, type BranchedWorld } from '#tests/support/operations/branch-steps.ts';
import type { PracticeWorldOptions } from '#tests/support/operations/practice-world.ts';
import { git } from '../../git/repo.ts';

export interface RemoteWorld extends BranchedWorld {
	readonly host: GitHost;
	/** Folder of the host's repositories. */
	readonly folder: string;
	/** `sales.git` of the host: empty, and takes pushes. */
	readonly theirs: Repo;
	/** What a form sends to connect to it. */
	readonly fields: Readonly<Record<string, string>>;
}

/** A dashboard with the branches `main` and `feature`, and a git server on this machine that it may call. */
export async function remoteWorld(
	env: Record<string, string> = {},
	options: Pick<PracticeWorldOptions, 'inDev'> = {}
): Promise<RemoteWorld> {
	const branched = await branchedWorld({ ...options, env: { DASHBRANCH_ALLOWED_HOSTS: '127.0.0.1', ...env } });
	const folder = join(branched.world.dir, 'host');
	const theirs = await initRepo(join(folder, 'sales.git'));
	git(theirs, ['config', 'http.receivepack', 'true']);
	const host = await startHost(folder);
	onTestFinished(async () => {
		await closeRepo(theirs);
		await host.close();
	});
	const fields = { dashboardId: branched.dashboardId, kind: 'token', url: host.url, username: 'ada', token: TOKEN };
	return { ...branched, host, folder, theirs, fields };
}

export const connect = ({ app, fields }: RemoteWorld, more: Record<string, string> = {}) =>
	execute(connectRemote, contextFor(app), { ...fields, ...more });

/** Somebody else commits to a branch of the host, on top of what it has or of a commit that we pushed. */
export async function commitThere({ theirs }: RemoteWorld, branch: string, from?: Oid): Promise<Oid> {
	const ref = branchRef(BranchName.parse(branch));
	const head = await resolveRef(theirs, ref);
	const made = await commitEdits(theirs, {
		...{
			ref,
			expected: head,
			base: head ?? from ?? null,
			...(!head && from && { parents: [from] }),
			message: 'Theirs',
			at: Date.UTC(2026, 0, 10, 12)
		},
		...{ edits: new Map([['notes.yaml', Buffer.from('by: Eve\n')]]), author: { name: 'Eve', email: 'eve@example.org' } }
	});
	return made.commit;
}

/** The host lets everybody read and nobody write. */
export function readOnly({ host, folder }: RemoteWorld): void {
	host.answer = (request, response) => {
		if (request.url?.includes('receive-pack')) return response.writeHead(403).end();
		return serve(folder, request, response);
	};
}
