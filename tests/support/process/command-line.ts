import { runCommandLine } from '../../../src/cli/program.ts';
import { processTerminal } from '../../../src/cli/terminal.ts';

/** `dashbranch ARG…` as a process of its own. */
export default async function run(...args: readonly string[]): Promise<void> {
	process.exitCode = await runCommandLine(args, processTerminal());
}
