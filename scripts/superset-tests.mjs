import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { close, runVitest } from './checks.mjs';
import { ROOT } from './machine.mjs';

/** Two of each version: one with content to capture, one empty to deploy into. */
const WANTED = [
	{ name: 'dev', version: '6.1.0', role: 'source' },
	{ name: 'prod', version: '6.1.0', role: 'target' },
	{ name: 'old-dev', version: '4.1.4', role: 'source' },
	{ name: 'old-prod', version: '4.1.4', role: 'target' }
];

/**
 * Run the tests of tests/contract against real Supersets, which they find in `DASHBRANCH_TEST_SUPERSETS` (JSON:
 * `[{ name, version, url, role, username, password }]`). Starts new ones and removes them, whatever happens, unless
 * that variable names some already.
 */
export async function testSupersets(args) {
	const counts = process.env.DASHBRANCH_TEST_SUPERSETS
		? await runTests(args)
		: await withSupersets((supersets) => runTests(args, { DASHBRANCH_TEST_SUPERSETS: JSON.stringify(supersets) }));
	return close(counts);
}

const runTests = (args, env) => runVitest('superset', ['--project', 'superset', ...args], { env });

async function withSupersets(use) {
	// Loaded late: they need installed packages.
	const { ensureVenv } = await import('./superset/install.mjs');
	const { ensureTemplate } = await import('./superset/template.mjs');
	const { ADMIN, listInstances, removeInstance, startInstance } = await import('./superset/instance.mjs');

	const mine = `test-${process.pid}-`;
	const removeMine = () => removeAll(({ name }) => name.startsWith(mine));
	const removeAll = async (isWanted) => {
		for (const instance of listInstances().filter(isWanted)) {
			keepLog(instance);
			await removeInstance(instance.name);
		}
	};
	const stopOnSignal = (signal) => void removeMine().then(() => process.exit(signal === 'SIGINT' ? 130 : 143));
	process.on('SIGINT', stopOnSignal).on('SIGTERM', stopOnSignal);
	try {
		await removeAll(isLeftOver);
		const versions = [...new Set(WANTED.map(({ version }) => version))];
		await Promise.all(versions.map(async (version) => ensureTemplate(version, await ensureVenv(version))));
		const supersets = [];
		for (const { name, version, role } of WANTED) {
			const { url } = await startInstance({ name: mine + name, version, fresh: true });
			console.log(`${name}: Superset ${version}, ${url}`);
			supersets.push({ name, version, role, url, ...ADMIN });
		}
		await Promise.all(supersets.filter(({ role }) => role === 'source').map(seed));
		return await use(supersets);
	} finally {
		process.off('SIGINT', stopOnSignal).off('SIGTERM', stopOnSignal);
		await removeMine();
	}
}

async function seed({ name, version, ...superset }) {
	const { PROFILES, seedSuperset } = await import('../tests/support/superset/seed.mjs');
	// 200 charts take an older Superset a minute, and one large dashboard is enough.
	const profiles = Object.keys(PROFILES).filter((profile) => profile !== 'large' || version === '6.1.0');
	await seedSuperset({ ...superset, profiles }, (line) => console.log(`  ${name}: ${line}`));
}

/** Whether an instance belongs to a run of these tests that was killed. */
function isLeftOver({ name }) {
	const [, owner] = /^test-(\d+)-/.exec(name) ?? [];
	if (owner === undefined) return false;
	try {
		process.kill(Number(owner), 0);
		return false;
	} catch {
		return true;
	}
}

function keepLog({ name, folder }) {
	const results = join(ROOT, '.cache', 'results');
	mkdirSync(results, { recursive: true });
	const log = join(folder, 'log');
	if (existsSync(log)) copyFileSync(log, join(results, `superset-${name.replace(/^test-\d+-/, '')}.log`));
}
