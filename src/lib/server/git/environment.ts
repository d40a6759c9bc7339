import { resolve } from 'node:path';
import type { Repo } from './exec.ts';

/**
 * Flags of every git process. A repository's own configuration cannot undo them: `-c` wins over it.
 * No hook, no file monitor, no symlink, no transport, no collection of garbage behind our back.
 */
export const SAFE_CONFIG = [
	'core.hooksPath=/dev/null',
	'core.fsmonitor=false',
	'core.symlinks=false',
	'core.attributesFile=/dev/null',
	'core.packedRefsTimeout=5000',
	'core.filesRefLockTimeout=1000',
	'credential.helper=',
	'protocol.allow=never',
	'transfer.fsckObjects=true',
	'gc.auto=0',
	'maintenance.auto=false'
] as const;

/**
 * The environment of every git process: English, without prompts, without the configuration of the host, and nothing
 * of ours but `PATH`. `HOME` is a place where no file can ever be.
 *
 * `GIT_DIR` is named rather than found, so that a repository that is damaged is never taken for a folder inside another.
 */
export function gitEnvironment(repo: Repo | null): Record<string, string> {
	return {
		PATH: process.env['PATH'] ?? '',
		HOME: '/dev/null',
		LC_ALL: 'C',
		GIT_ATTR_NOSYSTEM: '1',
		GIT_CONFIG_GLOBAL: '/dev/null',
		GIT_CONFIG_NOSYSTEM: '1',
		GIT_NO_REPLACE_OBJECTS: '1',
		GIT_PROTOCOL_FROM_USER: '0',
		GIT_TERMINAL_PROMPT: '0',
		...(repo && { GIT_DIR: resolve(repo.gitDir) })
	};
}
