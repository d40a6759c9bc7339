import { Command } from 'commander';

/** `dashbranch`: the same operations as the pages, for scripts and CI. Each group of commands has a file of its own. */
const program = new Command('dashbranch')
	.description('Git for Apache Superset dashboards')
	.version('0.1.0')
	.showHelpAfterError();

await program.parseAsync();
