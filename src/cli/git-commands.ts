import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { diskError } from '#lib/server/superset/bundle/disk-error.ts';
import { readableFile } from '#lib/server/superset/bundle/one-file.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { gitSetup } from './git-setup.ts';
import { mergeDriver } from './merge-driver.ts';
import type { Runs } from './program.ts';
import type { Speaker } from './speaker.ts';

/** What git calls in a clone of a dashboard's repository, and the command that tells it to. */
export function addGitCommands(program: Command, runs: Runs): void {
	program
		.command('merge-driver')
		.description('merge one file of a tree, as git’s merge driver')
		.argument('<base>', 'file that both sides began with (%O)')
		.argument('<mine>', 'file of mine (%A); the result is written there')
		.argument('<theirs>', 'file of theirs (%B)')
		.argument('<path>', 'its path in the repository (%P)')
		.addHelpText('after', '\nExample:\n  $ dashbranch merge-driver %O %A %B %P')
		.action(runs(mergeDriver));

	program
		.command('textconv')
		.description('print a file of a tree without what Superset makes by itself, for git diff')
		.argument('<file>', 'file of a tree; any other is printed as it is')
		.addHelpText('after', '\nExample:\n  $ dashbranch textconv charts/revenue-1a2b3c4d.yaml')
		.action(runs(textconv));

	program
		.command('git')
		.description('git on this machine')
		.command('setup')
		.description('make git in a clone merge and compare dashboards by their parts')
		.argument('[dir]', 'the clone, or a folder in it', '.')
		.option('--global', 'configure it for all clones of yours')
		.addHelpText('after', '\nExample:\n  $ dashbranch git setup ~/clones/sales')
		.action(runs(gitSetup));
}

async function textconv(speaker: Speaker, file: string): Promise<ExitCode> {
	const bytes = await readFile(file).catch((cause: unknown) => {
		throw diskError(cause, file);
	});
	const readable = readableFile(bytes);
	speaker.pass({ path: file, text: Buffer.from(readable).toString('utf8') }, readable);
	return EXIT.done;
}
