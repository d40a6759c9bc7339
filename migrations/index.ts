import type { Migration } from 'kysely';
import * as createFoundation from './20260301-create-foundation.ts';
import * as openBranches from './20261128-open-branches.ts';
import * as createCommitIndex from './20261129-create-commit-index.ts';
import * as createRemoteKey from './20261130-create-remote-key.ts';
import * as createOpenMerge from './20261201-create-open-merge.ts';

/** In order of name. Listed by hand so that Vite, Node and the tests all see the same set; a test checks it. */
export const migrations: Record<string, Migration> = {
	'20260301-create-foundation': createFoundation,
	'20261128-open-branches': openBranches,
	'20261129-create-commit-index': createCommitIndex,
	'20261130-create-remote-key': createRemoteKey,
	'20261201-create-open-merge': createOpenMerge
};
