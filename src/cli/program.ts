import { Command, CommanderError } from 'commander';
import { addBundleCommands } from './bundle.ts';
import { addDeployCommands } from './deploy.ts';
import { addGitCommands } from './git-commands.ts';
import { addIndexCommands } from './index-commands.ts';
import { addRepositoryCommands } from './repository.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { failureOf, type ToldFailure } from './failure.ts';
import { addSyncCommand } from './sync.ts';
import { Speaker } from './speaker.ts';
import type { Terminal } from './terminal.ts';
import { VERSION } from './version.ts';

/** Makes a command's action of a function that gets its arguments and says how it ended. */
export type Runs = <Arguments extends readonly unknown[]>(
	work: (speaker: Speaker, ...args: Arguments) => Promise<ExitCode>
) => (...args: [...Arguments, ...unknown[]]) => Promise<void>;

/** Run one command line, without the name of the program. Says everything itself and never throws. */
export async function runCommandLine(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
	// Before parsing, since a mistake in parsing has to be told in the same manner.
	const wanted = args.includes('--') ? args.slice(0, args.indexOf('--')) : args;
	const speaker = new Speaker(terminal, { json: wanted.includes('--json'), verbose: wanted.includes('--verbose') });
	let exitCode: ExitCode = EXIT.done;
	const runs = ((work: (speaker: Speaker, ...args: unknown[]) => Promise<ExitCode>) =>
		async (...given: unknown[]) => {
			exitCode = await work(speaker, ...given);
		}) as Runs;
	try {
		await programFor(terminal, runs).parseAsync([...args], { from: 'user' });
		return exitCode;
	} catch (cause) {
		if (cause instanceof CommanderError && cause.exitCode === 0) return EXIT.done;
		const failure = failureOf(cause);
		tell(speaker, failure.told);
		if (failure.told.code === 'internal' && speaker.manner.verbose)
			speaker.show(cause instanceof Error ? (cause.stack ?? '') : '');
		return failure.exitCode;
	}
}

function tell(speaker: Speaker, told: ToldFailure): void {
	if (speaker.manner.json) return speaker.result({ error: told }, '');
	const findings = told.findings.filter(({ message }) => !told.message.includes(message));
	const lines = [
		`${speaker.paint('red', 'dashbranch:', speaker.terminal.err)} ${told.message}`,
		...findings.map(({ path, message }) => `  ${path}: ${message}`),
		...(told.hint ? [`  ${told.hint}`] : [])
	];
	speaker.show(lines.join('\n'));
}

/** All commands; `runs` ties each to the invocation. Exported for the test that compares it with its spec. */
export function programFor(terminal: Pick<Terminal, 'out'>, runs: Runs): Command {
	const program = new Command('dashbranch')
		.description('Git for Apache Superset dashboards')
		.version(VERSION, '--version', 'print the version')
		.option('--json', 'print one JSON document on stdout, also for failures')
		.option('--verbose', 'show progress on stderr even where it is no terminal')
		.helpOption('--help', 'show help')
		.configureHelp({ showGlobalOptions: true })
		.addHelpText('after', EXAMPLES);
	addBundleCommands(program, runs);
	addGitCommands(program, runs);
	addRepositoryCommands(program, runs);
	addDeployCommands(program, runs);
	addSyncCommand(program, runs);
	addIndexCommands(program, runs);
	for (const command of allOf(program)) {
		command
			.exitOverride()
			.configureOutput({ writeOut: (text) => terminal.out.write(text), writeErr: () => {} })
			.helpOption('--help', 'show help')
			.configureHelp({ showGlobalOptions: true });
		if (command.commands.length > 0) command.helpCommand(false);
	}
	return program;
}

export const allOf = (command: Command): Command[] => [command, ...command.commands.flatMap(allOf)];

const EXAMPLES = `
Examples:
  $ dashbranch bundle tree export.zip --out dashboards/sales
  $ dashbranch bundle diff before.zip after.zip
  $ dashbranch deploy "Sales overview" --to prod

The exit code says how it ended: 0 done, equal or proven; 1 different; 2 wrong command line; 3 only a minor difference;
4 failed; 130 interrupted. A server is named by --server or DASHBRANCH_SERVER, the API token by DASHBRANCH_TOKEN.`;
