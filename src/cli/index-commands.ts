import { resolve } from 'node:path';
import type { Command } from 'commander';
import { EXIT, type ExitCode } from './exit-code.ts';
import type { Runs } from './program.ts';
import type { Speaker } from './speaker.ts';

/** Commands on the data folder of this machine: no server is asked. */
export function addIndexCommands(program: Command, runs: Runs): void {
	program
		.command('index')
		.description('the searchable index of histories')
		.command('rebuild')
		.description('make the index of all histories anew from git, also while a server runs')
		.option('--data <dir>', 'data folder of the server (default: DATA_DIR, or ./data)')
		.addHelpText('after', '\nExample:\n  $ dashbranch index rebuild --data /var/lib/dashbranch')
		.action(runs(rebuild));
}

async function rebuild(speaker: Speaker, { data }: { data?: string }): Promise<ExitCode> {
	// Only now, for no other command needs git and the database.
	const { rebuildInFolder } = await import('#lib/server/operations/history/rebuild-all.ts');
	const folder = resolve(data ?? (speaker.terminal.env['DATA_DIR']?.trim() || './data'));
	const dashboards = await rebuildInFolder(folder, (title) => speaker.progress(`${title} …`));
	const lines = dashboards.map(({ id, title, commits }) => `${id}  ${String(commits).padStart(6)} commits  ${title}`);
	speaker.result({ dashboards }, lines.length > 0 ? lines.join('\n') : 'There are no dashboards.');
	return EXIT.done;
}
