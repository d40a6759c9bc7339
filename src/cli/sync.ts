import type { Command } from 'commander';
import type { Synced, SyncKeep, SyncPreview } from '#lib/domain/sync.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { CommandFailed } from './failure.ts';
import { runJob } from './job.ts';
import { dashboardNamed } from './names.ts';
import type { Runs } from './program.ts';
import { idOf, withServer, type ServerOptions } from './repository.ts';
import { Server } from './server.ts';
import type { Speaker } from './speaker.ts';
import { previewLines, syncedLines } from './sync-words.ts';

interface SyncOptions extends ServerOptions {
	readonly branch?: string;
	readonly preview?: boolean;
	readonly pull?: boolean;
	readonly push?: boolean;
	readonly keepLocal?: readonly string[];
	readonly keepRemote?: readonly string[];
	readonly confirmOrphans?: boolean;
}

/** What goes between a server and the git remote of a dashboard. */
export function addSyncCommand(program: Command, runs: Runs): void {
	withServer(
		program
			.command('sync')
			.description('pull a branch from the git remote of a dashboard, and push it there')
			.argument('<dashboard>', 'id or exact title')
			.option('--branch <name>', 'which one (default: the default branch)')
			.option('--preview', 'say what it would do; does nothing')
			.option('--pull', 'only pull')
			.option('--push', 'only push')
			.option('--keep-local <path...>', 'where both sides changed the same: keep what is on the server')
			.option('--keep-remote <path...>', 'where both sides changed the same: take what the git remote has')
			.option('--confirm-orphans', 'go on where environments keep charts that nothing needs any more')
			.addHelpText(
				'after',
				'\nExample:\n  $ dashbranch sync "Sales overview" --keep-remote charts/revenue-1a2b3c4d.yaml'
			)
	).action(runs(sync));
}

async function sync(speaker: Speaker, name: string, options: SyncOptions): Promise<ExitCode> {
	const conflict_resolutions = resolutionsOf(options);
	const server = Server.from(speaker, options.server);
	const dashboard = await dashboardNamed(server, name);
	const path = `dashboards/${dashboard.id}/sync`;
	const branch = options.branch ?? dashboard.defaultBranch;
	const title = `“${dashboard.title}”, ${branch}`;
	if (options.preview) {
		const preview = await server.get<SyncPreview>(path, { branch });
		speaker.result({ dashboard: idOf(dashboard), preview }, previewLines(speaker, title, preview).join('\n'));
		const isOpen = preview.conflicts.some((one) => !Object.hasOwn(conflict_resolutions, one.path));
		return isOpen || (preview.will_orphan.length > 0 && !options.confirmOrphans) ? EXIT.different : EXIT.done;
	}
	const direction = options.pull === options.push ? 'both' : options.pull ? 'pull' : 'push';
	const confirm_orphans = options.confirmOrphans ?? false;
	const body = { branch, direction, conflict_resolutions, confirm_orphans };
	const synced = await runJob<Synced>(speaker, server, { path, body });
	speaker.result({ dashboard: idOf(dashboard), synced }, syncedLines(speaker, title, synced).join('\n'));
	return synced.kind === 'done' || synced.kind === 'up_to_date' ? EXIT.done : EXIT.different;
}

function resolutionsOf({ keepLocal = [], keepRemote = [] }: SyncOptions): Readonly<Record<string, SyncKeep>> {
	const both = keepLocal.find((path) => keepRemote.includes(path));
	if (both !== undefined) {
		const hint = 'Name it with one of --keep-local and --keep-remote.';
		throw new CommandFailed({ code: 'usage', message: `${both} cannot be kept from both sides.`, hint });
	}
	return Object.fromEntries([
		...keepLocal.map((path): [string, SyncKeep] => [path, 'keep_local']),
		...keepRemote.map((path): [string, SyncKeep] => [path, 'keep_remote'])
	]);
}
