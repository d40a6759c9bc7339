/**
 * `npm run superset -- COMMAND …`: real Supersets on 127.0.0.1 for tests, with SQLite metadata and known content.
 *
 *   up NAME VERSION [PORT] [--fresh]   start (and install, the first time); without PORT on a free one
 *   seed NAME [PROFILE …]              fill it with dashboards; without profiles with all of them
 *   down NAME                          stop it; its content stays
 *   list                               what there is
 */
import { ensureDependencies } from './install.mjs';

const USAGE = 'usage: npm run superset -- up NAME VERSION [PORT] [--fresh] | seed NAME [PROFILE …] | down NAME | list';

await ensureDependencies();
const { ADMIN, listInstances, readInstance, startInstance, stopInstance } = await import('./superset/instance.mjs');
const { PROFILES, seedSuperset } = await import('../tests/support/superset/seed.mjs');

const show = ({ name, version, url, pid }) => `${name}: Superset ${version}, ${pid ? `${url}, pid ${pid}` : 'stopped'}`;

const COMMANDS = {
	async up([name, version, port = '0']) {
		if (name === undefined || version === undefined || !/^\d+$/.test(port)) return usage();
		const fresh = process.argv.includes('--fresh');
		console.log(show(await startInstance({ name, version, port: Number(port), fresh })));
	},

	async seed([name, ...profiles]) {
		const unknown = profiles.find((profile) => !Object.hasOwn(PROFILES, profile));
		if (unknown !== undefined) return usage(`no profile ${unknown}; there are ${Object.keys(PROFILES).join(', ')}`);
		const instance = name && readInstance(name);
		if (!instance?.pid) return usage(`${name} is not running`);
		const chosen = profiles.length > 0 ? profiles : Object.keys(PROFILES);
		await seedSuperset({ url: instance.url, ...ADMIN, profiles: chosen }, console.log);
	},

	async down([name]) {
		if (name === undefined) return usage();
		console.log((await stopInstance(name)) ? `${name}: stopped` : `${name}: was not running`);
	},

	async list() {
		for (const instance of listInstances()) console.log(show(instance));
	}
};

function usage(problem) {
	console.error(problem ? `superset: ${problem}` : USAGE);
	process.exitCode = 2;
}

const [command = '', ...args] = process.argv.slice(2).filter((arg) => arg !== '--fresh');
try {
	await (Object.hasOwn(COMMANDS, command) ? COMMANDS[command](args) : usage());
} catch (error) {
	console.error(error.expected ? error.message : error);
	process.exitCode = 1;
}
