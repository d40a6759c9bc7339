/**
 * `node scripts/run.mjs COMMAND`: everything the project can do for a person or for CI.
 *
 * Runs before anything is installed, so it and what it imports use Node's own modules only, and it checks the
 * version of Node before it loads the rest (an older Node would stop at an import with a message that helps nobody).
 */
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
	console.error(`Dashbranch needs Node 20.19 or newer; this is Node ${process.versions.node}. See https://nodejs.org`);
	process.exit(1);
}

const { COMMANDS } = await import('./commands.mjs');
const [name = '', ...args] = process.argv.slice(2);
const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
if (command === undefined) {
	console.error(`usage: node scripts/run.mjs ${Object.keys(COMMANDS).join('|')}`);
	process.exit(2);
}
try {
	process.exitCode = (await command(args)) ?? 0;
} catch (error) {
	console.error(error.expected ? `\n${error.message}` : error);
	process.exitCode = 1;
}
