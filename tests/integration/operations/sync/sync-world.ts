import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Oid } from '#lib/domain/ids.ts';
import { BranchName, branchRef } from '#lib/domain/refs.ts';
import type { Synced, SyncPreview } from '#lib/domain/sync.ts';
import type { Repo } from '#lib/server/git/exec.ts';
import { readFiles } from '#lib/server/git/objects.ts';
import { resolveRef } from '#lib/server/git/refs.ts';
import { commitEdits } from '#lib/server/git/write.ts';
import { publishBranch } from '#lib/server/operations/branch/publish.ts';
import { editsOfAssets } from '#lib/server/operations/commit/tree-edits.ts';
import { execute, type Actor } from '#lib/server/operations/operation.ts';
import { previewSync } from '#lib/server/operations/sync/preview.ts';
import { runSync } from '#lib/server/operations/sync/run.ts';
import { readTree } from '#lib/server/superset/bundle/tree.ts';
import { contextFor } from '#tests/support/app.ts';
import { serve } from '#tests/support/git-host.ts';
import type { PracticeWorldOptions } from '#tests/support/operations/practice-world.ts';
import { runJob } from '#tests/support/whole-way.ts';
import { connect, remoteWorld, type RemoteWorld } from '../remote/remote-world.ts';

const EVE = { name: 'Eve', email: 'eve@example.org' };
const AT = Date.UTC(2026, 0, 10, 12);

/** A dashboard whose `main` is on its git remote. */
export async function syncWorld(options: Pick<PracticeWorldOptions, 'inDev'> = {}): Promise<RemoteWorld> {
	const world = await remoteWorld({}, options);
	await connect(world);
	await publish(world, 'main');
	return world;
}

export const publish = ({ app, dashboardId }: RemoteWorld, name: string) =>
	execute(publishBranch, contextFor(app), { dashboardId, name });

export const preview = ({ app, dashboardId }: RemoteWorld, more: object = {}): Promise<SyncPreview> =>
	execute(previewSync, contextFor(app), { dashboardId, branch: 'main', ...more });

export const sync = ({ app, dashboardId }: RemoteWorld, more: object = {}, actor?: Actor) =>
	runJob(app, runSync, { dashboardId, branch: 'main', ...more }, actor) as Promise<Synced>;

export const headIn = async (repo: Repo, branch = 'main'): Promise<Oid> =>
	(await resolveRef(repo, branchRef(BranchName.parse(branch))))!;

export const ours = ({ app, dashboardId }: RemoteWorld): Repo => app.repoOf(dashboardId);

/** Where the branch is here and on the remote. */
export const headsOf = async (world: RemoteWorld, branch = 'main') => ({
	here: await headIn(ours(world), branch),
	there: await headIn(world.theirs, branch)
});

/** Somebody commits to a branch of one of the two repositories: charts get other names; `files` are written as they are. */
export async function commitIn(
	repo: Repo,
	names: Readonly<Record<string, string>>,
	{ branch = 'main', files = {} }: { branch?: string; files?: Readonly<Record<string, string | null>> } = {}
): Promise<Oid> {
	const head = await headIn(repo, branch);
	const texts = new Map(await readFiles(repo, head));
	for (const [from, to] of Object.entries(names)) {
		for (const [path, bytes] of texts) {
			const text = Buffer.from(bytes).toString('utf8');
			if (text.startsWith(`slice_name: ${from}\n`))
				texts.set(path, Buffer.from(text.replace(/^.*\n/, `slice_name: ${to}\n`)));
		}
	}
	const edits = new Map(await editsOfAssets(repo, head, readTree(texts)));
	for (const [path, text] of Object.entries(files)) edits.set(path, text === null ? null : Buffer.from(text));
	const made = await commitEdits(repo, {
		...{ ref: branchRef(BranchName.parse(branch)), expected: head, base: head, edits },
		...{ message: `Name ${Object.values(names).join(', ')}\n`, author: EVE, at: AT }
	});
	return made.commit;
}

/** The host does something of its own before it answers a push, so many times. */
export function beforePushes(
	{ host, folder }: RemoteWorld,
	times: number,
	act: (push: number) => Promise<unknown>
): void {
	let push = 0;
	host.answer = (request, response) => {
		const isFirst = request.method === 'GET' && request.url?.includes('receive-pack');
		if (!isFirst || push >= times) return serve(folder, request, response);
		push += 1;
		act(push).then(
			() => serve(folder, request, response),
			(error: unknown) => response.destroy(error as Error)
		);
	};
}

/** The host takes no push, and says why. */
export async function refusing({ theirs }: RemoteWorld, words: string): Promise<void> {
	await mkdir(join(theirs.gitDir, 'hooks'), { recursive: true });
	await writeFile(join(theirs.gitDir, 'hooks', 'pre-receive'), `#!/bin/sh\necho '${words}' >&2\nexit 1\n`, {
		mode: 0o755
	});
}
